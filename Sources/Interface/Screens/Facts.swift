import Terminal

/// Labelled facts, set in one column or, where short and there is room, two beside each other.
struct Facts {
    private struct Fact {
        let label: Line
        let value: Line
        let isShort: Bool
    }

    private var facts: [Fact] = []

    /// Adds a fact that needs a row, or several, of its own.
    mutating func add(_ label: String, _ value: Line, labelStyle: Style = Theme.label) {
        facts.append(Fact(label: Line(label, labelStyle), value: value, isShort: false))
    }

    /// Adds a fact that may share a row with the next.
    mutating func addShort(_ label: String, _ value: Line) {
        facts.append(Fact(label: Line(label, Theme.label), value: value, isShort: true))
    }

    func lines(columns: Int) -> [Line] {
        var lines: [Line] = []
        var rest = facts[...]
        let half = columns / 2
        while let fact = rest.popFirst() {
            if columns >= Self.twoColumns, fact.isShort, let next = rest.first, next.isShort,
                fact.value.columns < half - Self.labelColumns, next.value.columns <= half - Self.labelColumns
            {
                rest.removeFirst()
                lines.append((head(fact) + fact.value).padded(to: half) + head(next) + next.value)
            } else {
                lines += wrapped(fact, columns: columns)
            }
        }
        return lines
    }

    static let labelColumns = 14
    private static let twoColumns = 76

    private func head(_ fact: Fact) -> Line { fact.label.padded(to: Self.labelColumns) }

    private func wrapped(_ fact: Fact, columns: Int) -> [Line] {
        let room = max(10, columns - Self.labelColumns)
        if fact.value.columns <= room { return [head(fact) + fact.value] }
        let style = fact.value.spans.first?.style ?? .plain
        let values = Line.wrap(fact.value.text, columns: room, style: style)
        return values.enumerated().map { number, value in
            (number == 0 ? head(fact) : Line().padded(to: Self.labelColumns)) + value
        }
    }
}

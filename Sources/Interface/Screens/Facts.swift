import Terminal

/// Labelled facts, set in one column or, where short and there is room, two beside each other.
struct Facts {
    /// A value and what it is called.
    private struct Fact {
        let label: Line
        let value: Line
        let isShort: Bool
    }

    /// In the order in which they are shown.
    private var facts: [Fact] = []

    /// Adds a fact that needs a row, or several, of its own.
    mutating func add(_ label: String, _ value: Line, labelStyle: Style = Theme.label) {
        facts.append(Fact(label: Line(label, labelStyle), value: value, isShort: false))
    }

    /// Adds a fact that may share a row with the next.
    mutating func addShort(_ label: String, _ value: Line) {
        facts.append(Fact(label: Line(label, Theme.label), value: value, isShort: true))
    }

    /// The facts as lines of so many columns, long values broken below themselves.
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

    /// The width of the labels, gap included.
    static let labelColumns = 14
    /// From so many columns on, two short facts share a row.
    private static let twoColumns = 76

    /// The label of a fact, as wide as all of them.
    private func head(_ fact: Fact) -> Line { fact.label.padded(to: Self.labelColumns) }

    /// A fact on rows of its own.
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

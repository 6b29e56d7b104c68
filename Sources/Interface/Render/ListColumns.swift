/// The columns of the session list at a given width.
///
/// Narrow lists lose columns, wide ones gain some.
struct ListColumns: Equatable, Sendable {
    /// What a column tells of a session.
    enum Column: Hashable, Sendable, CaseIterable {
        case name, mode, token, lapses, state, patient, address
    }

    /// From left to right, each with its width; a gap of one column is part of the width.
    private(set) var columns: [(column: Column, width: Int)] = []

    /// The marker and the mark stand before the first column.
    static let margin = 3

    /// The columns that an area of this width has room for.
    ///
    /// Name and state are always there. What else there is room for comes and grows in an order of its own; what is left
    /// over goes to the address or, without one, to the state.
    ///
    /// - Parameters:
    ///   - width: the columns of the terminal that the list has.
    ///   - plain: whether times are written in words, which takes more room.
    init(width: Int, plain: Bool = false) {
        var rest = width - Self.margin
        var widths: [Column: Int] = [.name: 14, .state: 12]
        rest -= 26
        func add(_ column: Column, _ wanted: Int) {
            guard rest >= wanted else { return }
            widths[column] = wanted
            rest -= wanted
        }
        func grow(_ column: Column, to limit: Int) {
            let extra = min(rest, limit - (widths[column] ?? 0))
            guard extra > 0 else { return }
            widths[column, default: 0] += extra
            rest -= extra
        }
        // The plain look writes times in words.
        add(.token, plain ? 18 : 9)
        add(.lapses, plain ? 13 : 9)
        add(.mode, 15)
        // Read aloud, the whole word for a state comes before more of a name.
        if plain { grow(.state, to: 16) }
        grow(.name, to: plain ? 20 : 22)
        grow(.state, to: 22)
        add(.patient, 16)
        grow(.name, to: 24)
        grow(.state, to: 30)
        add(.address, 30)
        grow(.name, to: 32)
        grow(widths[.address] == nil ? .state : .address, to: .max)
        columns = Column.allCases.compactMap { column in widths[column].map { (column, $0) } }
    }

    /// The width of a column, its gap included; `nil` where there is no room for it.
    func width(of column: Column) -> Int? {
        columns.first { $0.column == column }?.width
    }

    /// Whether the same columns have the same widths.
    static func == (left: ListColumns, right: ListColumns) -> Bool {
        left.columns.elementsEqual(right.columns) { $0 == $1 }
    }
}

/// What stands above a column.
extension ListColumns.Column {
    /// In capitals, short enough for the narrowest column of its kind.
    var title: String {
        switch self {
        case .name: "SESSION"
        case .mode: "MODE"
        case .token: "TOKEN"
        case .lapses: "LAPSES"
        case .state: "STATE"
        case .patient: "PATIENT"
        case .address: "FHIR BASE URL"
        }
    }
}

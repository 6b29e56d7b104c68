import Sessions

/// The rows of the list.
///
/// It is asked for the visible ones only.
struct SessionRows: RandomAccessCollection {
    fileprivate let sessions: [SessionSnapshot]
    fileprivate let shown: [Int]

    init(sessions: [SessionSnapshot], shown: [Int]) {
        self.sessions = sessions
        self.shown = shown
    }

    var startIndex: Int { 0 }
    var endIndex: Int { shown.count }
    subscript(row: Int) -> SessionSnapshot { sessions[shown[row]] }
}

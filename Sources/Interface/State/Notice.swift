/// A sentence above the hint line, there until the next key.
struct Notice: Hashable, Sendable {
    /// How much it matters; each has a style of its own.
    enum Kind: Hashable, Sendable {
        case information, warning, failure
    }

    /// How much it matters.
    let kind: Kind
    /// One sentence, or a few.
    let text: String

    /// Something to be said; by default nothing worrying.
    init(_ text: String, _ kind: Kind = .information) {
        self.kind = kind
        self.text = text
    }
}

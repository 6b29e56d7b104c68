/// A sentence above the hint line, there until the next key.
struct Notice: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case information, warning, failure
    }

    let kind: Kind
    let text: String

    init(_ text: String, _ kind: Kind = .information) {
        self.kind = kind
        self.text = text
    }
}

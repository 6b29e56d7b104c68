extension JSONValue {
    /// How much of what a server adds by itself is kept and shown.
    package struct Bounds: Sendable {
        /// How deep arrays and objects may lie in each other.
        let levels = 12
        /// How many characters a text may have.
        let characters = 4_000
        /// How many values there may be in all, those in arrays and objects included.
        var valuesLeft = 1_000
        /// How many characters there may be in all.
        var charactersLeft = 64_000
    }

    /// What stands for what was left out.
    private static let leftOut = JSONValue.string("…")

    /// This value as far as `bounds` let it be; “…” stands where more was.
    ///
    /// - Parameters:
    ///   - bounds: what is left of them afterwards serves the next value.
    ///   - level: how deep this value lies in others.
    /// - Returns: no more than the bounds let be.
    package func bounded(by bounds: inout Bounds, level: Int = 0) -> JSONValue {
        guard bounds.valuesLeft > 0 else { return Self.leftOut }
        bounds.valuesLeft -= 1
        switch self {
        case .null, .bool, .number: return self
        case .string(let text):
            let room = max(0, min(bounds.characters, bounds.charactersLeft))
            let kept = text.bounded(to: room)
            bounds.charactersLeft -= kept.unicodeScalars.count
            return .string(kept)
        case .array(let values):
            guard level < bounds.levels else { return Self.leftOut }
            var kept: [JSONValue] = []
            for value in values {
                kept.append(value.bounded(by: &bounds, level: level + 1))
                if bounds.valuesLeft <= 0 { break }
            }
            return .array(kept)
        case .object(let members):
            guard level < bounds.levels else { return Self.leftOut }
            var kept: [String: JSONValue] = [:]
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                kept[name.bounded(to: 200)] = value.bounded(by: &bounds, level: level + 1)
                if bounds.valuesLeft <= 0 { break }
            }
            return .object(kept)
        }
    }
}

extension String {
    /// This text, or so many code points of it with “…” at its end.
    ///
    /// Code points and not characters: one character may have any number of combining marks.
    package func bounded(to count: Int) -> String {
        guard utf8.count > count, unicodeScalars.count > count else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(count))) + "…"
    }
}

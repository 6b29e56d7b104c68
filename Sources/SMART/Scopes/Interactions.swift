/// The FHIR interactions that a resource scope grants: the letters `cruds` of SMART App Launch 2.2, section 3.0.2.1.
package struct Interactions: OptionSet, Hashable, Sendable {
    /// One bit an interaction.
    package let rawValue: UInt8

    /// Interactions by their bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `c`: create a resource.
    package static let create = Interactions(rawValue: 1)
    /// `r`: read one resource by its id.
    package static let read = Interactions(rawValue: 2)
    /// `u`: change a resource.
    package static let update = Interactions(rawValue: 4)
    /// `d`: delete a resource.
    package static let delete = Interactions(rawValue: 8)
    /// `s`: search among the resources of a type.
    package static let search = Interactions(rawValue: 16)

    /// What v1 calls `read`.
    package static let reading: Interactions = [.read, .search]
    /// What v1 calls `write`.
    package static let writing: Interactions = [.create, .update, .delete]
    /// What v1 calls `*`.
    package static let all: Interactions = [.reading, .writing]

    /// The letters in the order that the grammar demands.
    private static let letters: [(Character, Interactions)] = [
        ("c", .create), ("r", .read), ("u", .update), ("d", .delete), ("s", .search),
    ]

    /// Reads a v1 word (`read`, `write`, `*`) or v2 letters, an in-order subset of `cruds`; `nil` for anything else.
    package init?(suffix: some StringProtocol) {
        switch suffix {
        case "read": self = .reading
        case "write": self = .writing
        case "*": self = .all
        default:
            var granted: Interactions = []
            var remaining = Self.letters[...]
            for letter in suffix {
                guard let position = remaining.firstIndex(where: { $0.0 == letter }) else { return nil }
                granted.insert(remaining[position].1)
                remaining = remaining[(position + 1)...]
            }
            guard !granted.isEmpty else { return nil }
            self = granted
        }
    }

    /// The v2 letters, in order.
    package var suffix: String {
        String(Self.letters.filter { contains($0.1) }.map(\.0))
    }
}

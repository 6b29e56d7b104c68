/// Something that the check of a vault found, in words.
package struct VaultFinding: Hashable, Sendable {
    /// Whether it is wrong; else it is good to know.
    package let isProblem: Bool
    /// What was found, with its place.
    package let what: String
    /// What to do about it.
    package let next: String

    /// A finding, a problem unless it says otherwise.
    package init(isProblem: Bool = true, _ what: String, next: String) {
        self.isProblem = isProblem
        self.what = what
        self.next = next
    }
}

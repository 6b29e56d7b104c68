import Foundation

/// The parameters of a query or of an `application/x-www-form-urlencoded` body, in order and with repetitions.
struct FormParameters: Sendable {
    let pairs: [(name: String, value: String)]

    init(pairs: [(name: String, value: String)]) {
        self.pairs = pairs
    }

    /// Reads form-encoded text; a pair whose escapes are broken is kept as it was written.
    init(decoding text: some StringProtocol) {
        pairs = text.split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decoded(halves[0]), halves.count == 2 ? Self.decoded(halves[1]) : "")
        }
    }

    /// The first value of `name`, if it is there and not empty: OAuth treats empty parameters as absent (RFC 6749 section 3.1).
    subscript(name: String) -> String? {
        pairs.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// The first name that is given twice, which OAuth forbids (RFC 6749 section 3.1).
    var repeatedName: String? {
        var seen: Set<String> = []
        return pairs.first { !seen.insert($0.name).inserted }?.name
    }

    /// The parameters form-encoded, every character but the unreserved ones escaped.
    var encoded: String {
        pairs.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }.joined(separator: "&")
    }

    /// `address` with these parameters added to its query.
    func appended(to address: String) -> String {
        address + (address.contains("?") ? "&" : "?") + encoded
    }

    private static func decoded(_ text: some StringProtocol) -> String {
        let spaced = String(text.map { $0 == "+" ? " " : $0 })
        return spaced.removingPercentEncoding ?? spaced
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
    }
}

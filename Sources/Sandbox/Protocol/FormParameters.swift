import SMART

/// The parameters of a query or of an `application/x-www-form-urlencoded` body, in order and with repetitions.
struct FormParameters: Sendable {
    /// Decoded, in the order in which they came.
    let pairs: [(name: String, value: String)]

    /// Parameters to be sent.
    init(pairs: [(name: String, value: String)]) {
        self.pairs = pairs
    }

    /// Reads form-encoded text; a `%` that starts no escape is kept as it was written.
    init(decoding text: some StringProtocol) {
        pairs = FormEncoding.decode(text).map { (name: $0.0, value: $0.1) }
    }

    /// The first value of `name`, if it is there and not empty: OAuth treats empty parameters as absent (RFC 6749 section 3.1).
    subscript(name: String) -> String? {
        pairs.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// Every value of `name`, in order.
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
        FormEncoding.encode(pairs.map { ($0.name, $0.value) })
    }

    /// `address` with these parameters added to its query.
    func appended(to address: String) -> String {
        address + (address.contains("?") ? "&" : "?") + encoded
    }
}

package import Foundation
package import SMART

/// A complete HTTP answer of any status.
package struct TransportResponse: Hashable, Sendable {
    /// The HTTP status (RFC 9110 section 15).
    package let status: Int
    /// Header fields by lower-case name; repeated fields are joined by commas (RFC 9110 section 5.3).
    private let headers: [String: String]
    /// The body, decompressed.
    package private(set) var body: Data
    /// All that came, byte for byte, where the body is no JSON and the request asked to keep what comes.
    package private(set) var wire: RedactedBytes?

    /// An answer that has come whole.
    ///
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - headers: in the order received; names in any case.
    ///   - body: decompressed.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: Data = Data()) {
        self.status = status
        self.headers = Dictionary(headers.map { ($0.name.lowercased(), $0.value) }) { $0 + ", " + $1 }
        self.body = body
    }

    /// The same with another body.
    func with(body: Data) -> TransportResponse {
        var copy = self
        copy.body = body
        return copy
    }

    /// The same with all that came.
    func keeping(_ wire: RedactedBytes) -> TransportResponse {
        var copy = self
        copy.wire = wire
        return copy
    }

    /// The value of a header field, whatever the case of its name.
    package func header(_ name: String) -> String? {
        headers[name.lowercased()]
    }

    package var contentType: String? { header("Content-Type") }

    /// Any 2xx.
    package var isSuccess: Bool { (200...299).contains(status) }

    /// The statuses that lead elsewhere by `Location` (RFC 9110 section 15.4).
    package var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) }
}

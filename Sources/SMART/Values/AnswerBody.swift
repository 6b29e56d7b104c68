package import Foundation

/// What the body of a server's answer turned out to be: parsed once, when it arrived, and read from then on.
package enum AnswerBody: Hashable, Sendable {
    /// JSON, of whatever content.
    case json(JSONValue)
    /// Anything else: a captive portal's page, a proxy's error, nothing at all.
    case other(BodyKind)

    /// Parses the bytes of a body, decompressed; what its `Content-Type` said does not matter, since servers mislabel.
    package init(_ data: Data) {
        do {
            self = .json(try JSONValue(parsing: data))
        } catch {
            self = .other(BodyKind(of: data))
        }
    }

    /// The value, where the body is JSON.
    package var json: JSONValue? {
        guard case .json(let value) = self else { return nil }
        return value
    }

    /// Whether the body is a web page, as of a captive portal or a sign-in in the way.
    package var isWebPage: Bool {
        guard case .other(.html) = self else { return false }
        return true
    }

    /// Whether the body is XML, as from a FHIR server that ignores `Accept`.
    package var isXML: Bool {
        guard case .other(.xml) = self else { return false }
        return true
    }
}

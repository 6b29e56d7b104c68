import Foundation
package import SMART

/// Reads from FHIR servers with an access token, for the person who asks for a resource; no part of the authorization protocol.
package struct FHIRReader: Sendable {
    private let transport: any HTTPTransport
    private let limits: TransportLimits

    /// A reader that keeps no token between reads.
    ///
    /// - Parameters:
    ///   - transport: how requests travel.
    ///   - limits: how large and how late an answer may be.
    package init(transport: any HTTPTransport, limits: TransportLimits = .read) {
        self.transport = transport
        self.limits = limits
    }

    /// Reads something with the token as a bearer (SMART App Launch 2.2, “Access FHIR API”; RFC 6750 section 2.1).
    ///
    /// The token goes nowhere but below `baseURL`: neither to another address nor along a redirect.
    ///
    /// - Parameters:
    ///   - path: what lies below the base, such as `Patient/123`, or an address of its own there.
    ///   - baseURL: the server that the token is for.
    ///   - accessToken: the token; it is sent as it is, whether it has expired or not.
    /// - Returns: the answer, whatever its status.
    /// - Throws: ``FHIRReadError``.
    package func read(
        _ path: String, from baseURL: FHIRBaseURL, accessToken: Redacted
    ) async throws(FHIRReadError) -> FHIRAnswer {
        guard let url = Self.url(of: path, below: baseURL), baseURL.covers(url),
            let address = try? ServerAddress(url.absoluteString)
        else {
            throw FHIRReadError(
                .leadsAway, "“\(path.cleaned)” lies outside \(baseURL); the access token goes nowhere else")
        }
        let request = TransportRequest(
            .get, address, accept: "application/fhir+json", authorization: accessToken.authorization, limits: limits)
        do {
            let answer = try await transport.send(request)
            return FHIRAnswer(
                status: answer.status, contentType: answer.contentType?.cleaned, body: answer.body,
                challenge: answer.header("WWW-Authenticate")?.cleaned)
        } catch {
            throw FHIRReadError(.noAnswer, error.message, cause: error)
        }
    }

    /// `path` below the base, or as it stands where it is an address of its own.
    private static func url(of path: String, below baseURL: FHIRBaseURL) -> URL? {
        if path.contains("://"), let url = URL(string: path.escapedWhereIllegal), url.scheme != nil { return url }
        return baseURL.appending(path)
    }
}

/// Why a read brought no answer at all.
package struct FHIRReadError: Error, Hashable, Sendable {
    /// Why there is no answer.
    package enum Code: Hashable, Sendable {
        /// The path leads away from the server that the token is for; nothing was sent.
        case leadsAway
        /// The server did not answer, or not whole.
        case noAnswer
    }

    /// Why there is no answer.
    package let code: Code
    /// What happened, in one sentence, without any secret.
    package let message: String
    /// What went wrong underneath, where the network had a part in it.
    package let cause: TransportError?

    init(_ code: Code, _ message: String, cause: TransportError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension FHIRReadError: CustomStringConvertible {
    /// The sentence that tells what happened.
    package var description: String { message }
}

extension Redacted {
    /// The `Authorization` header that presents this token (RFC 6750 section 2.1).
    var authorization: Redacted {
        Redacted("Bearer " + reveal())
    }
}

package import SMART

/// Why a request brought no complete answer.
package struct TransportError: Error, Hashable, Sendable {
    /// What kept the answer away.
    package enum Code: Hashable, Sendable {
        /// An address, or the target of a redirect, that nothing can be sent to.
        case unusableAddress
        /// The name does not resolve, or nothing takes the connection.
        case unreachable
        /// No TLS session: the certificate does not verify, or the other side speaks something else.
        case noTLS
        /// No whole answer within ``TransportLimits/time``.
        case timedOut
        /// The connection ended before the answer did.
        case connectionLost
        /// The answer is larger than ``TransportLimits/bodySize``.
        case tooLarge
        /// What arrived is not HTTP.
        case malformed
        /// The task that asked was cancelled.
        case cancelled
    }

    /// What kept the answer away.
    package let code: Code
    /// What happened, in one sentence that names the server, without any secret.
    package let message: String
    /// Whether the server may have received the request.
    package let requestWasSent: Bool

    /// All that arrived of the answer, head included, byte for byte; `nil` where the request did not ask to keep it.
    package let wire: RedactedBytes?

    /// A failure on the way.
    ///
    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - message: a sentence that names the server.
    ///   - requestWasSent: whether the server may have got the request.
    ///   - wire: all that arrived of the answer.
    package init(_ code: Code, _ message: String, requestWasSent: Bool, wire: RedactedBytes? = nil) {
        self.code = code
        self.message = message
        self.requestWasSent = requestWasSent
        self.wire = wire
    }

    /// The same with what arrived.
    func keeping(_ wire: RedactedBytes?) -> TransportError {
        TransportError(code, message, requestWasSent: requestWasSent, wire: wire)
    }
}

extension TransportError: CustomStringConvertible {
    /// The sentence that tells what happened.
    package var description: String { message }
}

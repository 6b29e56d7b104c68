/// Why a request brought no complete answer.
package struct TransportError: Error, Hashable, Sendable {
    package enum Code: Hashable, Sendable {
        /// Not `https`, nor `http` on a loopback host; or no address at all.
        case unusableAddress
        /// The name does not resolve, or nothing takes the connection.
        case unreachable
        /// No TLS session: the certificate does not verify, or the other side speaks something else.
        case noTLS
        case timedOut
        /// The connection ended before the answer did.
        case connectionLost
        case tooLarge
        /// What arrived is not HTTP.
        case malformed
        case cancelled
    }

    package let code: Code
    /// What happened, in words; without the server's name and without any secret.
    package let message: String
    /// Whether the server may have received the request.
    package let requestWasSent: Bool

    package init(_ code: Code, _ message: String, requestWasSent: Bool) {
        self.code = code
        self.message = message
        self.requestWasSent = requestWasSent
    }
}

extension TransportError: CustomStringConvertible {
    package var description: String { message }
}

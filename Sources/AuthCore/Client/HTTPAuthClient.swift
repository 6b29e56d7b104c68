package import Foundation
package import SMART

/// The protocol over an HTTP transport.
package struct HTTPAuthClient: AuthClient {
    /// How much each kind of request may cost.
    package struct Limits: Hashable, Sendable {
        /// For discovery documents, issuer configurations and key sets.
        package var discovery: TransportLimits
        /// For the token, revocation and introspection endpoints.
        package var token: TransportLimits

        /// Limits that suit every server known.
        package init(discovery: TransportLimits = .discovery, token: TransportLimits = .token) {
            self.discovery = discovery
            self.token = token
        }
    }

    let transport: any HTTPTransport
    let limits: Limits
    let now: @Sendable () -> Date

    /// A client that keeps nothing of one server for the next.
    ///
    /// - Parameters:
    ///   - transport: how requests travel.
    ///   - limits: how large and how late answers may be.
    ///   - now: the clock that `Retry-After` dates are reckoned from.
    package init(
        transport: any HTTPTransport, limits: Limits = Limits(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.transport = transport
        self.limits = limits
        self.now = now
    }

    /// Opens a receiver on the port that the redirect URI names, or on any free one.
    package func redirectReceiver(for redirectURI: RedirectURI) async throws -> (any RedirectReceiver)? {
        try await LoopbackRedirectReceiver(for: redirectURI)
    }
}

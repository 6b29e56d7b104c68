package import Foundation
import SMART

/// The protocol over an HTTP transport.
package struct HTTPAuthClient: AuthClient {
    /// How much each kind of request may cost.
    package struct Limits: Hashable, Sendable {
        package var discovery: TransportLimits
        package var token: TransportLimits
        package var read: TransportLimits

        package init(
            discovery: TransportLimits = .discovery, token: TransportLimits = .token, read: TransportLimits = .read
        ) {
            self.discovery = discovery
            self.token = token
            self.read = read
        }
    }

    let transport: any HTTPTransport
    let limits: Limits
    let now: @Sendable () -> Date

    /// - Parameter now: The clock that `Retry-After` dates are reckoned from.
    package init(
        transport: any HTTPTransport, limits: Limits = Limits(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.transport = transport
        self.limits = limits
        self.now = now
    }

    package func redirectReceiver(for redirectURI: String) async throws -> (any RedirectReceiver)? {
        try await LoopbackRedirectReceiver(for: redirectURI)
    }
}

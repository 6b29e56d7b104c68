package import Foundation

/// How a sandbox starts.
package struct SandboxOptions: Sendable {
    /// The loopback address to listen on.
    ///
    /// Anything else is refused, since ``SandboxControl`` is open to whoever can connect.
    package var host: String
    /// The port to listen on; 0 takes any free one.
    package var port: Int
    /// How long what is granted lives, unless ``SandboxControl/setLifetimes(_:forClient:)`` says otherwise.
    package var lifetimes: TokenLifetimes
    /// Seconds that a person stays signed in at the sandbox; online refresh tokens end with it.
    package var signInLifetime: TimeInterval
    /// The faults in force from the start.
    package var faults: [FaultRule]
    /// The wall clock.
    package var now: @Sendable () -> Date

    /// Loopback, any free port, tokens of five minutes, no faults.
    package init(
        host: String = "127.0.0.1", port: Int = 0, lifetimes: TokenLifetimes = TokenLifetimes(),
        signInLifetime: TimeInterval = 8 * 60 * 60, faults: [FaultRule] = [],
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.host = host
        self.port = port
        self.lifetimes = lifetimes
        self.signInLifetime = signInLifetime
        self.faults = faults
        self.now = now
    }
}

/// How long tokens live.
package struct TokenLifetimes: Hashable, Sendable {
    /// Seconds that an access token lives.
    package var access: TimeInterval
    /// Seconds after the sign-in at which refreshing ends, however often the token was rotated; `nil` for no such end.
    ///
    /// Where set, token responses carry `refresh_expires_in`.
    package var refresh: TimeInterval?

    /// Lifetimes; by default those of a server that refreshes without end.
    ///
    /// - Parameters:
    ///   - access: seconds.
    ///   - refresh: seconds; `nil` for no end.
    package init(access: TimeInterval = 300, refresh: TimeInterval? = nil) {
        self.access = access
        self.refresh = refresh
    }
}

package import Records
package import SMART

/// That a server's discovery now sends codes, secrets or tokens to another server than at the last sign-in.
///
/// Whoever can change that document could have them sent to a place of their own; so nothing goes there before a person agreed.
package struct MovedServer: Error, Hashable, Sendable, CustomStringConvertible {
    /// One endpoint, and the servers that it was at and is at.
    package struct Move: Hashable, Sendable, CustomStringConvertible {
        /// Such as `token endpoint`.
        package let endpoint: String
        /// Host and port; `nil` where there was no such endpoint.
        package let before: String?
        package let now: String

        package init(endpoint: String, before: String?, now: String) {
            self.endpoint = endpoint
            self.before = before
            self.now = now
        }

        package var description: String {
            before.map { "the \(endpoint) was at \($0) and is now at \(now)" }
                ?? "there is now a \(endpoint), at \(now)"
        }
    }

    package let moves: [Move]

    /// The servers that a person has to agree to.
    package var servers: Set<String> { Set(moves.map(\.now)) }

    package var description: String {
        moves.map(\.description).joined(separator: "; ") + ": nothing was sent there"
    }

    package init(moves: [Move]) {
        self.moves = moves
    }

    /// Compares what a server advertises with what was kept at the last sign-in.
    ///
    /// Servers are told apart by host and port. An endpoint that is new counts as moved where it is at a server that took part
    /// in nothing before. It is `nil` where nothing moved that was not agreed to.
    ///
    /// - Parameters:
    ///   - details: what was kept.
    ///   - server: what is advertised now.
    ///   - accepted: servers, or hosts of servers, that a person agreed to.
    package init?(since details: SessionRecord.Details, to server: DiscoveredServer, accepting accepted: Set<String>) {
        let before: [String: ServerAddress?] = [
            Self.token: details.tokenEndpoint, Self.revocation: details.revocationEndpoint,
            Self.introspection: details.introspectionEndpoint, Self.issuer: Self.address(ofIssuer: details.issuer),
        ]
        let moves = Self.endpoints(of: server).compactMap { endpoint, address -> Move? in
            guard accepted.isDisjoint(with: [address.server, address.host]) else { return nil }
            if let earlier = before[endpoint] ?? nil {
                return earlier.server == address.server
                    ? nil : Move(endpoint: endpoint, before: earlier.server, now: address.server)
            }
            guard let servers = details.servers, !servers.contains(address.server) else { return nil }
            return Move(endpoint: endpoint, before: nil, now: address.server)
        }
        if moves.isEmpty { return nil }
        self.init(moves: moves)
    }

    /// The servers, each host and port, that take codes, secrets or tokens, or vouch for who signed in.
    static func servers(of server: DiscoveredServer) -> Set<String> {
        Set(endpoints(of: server).map(\.address.server))
    }

    private static let token = "token endpoint"
    private static let revocation = "revocation endpoint"
    private static let introspection = "introspection endpoint"
    private static let issuer = "issuer"

    private static func endpoints(of server: DiscoveredServer) -> [(endpoint: String, address: ServerAddress)] {
        [
            (token, server.tokenEndpoint), (revocation, server.revocationEndpoint),
            (introspection, server.introspectionEndpoint), (issuer, address(ofIssuer: server.issuer)),
        ].compactMap { endpoint, address in address.map { (endpoint, $0) } }
    }

    private static func address(ofIssuer issuer: String?) -> ServerAddress? {
        issuer.flatMap { try? ServerAddress($0) }
    }
}

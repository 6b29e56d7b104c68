import AuthCore
import Foundation
import SMART
import Synchronization
import TestSupport

/// An authorization server that answers by script and remembers what it was asked.
///
/// Without a script a refresh rotates: `access-1`, `refresh-1`, then `access-2`, `refresh-2` and so on.
final class StubAuthClient: AuthClient {
    enum Call: Hashable {
        case discover(String)
        case exchange(code: String, redirectURI: RedirectURI)
        case refresh(token: String, endpoint: ServerAddress, client: String, secret: String?)
        case revoke(token: String, hint: TokenKind)
        case introspect(token: String)
        case identity
    }

    struct Script: Sendable {
        /// Taken in order; when they have run out, every refresh rotates.
        var refreshes: [Result<TokenResponse, AuthFailure>] = []
        var exchange: Result<TokenResponse, AuthFailure> = .success(Sample.response())
        var revocationFailure: AuthFailure?
        /// Kinds of token that are revoked with another failure than that, or with none.
        var revocationFailures: [TokenKind: AuthFailure] = [:]
        var introspection: IntrospectionResponse?
        /// Who an `id_token` is about; nobody whose signature could be checked, at first.
        var claims: @Sendable (Redacted) -> IDTokenClaims? = { _ in nil }
        /// Whether the keys to check it with never come.
        var keysHang = false
        var server: DiscoveredServer?
        var receiver: StubRedirectReceiver?
    }

    private struct State {
        var script = Script()
        var calls: [Call] = []
        var rotations = 0
        var refreshesUnderWay = 0
        var mostRefreshesAtOnce = 0
    }

    let journal: Journal
    let discoveries = Latch()
    let exchanges = Latch()
    let refreshes = Latch()
    let revocations = Latch()
    let identities = Latch()
    let introspections = Latch()
    private let state = Mutex(State())

    init(journal: Journal = Journal()) {
        self.journal = journal
    }

    /// How many refreshes were answered with a new pair.
    var rotations: Int { state.withLock { $0.rotations } }

    /// How many refreshes were under way at the busiest moment.
    var mostRefreshesAtOnce: Int { state.withLock { $0.mostRefreshesAtOnce } }

    var calls: [Call] { state.withLock { $0.calls } }

    /// The refresh tokens that were sent, in order.
    var refreshTokensSent: [String] {
        calls.compactMap { if case .refresh(let token, _, _, _) = $0 { token } else { nil } }
    }

    var tokensRevoked: [String] {
        calls.compactMap { if case .revoke(let token, _) = $0 { token } else { nil } }
    }

    func script(_ change: (inout Script) -> Void) {
        state.withLock { change(&$0.script) }
    }

    private func note(_ call: Call) {
        state.withLock { $0.calls.append(call) }
    }

    func discover(_ baseURL: FHIRBaseURL) async throws(AuthFailure) -> DiscoveredServer {
        note(.discover(baseURL.text))
        await discoveries.pass()
        guard let server = state.withLock({ $0.script.server }) else { return Sample.server(at: baseURL) }
        return server
    }

    func exchange(_ exchange: CodeExchange) async throws(AuthFailure) -> TokenResponse {
        note(.exchange(code: exchange.code.reveal(), redirectURI: exchange.redirectURI))
        await exchanges.pass()
        return try state.withLock { $0.script.exchange }.get()
    }

    func refresh(
        _ refreshToken: Redacted, at tokenEndpoint: ServerAddress, as client: ClientCredentials
    ) async throws(AuthFailure) -> TokenResponse {
        journal.note("post")
        note(
            .refresh(
                token: refreshToken.reveal(), endpoint: tokenEndpoint, client: client.id,
                secret: client.secret?.reveal()))
        state.withLock {
            $0.refreshesUnderWay += 1
            $0.mostRefreshesAtOnce = max($0.mostRefreshesAtOnce, $0.refreshesUnderWay)
        }
        defer { state.withLock { $0.refreshesUnderWay -= 1 } }
        await refreshes.pass()
        let answer = state.withLock { state -> Result<TokenResponse, AuthFailure> in
            guard state.script.refreshes.isEmpty else { return state.script.refreshes.removeFirst() }
            state.rotations += 1
            return .success(Sample.response(number: state.rotations))
        }
        return try answer.get()
    }

    func revoke(
        _ token: Redacted, hint: TokenKind, at revocationEndpoint: ServerAddress, as client: ClientCredentials
    ) async throws(AuthFailure) {
        // As of a real transport, whose requests end with their task.
        guard !Task.isCancelled else { throw Sample.failure(.passing(retryAfter: nil), message: "cancelled") }
        note(.revoke(token: token.reveal(), hint: hint))
        await revocations.pass()
        if let failure = state.withLock({ $0.script.revocationFailures[hint] ?? $0.script.revocationFailure }) {
            throw failure
        }
    }

    func introspect(
        _ token: Redacted, hint: TokenKind, at introspectionEndpoint: ServerAddress, as client: ClientCredentials,
        bearer: Redacted?
    ) async throws(AuthFailure) -> IntrospectionResponse {
        note(.introspect(token: token.reveal()))
        await introspections.pass()
        guard let answer = state.withLock({ $0.script.introspection }) else { throw Sample.failure(.unexplained) }
        return answer
    }

    func identity(in idToken: Redacted, check: IdentityCheck) async throws -> IDTokenClaims {
        note(.identity)
        await identities.pass()
        if state.withLock({ $0.script.keysHang }) { try await Task.sleep(for: .seconds(3_600)) }
        guard let claims = state.withLock({ $0.script.claims(idToken) }) else {
            throw Sample.failure(.nonsense, message: "signed with an unknown key")
        }
        return claims
    }

    func redirectReceiver(for redirectURI: RedirectURI) async throws -> (any RedirectReceiver)? {
        state.withLock { $0.script.receiver }
    }
}

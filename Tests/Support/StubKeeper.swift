package import Foundation
package import Records
package import SMART
package import Sessions
import Synchronization

/// A keeper that answers by script and remembers what it was asked.
package final class StubKeeper: Keeper {
    package enum Call: Hashable, Sendable {
        case snapshots
        case snapshot(SessionID)
        case log(last: Int)
        case changes
        case discover(FHIRBaseURL)
        case add(Endpoint)
        case removeEndpoint(String)
        case endpoint(String)
        case reloadEndpoints
        case accessToken(SessionID, minimumValidity: TimeInterval, program: String)
        case refresh(SessionID)
        case signOut(SessionID)
        case confirmPatient(SessionID)
        case beginSignIn(SignInPlan)
        case paste(String, into: PendingSignIn.ID)
        case finishSignIn(PendingSignIn.ID)
        case cancelSignIn(PendingSignIn.ID)
        case lock
        case unlock(Redacted)
    }

    /// What it answers; a call for which nothing is scripted is refused with `notFound`.
    package struct Script: Sendable {
        package var sessions: [SessionSnapshot] = []
        package var log: [LogEntry] = []
        package var endpoints: [Endpoint] = []
        package var server: DiscoveredServer?
        package var complaints: [String] = []
        package var token: AccessToken?
        package var revocationFailure: String?
        package var pending: PendingSignIn?
        /// What a call is refused with, whatever else is scripted.
        package var refusal: @Sendable (Call) -> KeeperError? = { _ in nil }
    }

    private struct State {
        var script = Script()
        var calls: [Call] = []
        var givenUp: [Call] = []
        var listeners: [AsyncStream<KeeperChange>.Continuation] = []
    }

    /// Holds open the calls that wait for a server.
    package let server = Latch()
    private let state = Mutex(State())

    package init(_ sessions: [SessionSnapshot] = []) {
        state.withLock { $0.script.sessions = sessions }
    }

    package var calls: [Call] { state.withLock { $0.calls } }

    /// The calls that were cancelled while they waited for a server.
    package var givenUp: [Call] { state.withLock { $0.givenUp } }

    package func script(_ change: (inout Script) -> Void) {
        state.withLock { change(&$0.script) }
    }

    /// Tells everyone who listens.
    package func tell(_ change: KeeperChange) {
        for listener in state.withLock({ $0.listeners }) { listener.yield(change) }
    }

    /// Ends the streams of changes, as a keeper does that ends.
    package func finish() {
        for listener in state.withLock({ $0.listeners }) { listener.finish() }
    }

    @discardableResult
    private func note(_ call: Call) -> Script {
        state.withLock {
            $0.calls.append(call)
            return $0.script
        }
    }

    /// Notes the call and refuses it where the script says so.
    @discardableResult
    private func take(_ call: Call) throws(KeeperError) -> Script {
        let script = note(call)
        if let refusal = script.refusal(call) { throw refusal }
        return script
    }

    /// Waits for the server, and gives the call up where its caller did.
    private func passServer(for call: Call) async throws(KeeperError) {
        await server.pass()
        guard Task.isCancelled else { return }
        state.withLock { $0.givenUp.append(call) }
        throw KeeperError(.cancelled, "Cancelled")
    }

    private func scripted<Answer>(_ answer: Answer?, for call: Call) throws(KeeperError) -> Answer {
        guard let answer else { throw KeeperError(.notFound, "nothing is scripted for \(call)") }
        return answer
    }
}

// MARK: What does not wait

extension StubKeeper {
    package func snapshots() async -> [SessionSnapshot] { note(.snapshots).sessions }

    package func snapshot(of id: SessionID) async throws(KeeperError) -> SessionSnapshot {
        let call = Call.snapshot(id)
        return try scripted(take(call).sessions.first { $0.id == id }, for: call)
    }

    package func log(last count: Int) async -> [LogEntry] { note(.log(last: count)).log.suffix(count) }

    package func changes() async -> AsyncStream<KeeperChange> {
        note(.changes)
        let (stream, continuation) = AsyncStream.makeStream(of: KeeperChange.self)
        state.withLock { $0.listeners.append(continuation) }
        return stream
    }

    package func add(_ endpoint: Endpoint) async throws(KeeperError) {
        try take(.add(endpoint))
        script { $0.endpoints.append(endpoint) }
    }

    package func removeEndpoint(named name: String) async throws(KeeperError) {
        try take(.removeEndpoint(name))
        script { $0.endpoints.removeAll { $0.name == name } }
    }

    package func endpoint(named name: String) async throws(KeeperError) -> Endpoint {
        let call = Call.endpoint(name)
        return try scripted(take(call).endpoints.first { $0.name == name }, for: call)
    }

    package func reloadEndpoints() async throws(KeeperError) -> [String] { try take(.reloadEndpoints).complaints }

    package func confirmPatient(of id: SessionID) async throws(KeeperError) { try take(.confirmPatient(id)) }

    package func paste(_ text: String, into pending: PendingSignIn.ID) async throws(KeeperError) {
        try take(.paste(text, into: pending))
    }

    package func cancelSignIn(_ pending: PendingSignIn.ID) async { note(.cancelSignIn(pending)) }

    package func lock() async throws(KeeperError) { try take(.lock) }

    package func unlock(passphrase: Redacted) async throws(KeeperError) { try take(.unlock(passphrase)) }
}

// MARK: What waits for a server

extension StubKeeper {
    package func discover(_ baseURL: FHIRBaseURL) async throws(KeeperError) -> DiscoveredServer {
        let call = Call.discover(baseURL)
        let script = try take(call)
        try await passServer(for: call)
        return try scripted(script.server, for: call)
    }

    package func accessToken(
        for id: SessionID, minimumValidity: TimeInterval, program: String
    ) async throws(KeeperError) -> AccessToken {
        let call = Call.accessToken(id, minimumValidity: minimumValidity, program: program)
        let script = try take(call)
        try await passServer(for: call)
        return try scripted(script.token, for: call)
    }

    package func refresh(_ id: SessionID) async throws(KeeperError) {
        let call = Call.refresh(id)
        try take(call)
        try await passServer(for: call)
    }

    package func signOut(_ id: SessionID) async throws(KeeperError) -> String? {
        let call = Call.signOut(id)
        let script = try take(call)
        try await passServer(for: call)
        return script.revocationFailure
    }

    package func beginSignIn(_ plan: SignInPlan) async throws(KeeperError) -> PendingSignIn {
        let call = Call.beginSignIn(plan)
        let script = try take(call)
        try await passServer(for: call)
        return try scripted(script.pending, for: call)
    }

    package func finishSignIn(_ pending: PendingSignIn.ID) async throws(KeeperError) -> SessionSnapshot {
        let call = Call.finishSignIn(pending)
        let script = try take(call)
        try await passServer(for: call)
        return try scripted(script.sessions.first { $0.id == script.pending?.session }, for: call)
    }
}

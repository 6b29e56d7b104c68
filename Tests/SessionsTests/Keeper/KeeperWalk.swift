import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

/// A random life of a keeper with its sessions, among a server, a vault and a clock.
///
/// Calls run beside one another, as those of several callers do; the server holds its answers back for as long as the walk
/// likes. After each step, once all that was begun has ended or waits for the server, the walk looks for contradictions.
struct KeeperWalk {
    /// What the keeper contradicts itself in, with the steps that led there.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    let bench: KeeperBench
    var random: SeededRandom
    /// What the disk refuses.
    var refused: Set<RecordingStore.Operation> = []
    /// How many tokens the server has given out.
    var issued = 0
    private var underWay: [Task<Void, Never>] = []
    private var trail: [String] = []

    static let names = ["lab", "lab:nurse", "ward"].compactMap { SessionID($0) }

    init(_ random: SeededRandom) async throws {
        self.random = random
        bench = try await KeeperBench(
            [Sample.record()], endpoints: [Sample.endpoint(), Sample.endpoint("ward")], locked: true)
        var server = Sample.server(at: try Sample.baseURL())
        server.introspectionEndpoint = "https://auth.example.org/introspect"
        bench.client.script { [server] in
            $0.claims = { try? Sample.claims(subject: $0.reveal()) }
            $0.server = server
            $0.introspection = IntrospectionResponse(isActive: true)
        }
        try await bench.keeper.unlock(passphrase: KeeperBench.passphrase)
        await bench.keeper.start()
    }

    /// Calls the keeper, and does not wait for it.
    mutating func begin(_ words: String, _ call: @escaping @Sendable (LocalKeeper) async throws -> Void) {
        note(words)
        underWay.append(Task { [keeper = bench.keeper] in _ = try? await call(keeper) })
    }

    /// Does something at once that may be refused.
    mutating func take(_ words: String, _ step: () async throws -> Void) async {
        note(words)
        _ = try? await step()
    }

    mutating func note(_ words: String) {
        trail.append("\(bench.clock.now.timeIntervalSince(Sample.start)) s: \(words)")
    }

    mutating func cancelCalls() {
        note("the callers give up")
        for call in underWay { call.cancel() }
        underWay = []
    }

    /// Looks for contradictions, once nothing moves any more.
    func check() async throws {
        try await rest()
        let found = await bench.keeper.contradictions()
        guard found.isEmpty else {
            throw Fault(
                description: "\(found.joined(separator: "; ")), after:\n\(trail.suffix(25).joined(separator: "\n"))")
        }
    }

    private func rest() async throws {
        var before: [Int] = []
        try await until("nothing moves") {
            let now = await movements()
            defer { before = now }
            return now == before
        }
    }

    /// What the server holds its answers back by.
    private var latches: [Latch] {
        let client = bench.client
        return [
            client.discoveries, client.exchanges, client.refreshes, client.revocations, client.identities,
            client.introspections,
        ]
    }

    /// Numbers that change with whatever goes on.
    private func movements() async -> [Int] {
        let client = bench.client
        return latches.map(\.held) + [client.calls.count, bench.journal.entries.count] + (await bench.keeper.underWay)
    }

    /// Lets the server answer, ends what waits for a person, and waits for every call.
    mutating func comeToRest() async throws {
        note("all comes to rest")
        for latch in latches { latch.open() }
        try await check()
        for pending in await bench.keeper.pending { await bench.keeper.cancelSignIn(pending) }
        for call in underWay { await call.value }
        underWay = []
        try await check()
    }
}

extension LocalKeeper {
    /// The sign-ins that wait for a person, in an order that chance has no part in.
    var pending: [PendingSignIn.ID] {
        signIns.values.sorted { $0.plan.session < $1.plan.session }.map(\.pending.id)
    }

    /// How much of each kind is under way.
    fileprivate var underWay: [Int] {
        [
            refreshes.count, signIns.count, signOuts.count, steps.count, unsaved.count, sessions.names.count,
            trades.count,
            enrichments.count, superseded.count,
        ]
    }
}

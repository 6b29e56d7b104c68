import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

/// What the keeper knows twice must be the same on both sides.
@Suite("What a keeper knows twice", .replayable)
struct ConsistencyTests {
    @Test("agrees after each step of a random walk", arguments: 1...4)
    func walk(_ number: Int) async throws {
        var walk = try await KeeperWalk(SeededRandom(for: "consistency \(number)"))
        for _ in 0..<3_000 { try await walk.step() }
        try await walk.comeToRest()
        // A walk that meets nothing shows nothing.
        let met = Set(try walk.bench.store.log(last: LogEntry.limit).map(\.kind))
        let unmet = Self.milestones.subtracting(met)
        #expect(unmet.isEmpty, "never came about: \(unmet)")
        await walk.bench.keeper.finish()
    }

    private static let milestones: Set<LogEntry.Kind> = [
        .signedIn, .renewed, .renewalFailed, .lapsed, .misconfigured, .signedOut, .handedOff, .endpointAdded,
        .endpointRemoved, .patientChanged,
    ]

    @Test("is found to contradict itself where one side is changed alone")
    func notices() async throws {
        let bench = try await KeeperBench([Sample.record()])
        let keeper = bench.keeper
        #expect(await keeper.contradictions() == [])
        await keeper.change(Sample.id) { $0.isRefreshing = true }
        #expect(await keeper.contradictions() == ["lab is renewing, and no renewal is under way"])
        await keeper.change(Sample.id) { ($0.isRefreshing, $0.isSigningIn) = (false, true) }
        #expect(await keeper.contradictions() == ["lab is signing in, and no sign-in is under way"])
        await keeper.change(Sample.id) { ($0.isSigningIn, $0.isLocked) = (false, true) }
        #expect(await keeper.contradictions() == ["lab is locked, and the store is open"])
        await keeper.change(Sample.id) { ($0.isLocked, $0.answerLostAt) = (false, Sample.start) }
        #expect(await keeper.contradictions() == ["lab has lost an answer, and no mark stands for it"])
        await keeper.change(Sample.id) { $0.answerLostAt = nil }
        try bench.store.markRotation(of: Sample.id, at: Sample.start)
        #expect(await keeper.contradictions() == ["lab has lost no answer, and a mark stands for one"])
    }
}

extension LocalKeeper {
    /// Where two sides of what is known twice differ, in words; nothing where all is well.
    func contradictions() -> [String] {
        let names = Set(sessions.names)
        let signingIn = Set(signIns.values.map(\.plan.session))
        return refreshes.keys.filter { !names.contains($0) }.map { "\($0) is renewed, and there is no such session" }
            + signingIn.subtracting(names).map { "\($0) is signed in to, and there is no such session" }
            + contradictionsOfIndex()
            + sessions.all.sorted { $0.id < $1.id }.flatMap { session in
                contradictions(of: session, isSignedInTo: signingIn.contains(session.id))
            }
    }

    private func contradictions(of session: Session, isSignedInTo: Bool) -> [String] {
        var found: [String] = []
        let id = session.id
        let isRenewed = refreshes[id] != nil
        if session.isRefreshing != isRenewed {
            found.append(
                isRenewed
                    ? "\(id) is not renewing, and a renewal is under way"
                    : "\(id) is renewing, and no renewal is under way")
        }
        if session.isSigningIn != isSignedInTo {
            found.append(
                isSignedInTo
                    ? "\(id) is not signing in, and a sign-in is under way"
                    : "\(id) is signing in, and no sign-in is under way")
        }
        if session.isLocked != (store == nil) {
            found.append(
                session.isLocked
                    ? "\(id) is locked, and the store is open" : "\(id) is open, and the store is locked")
        }
        if let person = session.record?.details.identity?.subject, person != session.record?.idToken?.reveal() {
            found.append("\(id) is said to be \(person)'s, who signed in before")
        }
        return found + [contradictionOfMark(session)].compactMap { $0 }
    }

    /// Of an offline session that is stored as it is held; while a request is under way, the mark is about its answer.
    private func contradictionOfMark(_ session: Session) -> String? {
        let id = session.id
        guard let record = session.record, record.keepsRefreshToken, refreshes[id] == nil, unsaved[id] == nil,
            let stored = try? store?.session(id), (stored.markedAt != nil) != (session.answerLostAt != nil)
        else { return nil }
        return stored.markedAt == nil
            ? "\(id) has lost an answer, and no mark stands for it"
            : "\(id) has lost no answer, and a mark stands for one"
    }

    private func contradictionsOfIndex() -> [String] {
        let held = Dictionary(grouping: sessions.names, by: \.endpoint).mapValues(Set.init)
        return Set(held.keys).union(endpoints.keys).sorted().flatMap { endpoint -> [String] in
            let difference = sessions.names(at: endpoint).symmetricDifference(held[endpoint] ?? [])
            return difference.map { "\($0) is at its endpoint, or held, but not both" }
                + (sessions.isEmpty(at: endpoint) == (held[endpoint] == nil) ? [] : ["\(endpoint) is empty, or not"])
        }
    }

    /// Changes a session behind the keeper's back.
    fileprivate func change(_ id: SessionID, _ change: @Sendable (inout Session) -> Void) {
        guard var session = sessions[id] else { return }
        change(&session)
        sessions[id] = session
    }
}

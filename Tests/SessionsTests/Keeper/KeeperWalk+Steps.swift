import AuthCore
import Foundation
import Records
import SMART
import TestSupport

@testable import Sessions

extension KeeperWalk {
    /// Takes a random step, and looks what has become of the keeper.
    mutating func step() async throws {
        prepareAnswers()
        // What is shut or refused does not stay so for long, since little happens then.
        let isLocked = await bench.keeper.store == nil
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<20 where isLocked: await unlock()
        case 0..<5 where !refused.isEmpty: stepDisk()
        case 0..<26: beginRenewal(of: anyone())
        case 26..<52: await stepSignIn()
        case 52..<55: beginSignOut(of: anyone())
        case 55..<57: begin("lock") { try await $0.lock() }
        case 57..<64: try await stepEndpoint()
        case 64..<76: stepClock()
        case 76..<90: stepServer()
        case 90..<92: stepDisk()
        case 92..<94: cancelCalls()
        default: try await comeToRest()
        }
        try await check()
    }

    private mutating func anyone() -> SessionID {
        Self.names.randomElement(using: &random) ?? Sample.id
    }

    private mutating func beginRenewal(of id: SessionID) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0..<2: begin("refresh \(id)") { try await $0.refresh(id) }
        case 2..<4:
            begin("token of \(id)") { _ = try await $0.accessToken(for: id, minimumValidity: 60, program: "walk") }
        default: begin("confirm the patient of \(id)") { try await $0.confirmPatient(of: id) }
        }
    }

    private mutating func beginSignOut(of id: SessionID) {
        begin("sign out \(id)") { _ = try await $0.signOut(id) }
    }

    private mutating func stepSignIn() async {
        let keeper = bench.keeper
        let pending = await keeper.pending.randomElement(using: &random)
        guard let pending, Int.random(in: 0..<3, using: &random) > 0 else {
            let access = AccessMode.allCases.randomElement(using: &random) ?? .offline
            let plan = bench.plan(anyone(), access: access)
            return begin("sign in to \(plan.session)") { _ = try await $0.beginSignIn(plan) }
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: await take("paste rubbish") { try await keeper.paste("https://example.org/", into: pending) }
        case 1..<3: begin("cancel a sign-in") { await $0.cancelSignIn(pending) }
        case 3: begin("finish a sign-in before its code is there") { _ = try await $0.finishSignIn(pending) }
        default:
            await take("paste a code") { try await keeper.paste("the-code", into: pending) }
            begin("finish a sign-in") { _ = try await $0.finishSignIn(pending) }
        }
    }

    private mutating func unlock() async {
        let (keeper, store) = (bench.keeper, bench.store)
        let isReadable = Int.random(in: 0..<4, using: &random) > 0
        store.refuse(isReadable ? refused : refused.union([.read]))
        await take(isReadable ? "unlock" : "unlock what cannot be read") {
            try await keeper.unlock(passphrase: KeeperBench.passphrase)
        }
        store.refuse(refused)
    }

    private mutating func stepEndpoint() async throws {
        let name = ["lab", "ward"].randomElement(using: &random) ?? "lab"
        let (keeper, files) = (bench.keeper, bench.endpoints)
        var endpoint = try Sample.endpoint(
            name, client: Int.random(in: 0..<4, using: &random) == 0 ? "client-2" : "client-1")
        endpoint.scopes = Bool.random(using: &random) ? Endpoint.defaultScopes : "openid patient/*.rs"
        switch Int.random(in: 0..<8, using: &random) {
        case 0: begin("remove \(name)") { try await $0.removeEndpoint(named: name) }
        case 1..<4: await take("add \(name)") { try await keeper.add(endpoint) }
        case 4:
            await take("the file of \(name) is gone") {
                files.remove(name)
                _ = try await keeper.reloadEndpoints()
            }
        default:
            await take("the file of \(name) is written anew") {
                files.remove(name)
                try files.add(endpoint)
                _ = try await keeper.reloadEndpoints()
            }
        }
    }

    private mutating func stepClock() {
        let longest: TimeInterval = [60, 60, 60, 4_000, 4_000, 100_000].randomElement(using: &random) ?? 0
        let seconds = TimeInterval.random(in: 0...longest, using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 {
            note("the clock is set back by \(seconds) s")
            bench.clock.step(to: bench.clock.now.addingTimeInterval(-seconds))
        } else {
            note("\(seconds) s pass")
            bench.clock.advance(by: seconds)
        }
    }

    /// The server holds its answers of a kind back, or lets those go that it held.
    private mutating func stepServer() {
        let latches = [
            ("discoveries", bench.client.discoveries), ("exchanges", bench.client.exchanges),
            ("refreshes", bench.client.refreshes), ("revocations", bench.client.revocations),
            ("identities", bench.client.identities), ("introspections", bench.client.introspections),
        ]
        guard let (name, latch) = latches.randomElement(using: &random) else { return }
        if Int.random(in: 0..<3, using: &random) == 0 {
            note("\(name) are held back")
            latch.close()
        } else {
            note("\(name) are answered")
            latch.open()
        }
    }

    private mutating func stepDisk() {
        let operations: [RecordingStore.Operation] = [.save, .mark, .remove, .append]
        refused = Bool.random(using: &random) ? [] : Set(operations.filter { _ in Bool.random(using: &random) })
        note(refused.isEmpty ? "the disk takes everything" : "the disk refuses \(refused.map { "\($0)" }.sorted())")
        bench.store.refuse(refused)
    }
}

// MARK: - The server's answers

extension KeeperWalk {
    /// What the server answers next.
    private mutating func prepareAnswers() {
        let renewal = answerToRenewal()
        let exchange =
            Int.random(in: 0..<8, using: &random) == 0
            ? .failure(Sample.grantRefused) : Result.success(identifiedPair())
        let refusal = Bool.random(using: &random) ? nil : Sample.unavailable
        bench.client.script {
            if $0.refreshes.count < 2 { $0.refreshes.append(renewal) }
            $0.exchange = exchange
            $0.revocationFailure = refusal
        }
    }

    private mutating func answerToRenewal() -> Result<TokenResponse, AuthFailure> {
        let failures = [
            Sample.unavailable, Sample.failure(.passing(retryAfter: 600)), Sample.unexplained,
            Sample.failure(.nonsense), Sample.failure(.refused(OAuthError(code: "invalid_scope"))),
            Sample.clientRefused, Sample.clientRefused, Sample.clientRefused, Sample.clientRefused, Sample.answerLost,
            Sample.answerLost, Sample.answerLost,
            Sample.grantRefused, Sample.grantRefused,
        ]
        guard Bool.random(using: &random), let failure = failures.randomElement(using: &random) else {
            return .success(pair())
        }
        return .failure(failure)
    }

    /// The tokens of a sign-in, which tell who signed in.
    private mutating func identifiedPair() -> TokenResponse {
        var pair = pair()
        pair.idToken = Redacted("id-\(issued)")
        return pair
    }

    /// New tokens, whose refresh token may be missing or end at a time.
    private mutating func pair() -> TokenResponse {
        issued += 1
        return Sample.response(
            number: issued, lifetime: [nil, 2, 300, 3_600].randomElement(using: &random) ?? nil,
            refreshToken: Int.random(in: 0..<6, using: &random) == 0 ? nil : "",
            patient: ["p1", "p1", "p2", nil].randomElement(using: &random) ?? nil,
            scope: [Sample.requested, nil, "openid patient/*.rs online_access"].randomElement(using: &random) ?? nil,
            refreshDeadline: [nil, nil, .after(7_200)].randomElement(using: &random) ?? nil)
    }
}

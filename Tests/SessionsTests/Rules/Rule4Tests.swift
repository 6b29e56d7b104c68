import Foundation
import Records
import SMART
import Testing

@testable import Sessions

@Suite("What a refresh leaves out stays; what it changes is shown")
struct Rule4Tests {
    private func refreshed(_ response: TokenResponse) throws -> (session: Session, effects: [SessionEffect]) {
        var session = Session.accepted(try Sample.record())
        let effects = session.refresh(.refreshed(response), at: Sample.after(60))
        return (session, effects)
    }

    @Test(
        "Rule 4: a response without a refresh token keeps the old one (RFC 6749 section 6)",
        arguments: [nil, "refresh-0"])
    func keepsRefreshToken(sent: String?) throws {
        let (session, effects) = try refreshed(Sample.response(number: 1, refreshToken: sent))
        #expect(effects.stored?.refreshToken == Redacted("refresh-0"))
        #expect(effects.stored?.accessToken == Redacted("access-1"))
        #expect(effects.messages == ["renewed, refresh token kept"])
        #expect(session.canRefresh(at: Sample.after(61)))
    }

    @Test("Rule 4: a response without launch context keeps the old context")
    func keepsContext() throws {
        let (_, effects) = try refreshed(Sample.response(number: 1, patient: nil))
        #expect(effects.stored?.details.context.patient == "p1")
        #expect(effects.stored?.details.unconfirmedPatient == nil)
    }

    @Test("Rule 4: the same refresh token sent again keeps the deadline that is known")
    func keepsDeadline() throws {
        var session = Session.accepted(try Sample.record(of: Sample.response(refreshDeadline: .after(86_400))))
        _ = session.refresh(.refreshed(Sample.response(number: 1, refreshToken: "refresh-0")), at: Sample.after(60))
        #expect(session.lapsesAt == Sample.after(86_400))
        _ = session.refresh(.refreshed(Sample.response(number: 2)), at: Sample.after(120))
        #expect(session.lapsesAt == nil, "nobody knows how long a new one lives")
    }

    @Test("Rule 4: fewer scopes are logged, and shown as missing")
    func fewerScopes() throws {
        let (session, effects) = try refreshed(
            Sample.response(number: 1, scope: "openid fhirUser launch/patient patient/*.r offline_access"))
        #expect(effects.messages == ["renewed, with a new refresh token, no longer granted: patient/*.s"])
        let snapshot = session.snapshot(of: try Sample.endpoint(), at: Sample.after(61))
        #expect(snapshot.scopes?.missing == "patient/*.s")
    }

    @Test("Rule 4: another patient blocks hand-off until the person confirms")
    func anotherPatient() async throws {
        let bench = try await KeeperBench([Sample.record()], at: Sample.after(3_600))
        bench.client.script { $0.refreshes = [.success(Sample.response(number: 1, patient: "p2"))] }
        #expect(await bench.refusal { _ = try await bench.token() } == .unsafe)
        #expect(await bench.refusal { _ = try await bench.token() } == .unsafe)
        let snapshot = try #require(await bench.snapshot())
        #expect(snapshot.context.patient == "p1")
        #expect(snapshot.unconfirmedPatient == "p2")
        #expect(await bench.keeper.log(last: 1).first?.kind == .patientChanged)

        try await bench.keeper.confirmPatient(of: Sample.id)
        #expect(try await bench.token() == "access-1")
        #expect(bench.store.record(of: Sample.id)?.details.context.patient == "p2")
        #expect(await bench.refusal { try await bench.keeper.confirmPatient(of: Sample.id) } == .signInNeeded)
    }

    @Test("Rule 4: the block outlives a restart, and ends where the server returns to the patient signed in for")
    func theFirstPatientAgain() throws {
        let (blocked, effects) = try refreshed(Sample.response(number: 1, patient: "p2"))
        #expect(blocked.record?.details.unconfirmedPatient == "p2")
        var session = Session(id: Sample.id)
        _ = session.handle(.loaded(effects.stored, markedAt: nil), at: Sample.after(70))
        _ = session.refresh(.refreshed(Sample.response(number: 2, patient: nil)), at: Sample.after(80))
        #expect(session.record?.details.unconfirmedPatient == "p2")
        _ = session.refresh(.refreshed(Sample.response(number: 3, patient: "p1")), at: Sample.after(90))
        #expect(session.record?.details.unconfirmedPatient == nil)
    }
}

import AuthCore
import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Sessions

@Suite("Only invalid_grant ends a refresh token")
struct Rule1Tests {
    @Test(
        "Rule 1: every other failure keeps the refresh token and is tried again",
        arguments: [
            Sample.unavailable, Sample.answerLost, Sample.unexplained, Sample.failure(.nonsense),
            Sample.failure(.passing(retryAfter: 30)), Sample.failure(.refused(OAuthError(code: "invalid_request"))),
            Sample.failure(.refused(OAuthError(code: "server_error"))),
        ])
    func otherFailuresKeepTheToken(failure: AuthFailure) throws {
        var session = Session.accepted(try Sample.record())
        _ = session.refresh(.refreshFailed(failure), at: Sample.after(60))
        #expect(session.record?.refreshToken == Redacted("refresh-0"))
        #expect(session.record?.details.ending == nil)
        let nextTry = try #require(session.nextRefresh(at: Sample.after(60)))
        #expect(nextTry > Sample.after(60))

        #expect(session.handle(.timePassed, at: nextTry).words == "post")
        _ = session.handle(.refreshed(Sample.response(number: 1)), at: nextTry)
        #expect(session.state(at: nextTry) == .live)
        #expect(session.record?.refreshToken == Redacted("refresh-1"))
    }

    @Test("Rule 1: invalid_grant ends the refresh token, with the server's words kept")
    func invalidGrantEnds() throws {
        var session = Session.accepted(try Sample.record())
        let error = OAuthError(code: "invalid_grant", detail: "refresh token expired")
        let effects = session.refresh(.refreshFailed(Sample.failure(.grantRefused(error))), at: Sample.after(60))
        #expect(effects.stored?.refreshToken == nil)
        #expect(effects.stored?.details.ending?.kind == .lapsed)
        #expect(effects.stored?.details.ending?.reason.contains("refresh token expired (invalid_grant)") == true)
        #expect(session.nextDeadline(at: Sample.after(60)) == nil)
    }

    @Test("Rule 1: a refused client makes the session misconfigured with the token kept")
    func refusedClientKeepsTheToken() throws {
        var session = Session.accepted(try Sample.record())
        let effects = session.refresh(.refreshFailed(Sample.clientRefused), at: Sample.after(60))
        #expect(session.state(at: Sample.after(60)) == .misconfigured)
        #expect(effects.stored?.refreshToken == Redacted("refresh-0"))

        // Mended at the server: the person asks, and the session is back.
        _ = session.refresh(.refreshed(Sample.response(number: 1)), at: Sample.after(120))
        #expect(session.state(at: Sample.after(120)) == .live)
    }

    @Test(
        "Rule 1: an unexplained refusal that comes back for 5 minutes says so, and is then tried hourly with the token kept"
    )
    func unexplainedRefusals() throws {
        var session = Session.accepted(try Sample.record())
        let endpoint = try Sample.endpoint()
        var now = Sample.after(3_000)
        var said: [String] = []
        _ = session.handle(.refreshRequested(byPerson: true), at: now)
        while now < Sample.after(3_300) {
            #expect(!session.isRefusedUnexplained)
            said += session.handle(.refreshFailed(Sample.unexplained), at: now).messages
            now = try #require(session.nextRefresh(at: now))
            #expect(session.handle(.timePassed, at: now).words == "post")
        }
        #expect(said == ["400 with an empty body"])

        said = session.handle(.refreshFailed(Sample.unexplained), at: now).messages
        #expect(said.count == 1 && said[0].contains("sign in again"))
        #expect(session.isRefusedUnexplained)
        #expect(session.snapshot(of: endpoint, at: now).reason?.contains("sign in again") == true)
        for _ in 1...3 {
            let hourLater = now.addingTimeInterval(3_600)
            #expect(session.nextRefresh(at: now) == hourLater)
            #expect(session.handle(.timePassed, at: hourLater.addingTimeInterval(-1)).isEmpty)
            #expect(session.handle(.timePassed, at: hourLater).words == "post")
            #expect(session.handle(.refreshFailed(Sample.unexplained), at: hourLater).words == "clear details")
            now = hourLater
        }
        #expect(session.record?.refreshToken == Redacted("refresh-0"))
        #expect(session.state(at: now) == .stale)
    }

    @Test("Rule 1: a server that is merely down is never called unexplained")
    func downIsNotUnexplained() throws {
        var session = Session.accepted(try Sample.record())
        var now = Sample.after(3_000)
        for _ in 1...20 {
            _ = session.refresh(.refreshFailed(Sample.unavailable), at: now)
            now = try #require(session.nextRefresh(at: now))
        }
        #expect(now > Sample.after(3_600))
        #expect(!session.isRefusedUnexplained)
    }

    @Test("Rule 1: the same failure is logged once, another one anew")
    func sameFailureIsLoggedOnce() throws {
        var session = Session.accepted(try Sample.record())
        let failures = [Sample.unavailable, Sample.unavailable, Sample.unexplained, Sample.unavailable]
        let logged = failures.enumerated().map { index, failure in
            session.refresh(.refreshFailed(failure), at: Sample.after(60 + Double(index))).logs(.renewalFailed)
        }
        #expect(logged == [true, false, true, true])
    }
}

import AuthCore
import Foundation
import SMART
import TestSupport

@testable import Sessions

extension SessionWalk {
    /// Takes a random step.
    mutating func step() throws {
        if session.isLocked {
            try stepLocked()
        } else if request != nil, Bool.random(using: &random) {
            try goOnWithRequest()
        } else if request == nil, Int.random(in: 0..<12, using: &random) == 0 {
            try stepAtRest()
        } else {
            try stepAnytime()
        }
    }

    private mutating func stepLocked() throws {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: try tell(.refreshRequested(byPerson: true), "a person asks while it is locked")
        case 1: try passTime(.random(in: 0...3_600, using: &random))
        default:
            note(.unlocked)
            try load()
        }
    }

    /// What the keeper does only while no request is under way.
    private mutating func stepAtRest() throws {
        switch Int.random(in: 0..<6, using: &random) {
        case 0...2: try signIn()
        case 3: try signOut()
        case 4: try tell(.locked, "locked")
        default: try tell(.patientConfirmed, "the patient is confirmed")
        }
    }

    private mutating func stepAnytime() throws {
        switch Int.random(in: 0..<23, using: &random) {
        case 22: try tell(.grantBeforeEnded(complaint: nil), "the grant before is revoked")
        case 20: try identify()
        case 21:
            let time = now.addingTimeInterval(.random(in: 0...60, using: &random))
            try tell(.renewalPutOff(until: time), "makes room for others")
        case 0...5: try passTime(randomPause())
        case 6...7: try passToDeadline()
        case 8: try stepClock()
        case 9...10: try tell(.refreshRequested(byPerson: true), "a person asks")
        case 11...12: try tell(.refreshRequested(byPerson: false), "a program asks")
        case 13: try tell(.signInBegan, "a sign-in began")
        case 14: try tell(.signInEnded, "the sign-in came to nothing")
        case 15: try tellDeadline()
        case 16: try die()
        case 17: honoured = []
        case 18: try tell(.endpointChanged(nil), "the endpoint is configured otherwise")
        default: if request == nil { try tellLateAnswer() }
        }
    }

    private mutating func randomPause() -> TimeInterval {
        let longest: [TimeInterval] = [5, 60, 7_200, 259_200]
        return .random(in: 0...(longest.randomElement(using: &random) ?? 0), using: &random)
    }

    private mutating func passToDeadline() throws {
        guard let deadline = session.nextDeadline(at: now) else { return }
        try passTime(max(0, deadline.timeIntervalSince(now)))
    }

    private mutating func stepClock() throws {
        let seconds = randomPause()
        note(.clockSetBack)
        try passTime(-seconds)
    }

    private mutating func tellDeadline() throws {
        let token = Bool.random(using: &random) ? held : "refresh-0"
        guard let token else { return }
        let deadline = Int.random(in: 0..<4, using: &random) == 0 ? nil : now.addingTimeInterval(randomPause())
        try tell(
            .refreshDeadlineTold(deadline, of: Redacted(token)),
            "the deadline of \(token) is told")
    }

    /// An answer to a request that nobody waits for any more.
    private mutating func tellLateAnswer() throws {
        let events: [SessionEvent] = [
            .refreshed(Sample.response(number: 0)), .refreshFailed(Sample.grantRefused),
            .refreshFailed(Sample.clientRefused), .refreshFailed(Sample.answerLost),
        ]
        guard let event = events.randomElement(using: &random) else { return }
        try tell(event, "a late answer")
    }

    private mutating func goOnWithRequest() throws {
        if isSent { return try answer() }
        if Int.random(in: 0..<6, using: &random) > 0 { return try send() }
        endRequest(answerWasLost: nil)
        try tell(.refreshNotSent(.ending), "not sent")
    }

    /// The server answers as it must: it refuses the tokens that it does not take, and no others.
    private mutating func answer() throws {
        guard Int.random(in: 0..<20, using: &random) > 8 else { return try fail() }
        if request.map(honoured.contains) == true { try renew() } else { try refuse() }
    }

    private mutating func fail() throws {
        if Int.random(in: 0..<3, using: &random) == 0 {
            if Bool.random(using: &random) { _ = rotate() }
            endRequest(answerWasLost: true)
            note(.answerLost)
            return try tell(.refreshFailed(Sample.answerLost), "the answer was lost")
        }
        let failures = [
            Sample.unavailable, Sample.failure(.passing(retryAfter: 600)), Sample.unexplained,
            Sample.failure(.nonsense), Sample.failure(.refused(OAuthError(code: "invalid_scope"))),
            Sample.clientRefused,
        ]
        guard let failure = failures.randomElement(using: &random) else { return }
        endRequest(answerWasLost: nil)
        try tell(.refreshFailed(failure), "failed: \(failure.verdict)")
    }

    /// All is well again: what is held and taken is renewed as soon as a person asks.
    mutating func recover() throws {
        if session.isLocked { try load() }
        if request == nil { try tell(.refreshRequested(byPerson: true), "a person asks in the end") }
        guard session.canRefresh(at: now) || request != nil else { return }
        guard let request else { throw fault("what could be renewed is not") }
        if !isSent { try send() }
        guard honoured.contains(request) else { return try refuse() }
        try renew()
        try tell(.signInEnded, "no sign-in is under way")
        if session.state(at: now) != .live, self.request == nil {
            // An answer that was long on its way brings tokens as old as the request.
            try tell(.refreshRequested(byPerson: true), "a person asks once more")
            guard self.request != nil else { throw fault("renewed and not live") }
            try send()
            try renew()
        }
        guard session.state(at: now) == .live || self.request != nil else { throw fault("renewed and not live") }
    }
}

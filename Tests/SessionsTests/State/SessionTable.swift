import AuthCore
import Foundation
import Records
import SMART
import TestSupport

@testable import Sessions

/// What may happen to a session, each event of ``SessionEvent`` with every outcome that matters.
enum Occasion: CaseIterable {
    case loadedNothing, loaded, loadedMarked, signInBegan, signInEnded, accepted, timePassed, putOff, personAsks,
        programAsks
    case refreshed, failedPassing, answerLost, failedUnexplained, failedAsNonsense, otherRefusal, grantRefused
    case clientRefused, deadlineTold, identityLearned, grantRevoked, grantLeft, patientConfirmed, signedOut, locked,
        endpointChanged

    func event(at now: Date) throws -> SessionEvent {
        let record = try Sample.record(received: now)
        return switch self {
        case .loadedNothing: .loaded(nil, markedAt: nil)
        case .loaded: .loaded(record, markedAt: nil)
        case .loadedMarked: .loaded(record, markedAt: now)
        case .signInBegan: .signInBegan
        case .signInEnded: .signInEnded
        case .accepted: .accepted(record)
        case .timePassed: .timePassed
        case .putOff: .renewalPutOff(until: now.addingTimeInterval(30))
        case .personAsks: .refreshRequested(byPerson: true)
        case .programAsks: .refreshRequested(byPerson: false)
        case .refreshed: .refreshed(Sample.response(number: 1))
        case .failedPassing: .refreshFailed(Sample.unavailable)
        case .answerLost: .refreshFailed(Sample.answerLost)
        case .failedUnexplained: .refreshFailed(Sample.unexplained)
        case .failedAsNonsense: .refreshFailed(Sample.failure(.nonsense))
        case .otherRefusal: .refreshFailed(Sample.failure(.refused(OAuthError(code: "invalid_scope"))))
        case .grantRefused: .refreshFailed(Sample.grantRefused)
        case .clientRefused: .refreshFailed(Sample.clientRefused)
        case .deadlineTold: .refreshDeadlineTold(now.addingTimeInterval(86_400), of: Redacted("refresh-0"))
        case .identityLearned: .identityLearned(SessionRecord.Identity(subject: "ann"))
        case .grantRevoked: .grantBeforeEnded(complaint: nil)
        case .grantLeft: .grantBeforeEnded(complaint: "it has no revocation")
        case .patientConfirmed: .patientConfirmed
        case .signedOut: .signedOut
        case .locked: .locked
        case .endpointChanged: .endpointChanged(nil)
        }
    }
}

/// A session in each state, reached as it is reached in life, and once more with a refresh in flight.
enum Situation: CaseIterable {
    case signedOut, signingIn, live, renewing, stale, renewingStale, lapsed, interrupted, misconfigured, locked

    var state: SessionState {
        switch self {
        case .signedOut: .signedOut
        case .signingIn: .signingIn
        case .live, .renewing: .live
        case .stale, .renewingStale: .stale
        case .lapsed: .lapsed
        case .interrupted: .interrupted
        case .misconfigured: .misconfigured
        case .locked: .locked
        }
    }

    var now: Date {
        switch self {
        case .stale, .renewingStale: Sample.after(3_600)
        default: Sample.after(60)
        }
    }

    func session() throws -> Session {
        var session = Session(id: Sample.id)
        if self != .signedOut, self != .signingIn {
            let mark = self == .interrupted ? Sample.start : nil
            _ = session.handle(.loaded(try Sample.record(), markedAt: mark), at: Sample.start)
        }
        switch self {
        case .signedOut, .live: break
        case .signingIn: _ = session.handle(.signInBegan, at: now)
        case .renewing, .renewingStale: _ = session.handle(.refreshRequested(byPerson: true), at: now)
        case .stale: _ = session.refresh(.refreshFailed(Sample.unavailable), at: now)
        case .lapsed, .interrupted: _ = session.refresh(.refreshFailed(Sample.grantRefused), at: now)
        case .misconfigured: _ = session.refresh(.refreshFailed(Sample.clientRefused), at: now)
        case .locked: _ = session.handle(.locked, at: now)
        }
        return session
    }
}

/// What follows from each occasion in each situation: the state, then the effects in their order.
enum SessionTable {
    /// `nil` where nothing changes and nothing is done.
    static func consequence(of occasion: Occasion, in situation: Situation) -> String? {
        switch situation {
        case .signedOut, .signingIn, .locked: withoutRecord(occasion, situation)
        case .live, .stale: held(occasion, situation)
        case .renewing, .renewingStale: renewing(occasion, situation)
        case .lapsed, .interrupted, .misconfigured: ended(occasion, situation)
        }
    }

    private static func withoutRecord(_ occasion: Occasion, _ situation: Situation) -> String? {
        switch occasion {
        case .loadedNothing: situation == .locked ? "signed-out" : nil
        // A sign-in that is under way goes on.
        case .loaded, .loadedMarked: situation == .signingIn ? nil : "live"
        case .accepted: "live store log(signedIn)"
        case .signInBegan: situation == .signedOut ? "signing-in" : nil
        case .signInEnded: situation == .signingIn ? "signed-out" : nil
        case .locked: situation == .locked ? nil : "locked"
        default: nil
        }
    }

    /// What a new sign-in, another load, sign-out or locking do wherever something is held.
    private static func anywhere(_ occasion: Occasion, _ state: SessionState) -> String? {
        switch occasion {
        case .loadedNothing: "signed-out"
        // Whatever became of the tokens, it is known who signed in.
        case .identityLearned: "\(state.rawValue) store"
        case .grantRevoked: "\(state.rawValue) store log(revoked)"
        case .grantLeft: "\(state.rawValue) log(revoked)"
        case .loaded, .loadedMarked: state == .live ? nil : "live"
        case .signInBegan: "signing-in"
        case .accepted: "live store log(signedIn)"
        case .signedOut: "signed-out forget log(signedOut)"
        case .locked: "locked"
        default: nil
        }
    }

    private static func held(_ occasion: Occasion, _ situation: Situation) -> String? {
        switch occasion {
        case .personAsks: "\(situation.state.rawValue) post"
        // A program's wish does not cut the pause after a failure short.
        case .programAsks: situation == .live ? "live post" : nil
        case .deadlineTold: "\(situation.state.rawValue) store"
        default: anywhere(occasion, situation.state)
        }
    }

    private static func renewing(_ occasion: Occasion, _ situation: Situation) -> String? {
        let state = situation.state.rawValue
        return switch occasion {
        case .refreshed: "live store log(renewed)"
        case .failedPassing, .failedUnexplained, .failedAsNonsense, .otherRefusal:
            "\(state) clear details log(renewalFailed)"
        case .answerLost: "\(state) details log(renewalFailed)"
        case .deadlineTold, .identityLearned: "\(state) details"
        case .grantRevoked: "\(state) details log(revoked)"
        case .grantRefused: "lapsed store log(lapsed)"
        case .clientRefused: "misconfigured store log(misconfigured)"
        default: anywhere(occasion, situation.state)
        }
    }

    private static func ended(_ occasion: Occasion, _ situation: Situation) -> String? {
        // The person may have mended at the server what refused the client.
        if occasion == .personAsks, situation == .misconfigured { return "misconfigured post" }
        if occasion == .endpointChanged, situation == .misconfigured { return "live store" }
        return anywhere(occasion, situation.state)
    }
}

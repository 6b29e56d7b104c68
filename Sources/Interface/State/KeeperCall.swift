import Foundation
import Records
import SMART
import Sessions

/// Something the keeper was asked for and that is still awaited.
///
/// It is shown, and can be cancelled.
struct KeeperCall: Hashable, Sendable, Identifiable {
    enum Work: Hashable, Sendable {
        case load
        /// Reads the endpoints again first.
        case reload
        case refresh(SessionID)
        case signOut(SessionID)
        case token(SessionID)
        case confirmPatient(SessionID)
        case discover(FHIRBaseURL)
        case add(Endpoint)
        case removeEndpoint(String)
        case beginSignIn(SignInPlan)
        case paste(Redacted, PendingSignIn.ID)
        case finishSignIn(PendingSignIn.ID)
        case unlock(Redacted)
        case lock
    }

    let id: Int
    let work: Work

    /// What is awaited, in words; `nil` where the screen itself says so.
    var words: String? {
        switch work {
        case .refresh(let id): "Renewing \(id)"
        case .signOut(let id): "Signing out of \(id)"
        case .token(let id): "Fetching the token of \(id)"
        case .confirmPatient(let id): "Confirming the patient of \(id)"
        case .removeEndpoint(let name): "Removing \(name)"
        case .lock: "Locking"
        case .load: "Loading the sessions"
        case .reload: "Reading the endpoints"
        case .discover, .add, .beginSignIn, .paste, .finishSignIn, .unlock: nil
        }
    }

    /// Whether it is the person's own turn, in the browser, and no server's.
    var awaitsPerson: Bool {
        if case .finishSignIn = work { true } else { false }
    }
}

/// What came of a call.
enum Outcome: Sendable {
    case done
    case loaded([SessionSnapshot], log: [LogEntry])
    /// With what is wrong with endpoints, in words.
    case reloaded([SessionSnapshot], log: [LogEntry], problems: [String])
    case token(AccessToken)
    /// With what the revocation failed on, in words.
    case signedOut(problem: String?)
    case discovered(DiscoveredServer)
    case began(PendingSignIn)
    case signedIn(SessionSnapshot)
    case failed(Failure)

    struct Failure: Hashable, Sendable {
        let message: String
        let code: KeeperError.Code?

        init(_ message: String, code: KeeperError.Code? = nil) {
            self.message = message
            self.code = code
        }
    }
}

import Foundation
import Records
import SMART
import Sessions

/// Something the keeper was asked for and that is still awaited.
///
/// It is shown, and can be cancelled.
struct KeeperCall: Hashable, Sendable, Identifiable {
    /// What the keeper is asked to do.
    enum Work: Hashable, Sendable {
        case load
        /// Reads the endpoints again first.
        case reload
        case refresh(SessionID)
        case signOut(SessionID)
        /// An access token on its way to the clipboard.
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

    /// Counted up from 1.
    let id: Int
    /// What the keeper was asked for.
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

    /// Whether the status line tells of it, and Esc cancels it.
    var hasWords: Bool { words != nil }
}

/// What came of a call.
enum Outcome: Sendable {
    /// What was asked for is done; there is nothing to tell of it.
    case done
    /// Every session, and the newest entries of the log.
    case loaded([SessionSnapshot], log: [LogEntry])
    /// With what is wrong with endpoints, in words.
    case reloaded([SessionSnapshot], log: [LogEntry], problems: [String])
    case token(AccessToken)
    /// With what the revocation failed on, in words.
    case signedOut(problem: String?)
    /// What a server advertises.
    case discovered(DiscoveredServer)
    /// The address to open in a browser, and where the redirect goes.
    case began(PendingSignIn)
    /// The session as it is after signing in.
    case signedIn(SessionSnapshot)
    /// It failed or was refused; nothing was changed unless the words say so.
    case failed(Failure)

    /// Why a call failed, in words for the person.
    struct Failure: Hashable, Sendable {
        let message: String
        /// What kind of failure it is; `nil` where the keeper did not say.
        let code: KeeperError.Code?

        init(_ message: String, code: KeeperError.Code? = nil) {
            self.message = message
            self.code = code
        }
    }
}

import Records
import SMART
import Sessions

/// Something the keeper was asked for and that is still awaited.
///
/// It is shown, and can be cancelled.
struct KeeperCall: Hashable, Sendable, Identifiable {
    /// What the keeper is asked to do.
    enum Work: Hashable, Sendable {
        /// Every session and the newest entries of the log.
        case load
        /// Reads the endpoints again first.
        case reload
        /// Renews the access token now.
        case refresh(SessionID)
        /// Revokes where the server can, and forgets the tokens in any case.
        case signOut(SessionID)
        /// A valid access token for the clipboard.
        case token(SessionID)
        /// Accepts the other patient that a renewal returned.
        case confirmPatient(SessionID)
        /// Asks a server for both its discovery documents.
        case discover(FHIRBaseURL)
        /// Writes an endpoint down.
        case add(Endpoint)
        /// Removes an endpoint with its sessions and its secret.
        case removeEndpoint(String)
        /// Asks for the address to open in a browser.
        case beginSignIn(SignInPlan)
        /// Hands over what the person pasted of a redirect.
        case paste(Redacted, PendingSignIn.ID)
        /// Waits for the redirect, and for the tokens after it.
        case finishSignIn(PendingSignIn.ID)
        /// Opens the vault by a passphrase.
        case unlock(Redacted)
        /// Forgets every key and token in memory.
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
    /// An access token on its way to the clipboard.
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
        /// Where discovery moved an endpoint to another server, which the person may agree to.
        let moved: MovedServer?

        init(_ message: String, code: KeeperError.Code? = nil, moved: MovedServer? = nil) {
            self.message = message
            self.code = code
            self.moved = moved
        }
    }
}

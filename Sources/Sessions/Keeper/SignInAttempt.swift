import AuthCore
import Foundation
import SMART
import Synchronization

/// One authorization under way: what was asked, and the wait for the redirect, which comes by the receiver or is pasted.
final class SignInAttempt: Sendable {
    /// What the person is told of it.
    let pending: PendingSignIn
    let plan: SignInPlan
    /// Holds `state`, `nonce` and the PKCE verifier, which never leave this process but as they must.
    let request: AuthorizationRequest
    /// As discovered for this sign-in: the answer's issuer is held against it (RFC 9207).
    let server: DiscoveredServer
    let tokenEndpoint: ServerAddress
    private let receiver: (any RedirectReceiver)?
    private let wait = Mutex(Wait())

    /// One outcome, whoever brings it first, and at most one who waits for it.
    private struct Wait {
        var isClaimed = false
        var outcome: Result<Redacted, KeeperError>?
        var waiter: CheckedContinuation<Result<Redacted, KeeperError>, Never>?
        var listening: Task<Void, Never>?
    }

    init(
        pending: PendingSignIn, plan: SignInPlan, request: AuthorizationRequest, server: DiscoveredServer,
        tokenEndpoint: ServerAddress, receiver: (any RedirectReceiver)?
    ) {
        self.pending = pending
        self.plan = plan
        self.request = request
        self.server = server
        self.tokenEndpoint = tokenEndpoint
        self.receiver = receiver
    }

    /// Begins to serve the redirect, where a receiver is open.
    func listen() {
        guard let receiver else { return }
        let listening = Task {
            do {
                try await receiver.wait { [weak self] in await self?.judge($0) ?? Self.overdue }
            } catch {
                // The paste field is still there; the person sees the browser's own error.
            }
        }
        wait.withLock { $0.listening = listening }
    }

    /// Takes what the person pasted.
    ///
    /// - Throws: ``AuthorizationRedirectError`` where it is not an answer to this sign-in; the wait goes on.
    func take(pasted text: String) throws(AuthorizationRedirectError) {
        let redirect = try AuthorizationRedirect(parsing: text)
        do {
            settle(.success(try code(in: redirect, pasted: true)))
        } catch {
            guard error.endsSignIn else { throw error }
            settle(.failure(refusal(error)))
        }
    }

    /// Whether the caller is the first to want the code.
    ///
    /// It is good for one exchange: a second would make the server revoke what the first brought (RFC 6749 section
    /// 4.1.2).
    func claim() -> Bool {
        wait.withLock { wait in
            defer { wait.isClaimed = true }
            return !wait.isClaimed
        }
    }

    /// Waits for the code, however it comes.
    ///
    /// Only the caller whose ``claim()`` was granted may wait.
    func code() async throws(KeeperError) -> Redacted {
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome = wait.withLock {
                    if $0.outcome == nil { $0.waiter = continuation }
                    return $0.outcome
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            settle(.failure(cancellation))
        }
        return try outcome.get()
    }

    /// Ends the wait for a code that has not come; one that has come is traded all the same.
    ///
    /// - Parameter reason: what the one who waits is told.
    func giveUp(because reason: KeeperError) {
        settle(.failure(reason))
    }

    /// Ends the wait with a failure, unless it has its outcome already, and frees the port.
    func cancel() async {
        settle(.failure(cancellation))
        await close()
    }

    /// Frees the port.
    func close() async {
        wait.withLock { $0.listening }?.cancel()
        await receiver?.close()
    }

    /// Judges what a browser brought, and words the page that it gets back.
    ///
    /// What is not an answer to this sign-in does not end the wait, so that a stranger's request costs the person
    /// nothing.
    private func judge(_ target: String) async -> RedirectJudgement {
        do throws(AuthorizationRedirectError) {
            let redirect = try AuthorizationRedirect(parsing: target)
            settle(.success(try code(in: redirect, pasted: false)))
            return RedirectJudgement(
                title: "Back to Stoke",
                words: "Stoke has the answer for \(plan.session) and finishes signing in.",
                endsTheWait: true)
        } catch {
            guard error.endsSignIn else {
                return RedirectJudgement(
                    title: "This is not the answer Stoke waits for", words: error.description, endsTheWait: false)
            }
            settle(.failure(refusal(error)))
            return RedirectJudgement(
                title: "Not signed in to \(plan.session)",
                words: error.description + " Go back to Stoke.", endsTheWait: true)
        }
    }

    /// The code, once `state` and issuer are right; the person may paste a bare one, a browser may not bring it.
    private func code(in redirect: AuthorizationRedirect, pasted: Bool) throws(AuthorizationRedirectError) -> Redacted {
        try redirect.code(
            expectedState: request.state, expectedIssuer: server.issuer, issuerRequired: server.namesIssuerInRedirect,
            bareCodeAllowed: pasted)
    }

    /// The first outcome counts.
    private func settle(_ outcome: Result<Redacted, KeeperError>) {
        let waiter = wait.withLock { wait -> CheckedContinuation<Result<Redacted, KeeperError>, Never>? in
            guard wait.outcome == nil else { return nil }
            wait.outcome = outcome
            defer { wait.waiter = nil }
            return wait.waiter
        }
        waiter?.resume(returning: outcome)
    }

    private func refusal(_ error: AuthorizationRedirectError) -> KeeperError {
        KeeperError(.refused, session: plan.session, error.description)
    }

    private var cancellation: KeeperError {
        KeeperError(.failed, session: plan.session, "the sign-in was cancelled")
    }

    private static let overdue = RedirectJudgement(
        title: "This sign-in is over", words: "Start it again in Stoke.", endsTheWait: true)
}

extension AuthorizationRedirectError {
    /// Whether the server has answered this very sign-in with a no; anything else is a stranger's or mistaken text.
    fileprivate var endsSignIn: Bool {
        code == .denied || code == .refused
    }
}

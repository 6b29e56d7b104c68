import AuthCore
import Foundation
import Records
import SMART

extension LocalKeeper {
    /// Begins to learn who signed in and, where the server only tells on asking, until when.
    ///
    /// The session is there already and depends on neither: both together may take no longer than ``enrichmentLimit``, and what
    /// has not come by then is gone without.
    ///
    /// - Parameters:
    ///   - record: the session.
    ///   - attempt: the sign-in that brought it.
    ///   - ending: the end of the grant before, which is waited for as long; it goes on for longer by itself.
    func beginEnriching(_ record: SessionRecord, of attempt: SignInAttempt, beside ending: Task<Void, Never>?) {
        let number = nextUndertaking()
        let task = Task { [enrichmentLimit] in
            let learning = Task {
                async let identity: Void = learnIdentity(of: record, in: attempt, as: number)
                async let deadline: Void = learnRefreshDeadline(of: record, as: number)
                try? await ending?.ended(for: record.id)
                _ = await (identity, deadline)
            }
            let limit = Task {
                if (try? await Task.sleep(for: enrichmentLimit)) != nil { learning.cancel() }
            }
            await withTaskCancellationHandler {
                await learning.value
            } onCancel: {
                learning.cancel()
            }
            limit.cancel()
            if isCurrent(number, for: record.id) { enrichments[record.id] = nil }
        }
        enrichments[record.id] = Undertaking(number: number, task: task)
    }

    /// Whether the session is still that of the sign-in which is learned about.
    private func isCurrent(_ number: Int, for id: SessionID) -> Bool {
        enrichments[id]?.number == number
    }

    /// A failed check is shown and the identity not used; it does not cost the session.
    private func learnIdentity(of record: SessionRecord, in attempt: SignInAttempt, as number: Int) async {
        guard let idToken = record.idToken else { return }
        let check = IdentityCheck(
            issuer: attempt.server.issuer, jwksURI: attempt.server.jwksURI, clientID: attempt.request.clientID,
            nonce: attempt.request.nonce, now: clock.now)
        let identity = await identity(in: idToken, check: check)
        guard isCurrent(number, for: record.id), !isFinishing || identity.problem == nil else { return }
        apply(.identityLearned(identity), to: record.id)
    }

    private func identity(in idToken: Redacted, check: IdentityCheck) async -> SessionRecord.Identity {
        do {
            let claims = try await client.identity(in: idToken, check: check)
            return SessionRecord.Identity(
                subject: claims.subject, name: claims.name, fhirUser: claims.fhirUser ?? claims.profile)
        } catch {
            guard !Task.isCancelled else {
                return SessionRecord.Identity(problem: "the keys to check it with did not come in time")
            }
            let filter = SecretFilter([idToken])
            return SessionRecord.Identity(problem: filter.struck(from: "\(error)".cleaned).bounded(to: 500))
        }
    }

    private func learnRefreshDeadline(of record: SessionRecord, as number: Int) async {
        guard let refreshToken = record.refreshToken, let endpoint = record.details.introspectionEndpoint else {
            return
        }
        do throws(KeeperError) {
            let deadline = try await refreshDeadline(of: record, at: endpoint)
            guard isCurrent(number, for: record.id) else { return }
            apply(.refreshDeadlineTold(deadline, of: refreshToken), to: record.id)
        } catch {
            // The next renewal asks again.
        }
    }

    /// Asks when the refresh token ends; some servers tell it on introspection only.
    ///
    /// - Returns: `nil` where this one does not.
    /// - Throws: ``KeeperError`` where it could not be asked, or not for the moment.
    func refreshDeadline(
        of record: SessionRecord, at introspectionEndpoint: ServerAddress
    ) async throws(KeeperError) -> Date? {
        guard let refreshToken = record.refreshToken else { return nil }
        let credentials = try credentials(forEndpoint: record.id.endpoint)
        do throws(AuthFailure) {
            let answer = try await client.introspect(
                refreshToken, hint: .refreshToken, at: introspectionEndpoint, as: credentials,
                bearer: record.accessToken)
            return answer.isActive ? answer.expiresAt : nil
        } catch {
            guard case .passing = error.verdict else { return nil }
            throw KeeperError(error)
        }
    }
}

import AuthCore
import Foundation
import Records
import SMART

extension LocalKeeper {
    /// Revokes what is left of a grant: two tokens are two revocations (RFC 7009 section 2), and one that fails does not skip the
    /// other.
    ///
    /// A server that revokes refresh tokens only, and ends their access tokens with them, has done what it can.
    ///
    /// - Parameters:
    ///   - record: the tokens, and the server that gave them.
    ///   - credentials: the client that they were given to.
    /// - Returns: what is not revoked and why, in words; `nil` where all is.
    func revoke(_ record: SessionRecord, as credentials: ClientCredentials) async -> String? {
        let server = record.details.authorizationServer
        guard let endpoint = record.details.revocationEndpoint else {
            return "\(server) advertises no revocation; its tokens end by themselves"
        }
        let refreshFailure = await failure(revoking: record.refreshToken, .refreshToken, at: endpoint, as: credentials)
        let isOver = record.details.accessExpiresAt <= clock.now
        let accessFailure = await failure(
            revoking: isOver ? nil : record.accessToken, .accessToken, at: endpoint, as: credentials)
        let end = record.details.accessExpiresAt.formatted(.iso8601)
        switch (refreshFailure, accessFailure) {
        case (nil, nil): return nil
        case (nil, let failure?) where failure.meansUnsupportedToken:
            return record.refreshToken == nil ? "\(server) revokes no access tokens; this one ends at \(end)" : nil
        case (nil, let failure?) where record.refreshToken == nil:
            return "the access token, which ends at \(end), is not revoked: \(failure)"
        case (nil, let failure?):
            return "the refresh token is revoked; the access token, which ends at \(end), is not: \(failure)"
        case (let failure?, nil):
            return "the refresh token is not revoked: \(failure)" + (isOver ? "" : "; the access token is")
        case (let failure?, let other?) where failure == other: return "the tokens are not revoked: \(failure)"
        case (let failure?, let other?):
            return
                "the refresh token is not revoked: \(failure); nor is the access token, which ends at \(end): \(other)"
        }
    }

    /// Why a token is not revoked; `nil` where it is, or where there is none.
    private func failure(
        revoking token: Redacted?, _ kind: TokenKind, at endpoint: ServerAddress, as credentials: ClientCredentials
    ) async -> AuthFailure? {
        guard let token else { return nil }
        do throws(AuthFailure) {
            try await client.revoke(token, hint: kind, at: endpoint, as: credentials)
            return nil
        } catch {
            return error
        }
    }
}

// MARK: - The grant before

extension LocalKeeper {
    /// Ends the grant that a sign-in has just replaced, once the new pair is durable: nobody could take it back later.
    ///
    /// What is under way for it goes on by itself, with no say in the new session; what a renewal brings is revoked too.
    ///
    /// - Parameters:
    ///   - before: the session that is replaced.
    ///   - record: the new one.
    ///   - credentials: those of the client that signed in.
    /// - Returns: the revocation; `nil` where another request has to end first, for which nobody who signs in should wait.
    func endGrant(
        before: SessionRecord, replacedBy record: SessionRecord, as credentials: ClientCredentials
    ) -> Task<Void, Never>? {
        let renewal = refreshes.removeValue(forKey: record.id)
        let signOut = signOuts.removeValue(forKey: record.id)
        if let renewal { superseded[renewal.number] = before }
        let errand = beginErrand { keeper in
            await renewal?.task.value
            let latest = renewal.flatMap { keeper.superseded.removeValue(forKey: $0.number) } ?? before
            if let signOut {
                // Who signed out hears of it there.
                _ = await signOut.task.value
                if latest == before { return }
            }
            guard let left = latest.without(record), left.hasTokens(at: keeper.clock.now) else { return }
            let complaint = await keeper.revokeGrant(left, replacedBy: record, as: credentials)
            guard keeper.sessions[record.id]?.record?.details.signedInAt == record.details.signedInAt else { return }
            keeper.apply(.grantBeforeEnded(complaint: complaint), to: record.id)
        }
        return renewal == nil && signOut == nil ? errand : nil
    }

    /// Revokes the grant before, where that goes to the server that gave it, and harms no one.
    private func revokeGrant(
        _ left: SessionRecord, replacedBy record: SessionRecord, as credentials: ClientCredentials
    ) async -> String? {
        guard left.details.baseURL == record.details.baseURL, left.details.clientID == credentials.id else {
            return "it was given by another server, or to another client, than the endpoint names now"
        }
        guard left.details.revokingEndsSuccessor != true else {
            return "\(left.details.authorizationServer) was seen to end the new grant with the one before"
        }
        return await revoke(left, as: credentials)
    }
}

// MARK: - Online access

extension LocalKeeper {
    /// Revokes the refresh tokens that end with this keeper's memory (rule 5), lest they stay good at their servers with nobody to
    /// take them back.
    ///
    /// Their access tokens stay in the vault until they end; servers may end those too (RFC 7009 section 2.1).
    ///
    /// - Returns: what is not revoked and why, in words.
    func revokeWhatIsNotKept() -> Task<[String], Never> {
        let dropped = sessions.all.compactMap { session -> (SessionRecord, ClientCredentials)? in
            guard var record = session.record, record.refreshToken != nil, !record.keepsRefreshToken,
                let credentials = try? credentials(forEndpoint: record.id.endpoint)
            else { return nil }
            record.accessToken = nil
            return (record, credentials)
        }
        let limit = enrichmentLimit / 4
        let revocations = dropped.map { record, credentials in
            Task { await self.revoke(record, as: credentials).map { "\(record.id): online access ends here; \($0)" } }
        }
        return Task {
            let timer = Task {
                guard (try? await Task.sleep(for: limit)) != nil else { return }
                for revocation in revocations { revocation.cancel() }
            }
            defer { timer.cancel() }
            var complaints: [String] = []
            for revocation in revocations {
                if let complaint = await revocation.value { complaints.append(complaint) }
            }
            return complaints
        }
    }
}

extension SessionRecord {
    /// This record without the tokens that `other` has too, as where a server gives the same ones again; `nil` where it keeps the
    /// refresh token, since the grant is then the same.
    fileprivate func without(_ other: SessionRecord) -> SessionRecord? {
        guard refreshToken == nil || refreshToken != other.refreshToken else { return nil }
        var left = self
        if accessToken == other.accessToken { left.accessToken = nil }
        return left
    }

    fileprivate func hasTokens(at now: Date) -> Bool {
        refreshToken != nil || accessToken != nil && now < details.accessExpiresAt
    }
}

extension AuthFailure {
    /// Whether the server does not revoke tokens of this kind at all (RFC 7009 section 2.2.1).
    fileprivate var meansUnsupportedToken: Bool {
        if case .refusal(let error) = cause { error.code == "unsupported_token_type" } else { false }
    }
}

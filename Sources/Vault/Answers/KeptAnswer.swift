import Foundation
import Records
import SMART

/// A session as an answer left it, on its way into the vault that would not take it.
struct KeptAnswer: Sendable {
    let record: SessionRecord
    /// The sealed rotation mark that it answers; `nil` for a sign-in.
    let mark: Data?

    /// Whether the vault still stands where it stood when this was kept, so that this is newer.
    ///
    /// Every later change of the session stores it, which clears the mark; a later sign-in is told by its time.
    ///
    /// - Parameters:
    ///   - stored: what the vault holds of the session.
    ///   - storedMark: the sealed mark that it holds.
    /// - Returns: whether this is to be taken instead.
    func supersedes(_ stored: SessionRecord?, markedWith storedMark: Data?) -> Bool {
        if let mark { return storedMark == mark }
        return stored.map { $0.details.signedInAt < record.details.signedInAt } ?? true
    }
}

extension KeptAnswer: Codable {
    private enum CodingKeys: String, CodingKey {
        case session, accessToken, refreshToken, idToken, details, mark
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func token(_ key: CodingKeys) throws -> Redacted? {
            try members.decodeIfPresent(String.self, forKey: key).map { Redacted($0) }
        }
        record = SessionRecord(
            id: try members.decode(SessionID.self, forKey: .session), accessToken: try token(.accessToken),
            refreshToken: try token(.refreshToken), idToken: try token(.idToken),
            details: try members.decode(SessionRecord.Details.self, forKey: .details))
        mark = try members.decodeIfPresent(Data.self, forKey: .mark)
    }

    /// Online refresh tokens are left out here as in the vault (rule 5).
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(record.id, forKey: .session)
        try members.encodeIfPresent(record.accessToken?.reveal(), forKey: .accessToken)
        try members.encodeIfPresent(
            record.keepsRefreshToken ? record.refreshToken?.reveal() : nil, forKey: .refreshToken)
        try members.encodeIfPresent(record.idToken?.reveal(), forKey: .idToken)
        try members.encode(record.details, forKey: .details)
        try members.encodeIfPresent(mark, forKey: .mark)
    }

    /// The forms in which it may be kept, the fullest first: the last holds nothing that a server may grow without end.
    var forms: [KeptAnswer] {
        [self, KeptAnswer(record: record.withoutExtras, mark: mark), KeptAnswer(record: record.bare, mark: mark)]
    }
}

extension SessionRecord {
    /// Without the members that Stoke does not need to renew the session and hand out its token.
    var withoutExtras: SessionRecord {
        var copy = self
        copy.details.additional = [:]
        copy.details.context.fhirContext = []
        copy.details.context.authorizationDetails = nil
        return copy
    }

    /// The tokens, whose they are and for how long: what cannot be learnt again.
    fileprivate var bare: SessionRecord {
        var copy = withoutExtras
        copy.idToken = nil
        copy.details.grantedScopes = ScopeSet(words: Array(copy.details.grantedScopes.words.prefix(64)))
        return copy
    }
}

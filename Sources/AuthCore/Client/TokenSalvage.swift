import Foundation
import SMART

/// An answer to a token request that the strict reader refuses, or that did not come whole: its tokens, or what is kept of it.
///
/// The refresh token that was sent is spent, and its successor may be in this answer only.
struct TokenSalvage {
    /// What the body may be, the likeliest first, and whether that may be cut.
    private let bodies: [(bytes: Data, isCut: Bool)]
    private let isSuccess: Bool
    /// Whether nobody can say what the server meant by it.
    private let isUnexplained: Bool
    private let everything: RedactedBytes

    /// An answer that came, and is no token response to a strict reader.
    init(_ answer: ServerAnswer) {
        let response = answer.response
        let loose = response.wire.map { LooseAnswer($0.reveal()) }
        isSuccess = response.isSuccess
        isUnexplained = isSuccess && answer.oauthError == nil && !answer.body.isWebPage && !response.body.isEmpty
        everything = response.wire ?? RedactedBytes(response.body)
        // A page of failure may show an example of a token response.
        let isCut = !Self.cameToItsEnd(response, loose)
        bodies =
            answer.body.isWebPage && !isSuccess
            ? [] : [(response.body, isCut)] + (loose?.bodies ?? []).map { ($0, true) }
    }

    /// Whether the body is known to be all that was sent: it ends where a length or the last chunk says, and nothing came after.
    private static func cameToItsEnd(_ response: TransportResponse, _ loose: LooseAnswer?) -> Bool {
        if response.header("Transfer-Encoding")?.lowercased().contains("chunked") == true { return true }
        guard let length = response.header("Content-Length").flatMap({ Int($0) }) else { return false }
        return loose.map { $0.sizeAfterHead <= length } ?? true
    }

    /// What arrived of an answer that did not come whole; `nil` where nothing did.
    init?(_ error: TransportError) {
        guard let wire = error.wire, wire.count > 0 else { return nil }
        let loose = LooseAnswer(wire.reveal())
        isSuccess = loose.status.map { (200...299).contains($0) } ?? true
        isUnexplained = isSuccess && loose.hasBody
        everything = wire
        bodies = loose.bodies.map { ($0, true) }
    }

    /// The tokens of the answer.
    ///
    /// - Parameter problem: what is wrong with the answer, in a sentence that names the server.
    /// - Returns: `nil` where they are not there.
    func tokens(despite problem: String) -> TokenResponse? {
        for body in bodies {
            guard
                var response = TokenResponse(salvaging: body.bytes, isCut: body.isCut, isSuccess: isSuccess)
            else { continue }
            let filter = SecretFilter(
                [response.accessToken, response.refreshToken, response.idToken].compactMap(\.self))
            response.oddity = "\(filter.struck(from: problem)); the tokens were taken all the same"
            return response
        }
        return nil
    }

    /// What is kept of the answer for a person to look at; `nil` where it says what it means, or cannot hold a token.
    func unread(_ problem: String, from endpoint: ServerAddress, at time: Date) -> UnreadAnswer? {
        let mentionsTokens = bodies.contains { $0.bytes.range(of: Data("access_token".utf8)) != nil }
        guard isUnexplained || mentionsTokens else { return nil }
        return UnreadAnswer(receivedAt: time, server: endpoint.server, problem: problem, bytes: everything)
    }
}

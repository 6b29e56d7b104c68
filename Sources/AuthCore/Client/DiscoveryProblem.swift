import Foundation
import SMART

/// What the request for one discovery document met.
struct DiscoveryProblem: Hashable, Sendable {
    /// Whose part the problem lies on.
    enum Kind: Hashable, Sendable {
        /// No connection, or no TLS on it.
        case connection
        /// No whole answer in time.
        case exchange
        /// The server is in trouble.
        case server
        /// An answer, of another kind.
        case content

        /// Whether asking later may help.
        var isPassing: Bool { self != .content }
    }

    /// Whose part it lies on.
    let kind: Kind
    /// One sentence that names the server.
    let words: String
    /// Seconds that the server asked to wait.
    var retryAfter: TimeInterval?
    /// What went wrong underneath.
    var cause: AuthFailure.Cause?

    /// A conformance statement that is there and says nothing of OAuth.
    init(openServer server: String) {
        kind = .content
        words = "\(server) names no OAuth addresses; it may be open to everyone"
    }

    /// A document of another kind.
    init(_ error: DiscoveryDocumentError, from server: String) {
        kind = .content
        words = "\(server) \(error.predicate)"
        cause = .document(error)
    }

    /// No complete answer.
    init(_ error: TransportError) {
        switch error.code {
        case .unreachable, .noTLS: kind = .connection
        case .timedOut, .connectionLost, .cancelled: kind = .exchange
        case .tooLarge, .malformed, .unusableAddress: kind = .content
        }
        words = error.message
        cause = .transport(error)
    }

    /// An answer that is no success.
    init(_ answer: ServerAnswer, from server: String, now: Date) {
        let classification = FailureClassification(of: answer, now: now)
        cause = classification.oauthError.map { .refusal($0) }
        switch (answer.status, classification.verdict) {
        case (404, _), (410, _):
            kind = .content
            words = "\(server) has nothing there (status \(answer.status))"
        case (401, _), (403, _):
            kind = .content
            words = "\(server) wants a sign-in even for this (status \(answer.status))"
        case (_, .passing(let seconds)) where answer.status >= 400:
            kind = .server
            words = "\(server) answered \(classification.words)"
            retryAfter = seconds
        default:
            kind = .content
            words = "\(server) answered \(classification.words)"
        }
    }

    /// What the person can do about it.
    static func nextStep(after problems: [DiscoveryProblem]) -> String {
        if problems.allSatisfy({ $0.kind == .connection }) { return "Check the address and the network" }
        if problems.contains(where: \.kind.isPassing) { return "Try again later" }
        return "Check that this is the server's FHIR base URL, such as https://fhir.example.org/r4"
    }
}

import Foundation
import Records
import SMART
import Sessions

/// What was granted against what was asked, in the lines that follow a sign-in.
///
/// A refused scope is said in words too: the person just looked at the server's list of them, and may want to sign in
/// again.
struct SignInReview {
    /// Several lines without a line feed at the end.
    let text: String

    /// How many scopes are told one by one.
    private static let mostListed = 100

    /// Words a session that was just signed in.
    init(of snapshot: SessionSnapshot) {
        var lines = ["\(snapshot.id): signed in" + (snapshot.person.map { " as \($0)" } ?? "")]
        if let patient = snapshot.context.patient { lines.append("  patient    \(patient)") }
        lines.append("  access     \(snapshot.accessWords)")
        if let expiry = snapshot.accessExpiresAt { lines.append("  token      until \(expiry.formatted(.iso8601))") }
        if let scopes = snapshot.scopes {
            lines.append("  granted    \(scopes.granted.text(atMost: Self.mostListed))")
            if !scopes.missing.isEmpty {
                lines.append("  refused    \(scopes.missing.text(atMost: Self.mostListed))")
                lines += scopes.missing.scopes.prefix(Self.mostListed).map {
                    "             \(ScopePhrase.words(for: $0))"
                }
            }
        }
        if let problem = snapshot.identity?.problem { lines.append("  identity   not used: \(problem)") }
        if let complaint = snapshot.grantBefore { lines.append("  before     that grant is not revoked: \(complaint)") }
        text = lines.joined(separator: "\n")
    }
}

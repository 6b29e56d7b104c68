import Foundation
import Records
import SMART
import Sessions

/// What was granted against what was asked, in the lines that follow a sign-in.
struct SignInReview {
    let text: String

    init(of snapshot: SessionSnapshot) {
        var lines = ["\(snapshot.id): signed in" + (Self.person(in: snapshot).map { " as \($0)" } ?? "")]
        if let patient = snapshot.context.patient { lines.append("  patient    \(patient)") }
        lines.append("  access     \(AccessWords.text(of: snapshot))")
        if let expiry = snapshot.accessExpiresAt { lines.append("  token      until \(expiry.formatted(.iso8601))") }
        if let scopes = snapshot.scopes {
            lines.append("  granted    \(scopes.granted)")
            if !scopes.missing.isEmpty {
                lines.append("  refused    \(scopes.missing)")
                lines += scopes.missing.scopes.map { "             \(ScopePhrase.words(for: $0))" }
            }
        }
        if let problem = snapshot.identity?.problem { lines.append("  identity   not used: \(problem)") }
        text = lines.joined(separator: "\n")
    }

    private static func person(in snapshot: SessionSnapshot) -> String? {
        snapshot.identity?.name ?? snapshot.identity?.fhirUser ?? snapshot.identity?.subject
    }
}

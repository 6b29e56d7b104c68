/// A secret (token, code, verifier, client secret) that no description, log line or error can print.
///
/// Reading the text takes a deliberate call of ``reveal()``, so each place where a secret leaves is easy to find.
package struct Redacted: Hashable, Sendable {
    private let secret: String

    /// Hides a secret from the moment it is read.
    package init(_ secret: String) {
        self.secret = secret
    }

    /// The secret itself.
    ///
    /// Call it only where the text is handed over or sealed.
    package func reveal() -> String {
        secret
    }
}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The same for every secret, so that not even its length shows.
    package var description: String { "‹redacted›" }
    /// The same for every secret.
    package var debugDescription: String { description }
    /// No child, so that no dump shows the secret.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

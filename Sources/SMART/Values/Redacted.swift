/// A secret (token, code, verifier, client secret) that no description, log line or error can print.
///
/// Reading the text takes a deliberate call of ``reveal()``, so each place where a secret leaves is easy to find.
package struct Redacted: Hashable, Sendable {
    private let secret: String

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
    package var description: String { "‹redacted›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

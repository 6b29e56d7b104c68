/// A secret (token, code, verifier, passphrase, client secret) that no description, log line or error can print.
///
/// It lies in memory that is locked as far as the system allows, and wiped with the last reference. Reading the text takes a
/// deliberate call of ``reveal()``, so each place where a secret leaves, and a copy that is not wiped begins, is easy to find.
package struct Redacted: Hashable, Sendable {
    private let secret: SecretBytes

    /// Hides a secret from the moment it is read; the text that it was read into is its caller's.
    package init(_ secret: String) {
        var secret = secret
        self.secret = secret.withUTF8 { unsafe SecretBytes(UnsafeRawBufferPointer($0)) }
    }

    /// Hides a secret that came as bytes, and wipes these; what is no UTF-8 is read as ``reveal()`` tells.
    package init(wiping bytes: inout [UInt8]) {
        secret = unsafe bytes.withUnsafeMutableBytes { bytes in
            defer { for place in bytes.indices { unsafe bytes[place] = 0 } }
            return unsafe SecretBytes(UnsafeRawBufferPointer(bytes))
        }
    }

    /// The secret itself, as a text that is not wiped; what is no UTF-8 in it becomes U+FFFD.
    ///
    /// Call it only where the text is handed over or sealed.
    package func reveal() -> String {
        unsafe secret.withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the secret's bytes, without a copy.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe secret.withBytes(body)
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

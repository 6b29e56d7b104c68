package import Foundation

/// Bytes that may hold a secret: what a server sent and nobody could read.
///
/// No description, log line or error can print them.
package struct RedactedBytes: Hashable, Sendable {
    private let bytes: Data

    /// Hides bytes from the moment they arrive.
    package init(_ bytes: Data) {
        self.bytes = bytes
    }

    /// The bytes themselves.
    ///
    /// Call it only where they are read, sealed, or shown to the person who asked for them.
    package func reveal() -> Data { bytes }

    /// How many there are.
    package var count: Int { bytes.count }
}

extension RedactedBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The same whatever the bytes are.
    package var description: String { "‹redacted›" }
    /// The same whatever the bytes are.
    package var debugDescription: String { description }
    /// No child, so that no dump shows the bytes.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

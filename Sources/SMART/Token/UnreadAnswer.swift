package import Foundation

/// An answer to a token request that could not be understood and may hold tokens: kept for a person to look at.
package struct UnreadAnswer: Hashable, Sendable {
    /// How many bytes of an answer are kept, the first: far more than any token response has.
    package static let mostBytes = 256 << 10

    /// How many are kept of one session.
    package static let mostKept = 4

    /// When it came.
    package let receivedAt: Date
    /// The host that sent it, with its port where the address names one.
    package let server: String
    /// What is wrong with it, in words that follow the server's name.
    package let problem: String
    /// The bytes as they came, at most ``mostBytes``.
    package let bytes: RedactedBytes

    /// An answer, of which the first ``mostBytes`` are kept.
    ///
    /// - Parameters:
    ///   - receivedAt: when it came.
    ///   - server: the host that sent it.
    ///   - problem: words that follow the server's name, without any secret.
    ///   - bytes: as they came; cut here.
    package init(receivedAt: Date, server: String, problem: String, bytes: RedactedBytes) {
        self.receivedAt = receivedAt
        self.server = server
        self.problem = problem
        self.bytes =
            bytes.count <= Self.mostBytes ? bytes : RedactedBytes(Data(bytes.reveal().prefix(Self.mostBytes)))
    }
}

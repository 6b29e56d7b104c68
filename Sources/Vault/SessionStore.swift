package import Foundation
package import SMART

/// Where sessions outlive their keeper.
///
/// Each call that returns has made its change durable.
///
/// Calls may block on the disk: the keeper makes them from a queue of its own.
package protocol SessionStore: Sendable {
    /// Every session, in order of its name.
    func sessions() throws -> [SessionRecord]

    /// Stores a session and clears its rotation mark, both in one transaction.
    func save(_ record: SessionRecord) throws

    /// Forgets a session, its tokens and its mark.
    func remove(_ id: SessionID) throws

    /// Notes that the stored refresh token is about to be sent, so that a lost answer is known for what it is.
    func markRotation(of id: SessionID, at time: Date) throws

    /// Clears the mark after an answer that did not rotate anything.
    func clearRotationMark(of id: SessionID) throws

    /// The marks that stand: rotations whose answer was never stored.
    func rotationMarks() throws -> [SessionID: Date]

    func clientSecret(ofEndpoint name: String) throws -> Redacted?

    /// Stores a client secret, or forgets it where `secret` is `nil`.
    func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws

    /// Appends to the event log, which keeps its newest ``LogEntry/limit`` entries.
    func append(_ entry: LogEntry) throws

    /// Drops the key that opens the store; every later call throws.
    func close()

    /// The newest entries, oldest of them first.
    func log(last count: Int) throws -> [LogEntry]
}

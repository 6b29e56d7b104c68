package import Foundation
package import Records

/// A store's changes one at a time.
extension SessionStore {
    package func save(_ record: SessionRecord) throws(StoreError) { try commit([.save(record)]) }

    package func remove(_ id: SessionID) throws(StoreError) { try commit([.remove(id)]) }

    package func markRotation(of id: SessionID, at time: Date) throws(StoreError) { try commit([.mark(id, at: time)]) }

    package func clearRotationMark(of id: SessionID) throws(StoreError) { try commit([.clearMark(id)]) }

    package func append(_ entry: LogEntry) throws(StoreError) { try commit([.log(entry)]) }

    /// Every session's record, in order of its name.
    package func records() throws(StoreError) -> [SessionRecord] { try sessions().map(\.record) }

    /// The marks that stand: rotations whose answer was never stored.
    package func rotationMarks() throws(StoreError) -> [SessionID: Date] {
        try sessions().reduce(into: [:]) { $0[$1.record.id] = $1.markedAt }
    }
}

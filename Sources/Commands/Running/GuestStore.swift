import Foundation
import SMART
import Vault

/// The vault as a guest beside its keeper sees it: everything can be read and hand-offs are logged; what a session holds is
/// the keeper's alone to change.
///
/// Renewing is refused at its first step, the rotation mark. What a guest concludes by itself from the time (a warning, a
/// lapse) is kept nowhere: its keeper concludes and logs the same, and no token is held back over it.
struct GuestStore: SessionStore {
    private let store: any SessionStore
    private let refusal: VaultError

    init(_ store: any SessionStore, refusal: VaultError) {
        self.store = store
        self.refusal = refusal
    }

    func sessions() throws -> [SessionRecord] { try store.sessions() }
    func save(_ record: SessionRecord) {}
    func remove(_ id: SessionID) throws { throw refusal }
    func markRotation(of id: SessionID, at time: Date) throws { throw refusal }
    func clearRotationMark(of id: SessionID) throws { throw refusal }
    func rotationMarks() throws -> [SessionID: Date] { try store.rotationMarks() }
    func clientSecret(ofEndpoint name: String) throws -> Redacted? { try store.clientSecret(ofEndpoint: name) }
    func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws { throw refusal }
    func append(_ entry: LogEntry) throws { if entry.kind == .handedOff { try store.append(entry) } }
    func close() { store.close() }
    func log(last count: Int) throws -> [LogEntry] { try store.log(last: count) }
}

import Foundation
import GRDB
package import Records

extension SQLiteSessionStore {
    /// Notices that the vault is a copy, or was moved, and holds its refresh tokens back until a person decides.
    ///
    /// Told once: the vault then says where it lies now.
    func noticeCopy() throws(StoreError) {
        let counted = file.markCount.value
        let here = VaultPlace(of: file.url)
        let place = try read { db, cells in try cells.place(in: db) }
        guard place?.isLeft(at: here, counted: counted) != true else { return }
        try write { db, cells in
            var now = here
            now.marks = max(place?.marks ?? 0, counted ?? 0)
            if place != nil { _ = try cells.setCopied(Date(), in: db) }
            try cells.setPlace(now, in: db)
        }
    }

    /// Whether the vault is a copy that no keeper has opened yet: for one who only looks.
    func standsElsewhere() -> Bool {
        guard let place = try? read({ db, cells in try cells.place(in: db) }) else { return false }
        return !place.isLeft(at: VaultPlace(of: file.url), counted: file.markCount.value)
    }

    /// Lets the refresh tokens of a copy be used, as a person decided.
    ///
    /// - Returns: the sessions that go on.
    package func acceptCopy() throws(StoreError) -> [SessionID] {
        var concerned: [SessionID] = []
        try write { db, cells in concerned = try cells.setCopied(nil, in: db) }
        return concerned
    }
}

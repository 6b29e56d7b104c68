import Crypto
import Foundation
import GRDB
package import Records
package import SMART
import Synchronization

/// The sessions of a home in its encrypted vault, unlocked.
///
/// Made by ``VaultFile``. Every call throws ``StoreError``: `damaged` where a sealed field does not open, `readOnly` where the
/// vault was opened only to look, `locked` after ``close()``, `busy`, `full`, `refused`. Calls block on the disk.
package final class SQLiteSessionStore: SessionStore {
    /// What only an unlocked vault has.
    struct Unlocked {
        var connection: VaultConnection
        let cells: SealedCells
        var answers: KeptAnswers

        var database: DatabaseQueue { connection.database }
    }

    private let unlocked: Mutex<Unlocked?>
    let file: VaultFile
    /// Whether the vault is a copy that no keeper has held back yet.
    private let isLookedAtAsCopy = Mutex(false)
    private var path: String { file.url.path }
    private let laterSync: LaterSync

    /// The store of a vault that is connected and whose data key is known.
    init(_ connection: VaultConnection, key: SymmetricKey, of file: VaultFile) {
        let cells = SealedCells(sealer: CellSealer(key: key), path: file.url.path)
        let answers = KeptAnswers(beside: file.url, sealer: cells.sealer, isKeeper: connection.role == .keeper)
        self.unlocked = Mutex(Unlocked(connection: connection, cells: cells, answers: answers))
        self.file = file
        laterSync = LaterSync(of: file.sideFiles[0])
        if connection.role == .keeper {
            takeUpAnswers()
        } else {
            isLookedAtAsCopy.withLock { $0 = standsElsewhere() }
        }
    }

    /// Becomes the keeper's: what an earlier keeper could not store comes first, and whether the vault is a copy is noticed.
    package func beginKeeping() {
        let began = unlocked.withLock { opened in
            guard let vault = opened, vault.connection.role == .guest else { return false }
            opened?.connection.role = .keeper
            opened?.answers = KeptAnswers(beside: file.url, sealer: vault.cells.sealer, isKeeper: true)
            return true
        }
        guard began else { return }
        isLookedAtAsCopy.withLock { $0 = false }
        takeUpAnswers()
    }

    private func takeUpAnswers() {
        try? commit([])
        try? noticeCopy()
    }

    /// Forgets the key and closes the file, after the calls that are under way.
    ///
    /// Every later call throws `locked`.
    package func close() {
        laterSync.finish()
        // GRDB's own `close` would crash a call that got hold of the connection before it and uses it after.
        unlocked.withLock { $0 = nil }
    }

    /// - Throws: ``StoreError`` with `locked` after ``close()``.
    func requireUnlocked() throws(StoreError) -> Unlocked {
        guard let unlocked = unlocked.withLock({ $0 }) else { throw lockedError }
        return unlocked
    }

    private var lockedError: StoreError { StoreError(.locked, "\(path) is locked; unlock it: stoke vault unlock") }

    /// Lets another passphrase or key command open the vault from now on, and no longer the one before.
    ///
    /// The data key stays and is sealed anew in one transaction: a process that dies here leaves the old source or the new
    /// one, never neither. A keeper that holds the vault open is not disturbed.
    ///
    /// - Parameters:
    ///   - source: what is to open the vault.
    ///   - cost: what one guess at the key costs; only tests have a reason to make it cheap.
    /// - Throws: ``VaultError`` with `unusableKey` or `keyCommandFailed`; the old source then still opens the vault.
    package func rekey(to source: VaultKeySource, cost: ScryptCost? = nil) throws(VaultError) {
        try rekey(to: prepareKey(source, cost: cost))
    }

    /// The data key sealed under another source, and nothing changed yet: a key command may ask its person meanwhile.
    ///
    /// - Parameters:
    ///   - source: what is to open the vault.
    ///   - cost: what one guess at the key costs; only tests have a reason to make it cheap.
    /// - Returns: what ``rekey(to:)-(PreparedKey)`` takes.
    /// - Throws: ``VaultError`` with `unusableKey` or `keyCommandFailed`.
    package func prepareKey(_ source: VaultKeySource, cost: ScryptCost? = nil) throws(VaultError) -> PreparedKey {
        try VaultError.wording(path) {
            PreparedKey(
                envelope: try KeyEnvelope(sealing: requireUnlocked().cells.sealer.key, under: source, cost: cost))
        }
    }

    /// Puts a prepared key in the place of the one before, at once.
    ///
    /// - Parameter key: what ``prepareKey(_:cost:)`` made of this vault's key.
    /// - Throws: ``VaultError`` with `store`; the old source then still opens the vault.
    package func rekey(to key: PreparedKey) throws(VaultError) {
        try VaultError.wording(path) {
            let before = try requireUnlocked().database.read { try KeyEnvelope(from: $0, path: path) }
            // Both are remembered until the new one is in its place, whenever the process dies.
            try file.memory.remember([before, key.envelope], ofVaultAt: file.url)
            try patiently { () throws(StoreError) in try write { db, _ in try key.envelope.save(db) } }
            try file.memory.remember([key.envelope], ofVaultAt: file.url)
        }
        forgetOldPages()
    }

    /// A number that is another one after any other process has changed the vault (SQLite's `data_version`).
    package func version() throws(StoreError) -> Int {
        try read { db, _ in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
    }

    // MARK: - Sessions

    /// Decrypts every session, and leaves out those that are damaged.
    package func sessions() throws(StoreError) -> [StoredSession] { try contents().whole }

    /// Decrypts every session, in order of name.
    package func contents() throws(StoreError) -> StoredSessions {
        let kept = try requireUnlocked().answers.all
        return try read { db, cells in
            var contents = StoredSessions(whole: [])
            var names: Set<SessionID> = []
            for row in try Row.fetchAll(db, sql: "SELECT * FROM session") {
                // A row without a name can only be told of by the check of the vault.
                guard let id = (row["name"] as String?).flatMap({ SessionID($0) }) else { continue }
                names.insert(id)
                do {
                    contents.whole.append(try cells.session(row, orKept: kept[id]))
                } catch let error as StoreError where error.code == .damagedRow {
                    contents.damaged.append(DamagedSession(id: id, damage: error.message))
                }
            }
            contents.whole += kept.values.filter { !names.contains($0.record.id) && $0.mark == nil }
                .map { StoredSession($0.record) }
            contents.whole.sort { $0.record.id < $1.record.id }
            contents.damaged.sort { $0.id < $1.id }
            return contents
        }
    }

    /// Decrypts one session and no other; a command that hands out one token pays for one.
    package func session(_ id: SessionID) throws(StoreError) -> StoredSession? {
        let kept = try requireUnlocked().answers.answer(of: id)
        return try read { db, cells in
            let row = try Row.fetchOne(db, sql: "SELECT * FROM session WHERE name = ?", arguments: [id.description])
            if let row { return try cells.session(row, orKept: kept) }
            return kept.flatMap { $0.mark == nil ? StoredSession($0.record) : nil }
        }
    }

    /// Makes all changes in one transaction, which is synced when this returns.
    ///
    /// After a removal the write-ahead log is emptied too, where no reader stands in the way.
    package func commit(_ changes: [StoreChange]) throws(StoreError) {
        let answers = try requireUnlocked().answers
        // A guest beside the keeper leaves to it what it has put aside.
        let kept = answers.isKeeper ? answers.all : [:]
        guard !changes.isEmpty || !kept.isEmpty else { return }
        do {
            var marks: Int?
            try write { db, cells in
                for answer in kept.values { try cells.takeUp(answer, in: db) }
                for change in changes { try make(change, answers, in: db, cells) }
                if changes.contains(where: \.isMark) { marks = try cells.countMark(in: db, at: file.url) }
            }
            if let marks { file.markCount.set(marks) }
        } catch {
            // What was not marked after all is not sent.
            for case .mark(let id, _) in changes { answers.release(id) }
            throw error
        }
        answers.forget(kept.keys)
        for id in changes.filter(\.endsRotation).compactMap(\.session) { answers.release(id) }
        for case .remove in changes { return forgetOldPages() }
    }

    /// A mark takes room for its answer first: what can be marked can be stored.
    private func make(_ change: StoreChange, _ answers: KeptAnswers, in db: Database, _ cells: SealedCells) throws {
        guard case .mark(let id, let time) = change else { return try cells.make(change, in: db) }
        let mark = try cells.mark(id, at: time, in: db)
        try answers.reserve(for: id, size: cells.room(for: id, in: db), mark: mark)
    }

    /// Takes room of usual size beside the vault.
    package func reserveRoom(for id: SessionID) throws(StoreError) {
        let answers = try requireUnlocked().answers
        do {
            try answers.reserve(for: id, size: KeptAnswers.usualRoom, mark: nil)
        } catch {
            throw StoreError(error)
        }
    }

    /// Seals the record beside the vault, or where that takes nothing in a folder of this user's elsewhere.
    package func keepAside(_ record: SessionRecord) throws(StoreError) {
        let answers = try requireUnlocked().answers
        do {
            try answers.keep(record)
        } catch {
            throw StoreError(error)
        }
    }

    /// Opens what was kept of a session that nobody could read, the first of it first.
    package func unreadAnswers(of id: SessionID) throws(StoreError) -> [UnreadAnswer] {
        try read { db, cells in try cells.unreadAnswers(of: id, in: db) }
    }

    // MARK: - Event log

    /// Appends one entry that outlives the process at once, and a power cut within a second.
    ///
    /// A hand-off is recorded this way: a sync of the disk before each token would cost more than the token.
    package func note(_ entry: LogEntry) throws(StoreError) {
        try write(isSyncedAtOnce: false) { db, cells in try cells.make(.log(entry), in: db) }
        laterSync.request()
    }

    /// Decrypts the newest entries, the oldest of them first; a negative count asks for none.
    package func log(last count: Int) throws(StoreError) -> [LogEntry] {
        try read { db, cells in try cells.log(last: count, in: db) }
    }

    // MARK: - Client secrets

    /// The secret of one endpoint's client; `nil` where none was stored.
    package func clientSecret(ofEndpoint name: String) throws(StoreError) -> Redacted? {
        try read { db, cells in
            let sealed = try Data.fetchOne(db, sql: "SELECT secret FROM client WHERE endpoint = ?", arguments: [name])
            return try cells.open(sealed, as: .clientSecret(of: name))
        }
    }

    /// Stores a secret; by `nil` removes it, from old pages too where no reader stands in the way.
    package func setClientSecret(_ secret: Redacted?, ofEndpoint name: String) throws(StoreError) {
        guard let secret else {
            try patiently { () throws(StoreError) in
                try write { db, _ in try db.execute(sql: "DELETE FROM client WHERE endpoint = ?", arguments: [name]) }
            }
            return forgetOldPages()
        }
        try patiently { () throws(StoreError) in
            try write { db, cells in
                try db.execute(
                    sql: "INSERT OR REPLACE INTO client VALUES (?, ?)",
                    arguments: [name, try cells.seal(secret, as: .clientSecret(of: name))])
            }
        }
    }
}

extension SQLiteSessionStore {
    /// Runs `work` on what is committed, with SQLite's failures in words.
    func read<Value>(_ work: (Database, SealedCells) throws -> Value) throws(StoreError) -> Value {
        let unlocked = try requireUnlocked()
        return try StoreError.wording(path) {
            try unlocked.database.read { db in
                try StoreError.naming(path, db) { try work(db, unlocked.cells) }
            }
        }
    }

    /// Runs `work` in a transaction, which is durable when this returns.
    ///
    /// - Parameters:
    ///   - isSyncedAtOnce: else it is in the system's hands, and outlives the process but not a power cut.
    ///   - work: what to change.
    /// - Throws: ``StoreError``; nothing is then changed.
    func write(
        isSyncedAtOnce: Bool = true, _ work: (Database, SealedCells) throws -> Void
    ) throws(StoreError) {
        let unlocked = try requireWritable()
        try StoreError.wording(path) {
            try unlocked.database.writeWithoutTransaction { db in
                try StoreError.naming(path, db) {
                    if !isSyncedAtOnce { try db.execute(sql: "PRAGMA synchronous = NORMAL") }
                    defer { if !isSyncedAtOnce { try? db.execute(sql: "PRAGMA synchronous = FULL") } }
                    try db.inTransaction(.immediate) {
                        try work(db, unlocked.cells)
                        return .commit
                    }
                }
            }
        }
    }

    /// Tries again for a few seconds while another process writes: for what a person asked for.
    private func patiently(_ work: () throws(StoreError) -> Void) throws(StoreError) {
        for _ in 0..<5 {
            do throws(StoreError) { return try work() } catch { guard error.code == .busy else { throw error } }
        }
        try work()
    }

    /// Never so in a keeper, which notices at once and holds the refresh tokens back.
    package var isUnnoticedCopy: Bool { isLookedAtAsCopy.withLock(\.self) }

    /// What is open, opened anew to write where it was only an image of what could not be.
    private func requireWritable() throws(StoreError) -> Unlocked {
        let opened = try requireUnlocked()
        guard let obstacle = opened.connection.obstacle else { return opened }
        guard opened.connection.role != .looker,
            let connection = try? file.connect(as: opened.connection.role, checking: .form),
            connection.obstacle == nil
        else { throw obstacle }
        return try unlocked.withLock { (unlocked) throws(StoreError) in
            guard unlocked != nil else { throw lockedError }
            unlocked?.connection = connection
            guard let unlocked else { throw lockedError }
            return unlocked
        }
    }

    /// Moves the write-ahead log into the file and empties it, so that what was deleted is in neither.
    ///
    /// Where a reader stands in the way nothing is lost but tidiness: the old pages hold sealed fields only and are overwritten
    /// later.
    private func forgetOldPages() {
        try? requireUnlocked().database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
}

extension StoreChange {
    fileprivate var isMark: Bool {
        if case .mark = self { true } else { false }
    }

    /// Whether it tells what became of a rotation that was marked.
    fileprivate var endsRotation: Bool {
        switch self {
        case .save, .remove, .clearMark: true
        case .saveDetails, .mark, .keepUnread, .log: false
        }
    }

    fileprivate var session: SessionID? {
        switch self {
        case .save(let record), .saveDetails(let record): record.id
        case .remove(let id), .mark(let id, _), .clearMark(let id), .keepUnread(let id, _): id
        case .log(let entry): entry.session
        }
    }
}

import EndpointFiles
import Foundation
import Home
import Records
import Sessions
import Vault

/// A home that is only looked at, again and again.
///
/// For `status --watch`: a look costs two questions as long as nothing has changed, and never a request or a write.
struct LookedHome {
    private let opened: OpenHome
    /// `nil` where there is no vault yet.
    private let vault: SQLiteSessionStore?
    /// A keeper over what was found at the last look, which renews nothing.
    private(set) var keeper: LocalKeeper
    private var seen: Contents?

    /// What tells whether another look would show something else.
    ///
    /// SQLite counts what other processes commit; of the files the times of change are enough.
    private struct Contents: Equatable {
        let vaultVersion: Int?
        let endpointFiles: [String: Date]
    }

    /// The home as it was just opened: its keeper's reading is the first look.
    init(_ opened: OpenHome, vault: SQLiteSessionStore?) {
        self.opened = opened
        self.vault = vault
        keeper = opened.keeper
        seen = try? contents()
    }

    /// Reads the endpoint files and the vault again, where anybody has changed them.
    ///
    /// - Throws: what reading fails on; the keeper of the last look then stays.
    mutating func lookAgain() async throws {
        let now = try contents()
        guard now != seen else { return }
        let fresh = OpenHome.keeper(of: opened.home, over: vault ?? MemorySessionStore(), client: opened.client)
        try await fresh.load()
        (keeper, seen) = (fresh, now)
    }

    private func contents() throws -> Contents {
        Contents(
            vaultVersion: try vault?.version(),
            endpointFiles: EndpointFolder(at: opened.home.endpointsFolder).modificationTimes())
    }
}

import EndpointFiles
import Foundation
import Home
import Records
import Sessions
import Vault

/// A home that is only looked at, again and again.
struct LookedHome {
    private let opened: OpenHome
    private let vault: SQLiteSessionStore?
    private(set) var keeper: LocalKeeper
    private var seen: Contents?

    /// What tells whether another look would show something else.
    private struct Contents: Equatable {
        let vaultVersion: Int?
        let endpointFiles: [String: Date]
    }

    init(_ opened: OpenHome, vault: SQLiteSessionStore?) {
        self.opened = opened
        self.vault = vault
        keeper = opened.keeper
        seen = try? contents()
    }

    /// Reads the endpoint files and the vault again, where anybody has changed them.
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

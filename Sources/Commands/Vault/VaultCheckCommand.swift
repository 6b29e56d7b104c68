import ArgumentParser
import EndpointFiles
import Foundation
import Home
import Records
import Sessions
import Vault

struct VaultCheckCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look at everything in the vault, and explain what is wrong.",
        discussion: """
            Reads every page and opens every cell; looks for renewals whose answer never came, answers that lie beside the \
            vault, endpoints without a file and files without a session, and files that are open to others. Changes nothing, \
            and works beside a running Stoke. Exit code 1 where something is wrong.
            """)

    func perform() async throws {
        let home = try OpenHome.locate()
        let store = try await OpenHome.openVault(of: home, as: .looker)
        defer { store.close() }
        let findings = try store.check() + endpoints(of: home, in: store)
        for finding in findings {
            try Console.result("\(finding.isProblem ? "wrong" : "note ")  \(finding.what)\n       \(finding.next)")
        }
        let wrong = findings.count(where: \.isProblem)
        let path = home.vault.url.path
        Console.note(wrong == 0 ? "\(path): nothing is wrong." : "\(path): \(wrong) of these have to be mended.")
        if wrong > 0 { throw ExitCode(1) }
    }

    /// What the endpoint files and the sessions say of each other.
    private func endpoints(of home: Home, in store: SQLiteSessionStore) throws -> [VaultFinding] {
        let folder = try EndpointFolder(at: home.endpointsFolder).load()
        let contents = try store.contents()
        let held = Set(contents.whole.map(\.record.id.endpoint) + contents.damaged.map(\.id.endpoint))
        let named = Set(folder.endpoints.map(\.name) + folder.failures.map(\.name))
        let unreadable = folder.failures.map {
            VaultFinding($0.description, next: "mend the file; its sessions go on meanwhile")
        }
        let lost = held.subtracting(named).sorted().map {
            VaultFinding(
                "\($0) has a session and no endpoint file",
                next:
                    "it goes on; sign out of it: stoke logout \($0), or add the endpoint again: stoke endpoint add \($0) …"
            )
        }
        let unused = folder.endpoints.map(\.name).filter { !held.contains($0) }.map {
            VaultFinding(
                isProblem: false, "\($0) has an endpoint file and no session", next: "sign in: stoke login \($0)")
        }
        return unreadable + lost + unused
    }
}

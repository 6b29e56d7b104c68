import ArgumentParser
import Foundation
import Sessions
import Vault

struct RefreshCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh", abstract: "Renew a session now.")

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID

    func perform() async throws {
        let snapshot = try await OpenHome.asKeeper(program: "stoke refresh", endpoint: session.endpoint) { opened in
            try await opened.keeper.refresh(session)
            return await opened.keeper.snapshots().first { $0.id == session }
        }
        guard let expiry = snapshot?.accessExpiresAt else { return }
        Console.note("\(session): renewed, valid until \(expiry.formatted(.iso8601))")
    }
}

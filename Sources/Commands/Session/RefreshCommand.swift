import ArgumentParser
import Foundation
import Records
import Sessions

/// `stoke refresh`: renews one session now, also in the pause after failures.
struct RefreshCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh", abstract: "Renew a session now.")

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID

    /// Renews and says until when it is good.
    ///
    /// - Throws: ``KeeperError``: why it was not renewed; ``HomeError`` where another process keeps the home and renews
    ///   it.
    func perform() async throws {
        let snapshot = try await OpenHome.asKeeper(program: "stoke refresh", of: .session(session)) { opened in
            try await opened.keeper.refresh(session)
            return try await opened.keeper.snapshot(of: session)
        }
        guard let expiry = snapshot.accessExpiresAt else { return }
        Console.note("\(session): renewed, valid until \(expiry.formatted(.iso8601))")
    }
}

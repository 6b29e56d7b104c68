import ArgumentParser
import Records
import Sessions

/// `stoke logout`: revokes (RFC 7009) and forgets.
struct LogoutCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Revoke a session's tokens and forget them.",
        discussion: "The tokens are forgotten here even where the server cannot revoke them; stderr then says so.")

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID

    /// Signs out; what could not be revoked is told and is no failure, since nothing is held any more.
    ///
    /// - Throws: ``KeeperError``, ``HomeError`` where another process keeps the home.
    func perform() async throws {
        let complaint = try await OpenHome.asKeeper(program: "stoke logout", of: .session(session)) { opened in
            try await opened.keeper.signOut(session)
        }
        if let complaint { Console.error("\(session): \(complaint)") }
        Console.note("\(session): signed out")
    }
}

import ArgumentParser
import Foundation
import Records
import SMART
import Sessions
import Vault

struct VaultUnreadCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "unread",
        abstract: "Show what a server answered to a renewal or sign-in and Stoke could not read.",
        discussion: """
            A refresh token may be spent, and its successor be in such an answer alone: it is kept sealed, the first \
            \(UnreadAnswer.mostKept) of a session, until the session is renewed, signed in to again or signed out of. It may \
            hold tokens, so it is shown at a terminal only, with control characters escaped.
            """)

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID

    /// Prints every answer that is kept, oldest first.
    ///
    /// - Throws: ``KeeperError`` with `unsafe` where nobody sits at a terminal; what opening the vault throws.
    func perform() async throws {
        let home = try OpenHome.locate()
        let vault = try await OpenHome.openVault(of: home, as: .looker)
        let answers = try vault.unreadAnswers(of: session)
        vault.close()
        guard !answers.isEmpty else { return Console.note("Nothing unread is kept of \(session).") }
        guard Console.showsResults else {
            throw KeeperError(
                .unsafe, session: session,
                "\(answers.count) unread answers are kept; they may hold tokens and are shown at a terminal only")
        }
        for answer in answers { try Console.result(Self.text(of: answer)) }
    }

    /// When it came, what is wrong with it, and what it is.
    private static func text(of answer: UnreadAnswer) -> String {
        let body = String(decoding: answer.bytes.reveal(), as: UTF8.self).escaped
        return "\(answer.receivedAt.formatted(.iso8601))  \(answer.problem)\n\(body)\n"
    }
}

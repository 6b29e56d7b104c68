import ArgumentParser
import Foundation
import Records
import SMART
import Sessions

/// `stoke token`: an access token for a program, renewed first where this process keeps the home.
///
/// Beside another keeper a token that is still valid is handed out, and renewing is left to that keeper.
struct TokenCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print a valid access token, renewed first if need be.",
        discussion: """
            Prints the token and a newline, nothing else:
              curl -H "Authorization: Bearer $(stoke token NAME)" "$FHIR/Patient/123"
            """)

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID

    @Option(help: ArgumentHelp("Seconds that the token must stay valid.", valueName: "S"))
    var minValid = 0

    @Flag(help: "Print token, type, expiry, scope and base URL as JSON.")
    var json = false

    /// No server's access token is asked to live longer than a day.
    func validate() throws {
        guard (0...86_400).contains(minValid) else {
            throw ValidationError("--min-valid takes seconds, from 0 to 86400.")
        }
    }

    /// Prints the token, after the hand-off is on record.
    ///
    /// - Throws: ``KeeperError``: why there is none that lives so long, as
    ///   ``Keeper/accessToken(for:minimumValidity:program:)`` says.
    func perform() async throws {
        let token = try await OpenHome.asKeeperOrBeside(program: "stoke token", of: session) { opened in
            try await opened.keeper.accessToken(
                for: session, minimumValidity: Double(minValid), program: CallingProgram.description)
        }
        guard json else { return try Console.result(token.token.reveal()) }
        try Console.json(Self.document(of: token))
    }

    /// `token --json`, as the outside contract has it.
    static func document(of token: AccessToken) -> JSONValue {
        .object([
            "version": .number(1),
            "access_token": .string(token.token.reveal()),
            "token_type": .string(token.tokenType),
            "expires_at": .string(token.expiresAt.formatted(.iso8601)),
            "scope": .string(token.scope.text),
            "base_url": .string(token.baseURL.text),
        ])
    }
}

import ArgumentParser
import AuthCore
import Foundation
import Records
import SMART
import Sessions

/// `stoke get`: one FHIR read, printed as the bytes that came.
struct GetCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Read from the FHIR server, with the token attached.",
        discussion: """
            To a file or a program the server's bytes go as they came; at a terminal control characters are written out. PATH counts from the endpoint's base URL, such as Patient/123 or 'Observation?category=laboratory'. The token \
            goes nowhere else, neither to another address nor along a redirect.
            """)

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID

    @Argument(help: "What to read, below the base URL.")
    var path: String

    /// Reads and prints: to a file or a program the bytes as they came.
    ///
    /// - Throws: ``KeeperError``: why there is no token, or with the server's own words where it refused the read.
    func perform() async throws {
        let (answer, token) = try await OpenHome.asKeeperOrBeside(program: "stoke get", of: session) { opened in
            try await read(opened)
        }
        guard (200..<300).contains(answer.status) else { throw refusal(of: answer, withholding: token) }
        try Console.document(answer.body)
    }

    /// Reads; a token that the server does not take is renewed once.
    private func read(_ opened: OpenHome) async throws -> (FHIRAnswer, Redacted) {
        let first = try await readOnce(opened)
        guard first.0.status == 401, opened.isKeeper else { return first }
        try await opened.keeper.refresh(session)
        return try await readOnce(opened)
    }

    /// Takes a token, which is recorded as a hand-off, and reads with it.
    ///
    /// - Throws: ``KeeperError`` with `unsafe` where the path or a redirect leads away from the base URL, `unavailable`
    ///   where no answer came.
    private func readOnce(_ opened: OpenHome) async throws -> (FHIRAnswer, Redacted) {
        let token = try await opened.keeper.accessToken(
            for: session, minimumValidity: 0, program: "stoke get, for \(CallingProgram.description)")
        if let problem = token.recordingProblem { Console.error("\(session): \(problem)") }
        do {
            return (try await opened.reader.read(path, from: token.baseURL, accessToken: token.token), token.token)
        } catch {
            throw KeeperError(error.code == .leadsAway ? .unsafe : .unavailable, session: session, error.message)
        }
    }

    /// The failure of an answer that is no success: its status and what the server says of it, without the token that was sent.
    private func refusal(of answer: FHIRAnswer, withholding token: Redacted) -> KeeperError {
        let words = answer.explanation(withholding: token).map { ": \($0)" } ?? ""
        let message = "HTTP \(answer.status)\(words)"
        return KeeperError(answer.status >= 500 ? .unavailable : .refused, session: session, message)
    }
}

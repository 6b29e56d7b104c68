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
            PATH counts from the endpoint's base URL, such as Patient/123 or 'Observation?category=laboratory'. The token \
            goes nowhere else, neither to another address nor along a redirect.
            """)

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID

    @Argument(help: "What to read, below the base URL.")
    var path: String

    /// Reads and prints; a line feed is added where the body has none at its end.
    ///
    /// - Throws: ``KeeperError``: why there is no token, or with the server's own words where it refused the read.
    func perform() async throws {
        let answer = try await OpenHome.asKeeperOrBeside(program: "stoke get", of: session) { opened in
            try await read(opened)
        }
        guard (200..<300).contains(answer.status) else { throw refusal(of: answer) }
        let ending = answer.body.last == UInt8(ascii: "\n") ? "" : "\n"
        try Console.result(answer.body + Data(ending.utf8))
    }

    /// Reads; a token that the server does not take is renewed once.
    private func read(_ opened: OpenHome) async throws -> FHIRAnswer {
        let answer = try await readOnce(opened)
        guard answer.status == 401, opened.isKeeper else { return answer }
        try await opened.keeper.refresh(session)
        return try await readOnce(opened)
    }

    /// Takes a token, which is recorded as a hand-off, and reads with it.
    ///
    /// - Throws: ``KeeperError`` with `unsafe` where the path or a redirect leads away from the base URL, `unavailable`
    ///   where no answer came.
    private func readOnce(_ opened: OpenHome) async throws -> FHIRAnswer {
        let token = try await opened.keeper.accessToken(
            for: session, minimumValidity: 0, program: "stoke get, for \(CallingProgram.description)")
        if let problem = token.recordingProblem { Console.error("\(session): \(problem)") }
        do {
            return try await opened.reader.read(path, from: token.baseURL, accessToken: token.token)
        } catch {
            throw KeeperError(error.code == .leadsAway ? .unsafe : .unavailable, session: session, error.message)
        }
    }

    /// The failure of an answer that is no success: its status, the OperationOutcome and the challenge (RFC 6750
    /// section 3).
    private func refusal(of answer: FHIRAnswer) -> KeeperError {
        let words = [answer.outcome?.description, answer.challenge].compactMap { $0 }
        let message = (["HTTP \(answer.status)"] + words).joined(separator: ": ")
        return KeeperError(answer.status >= 500 ? .unavailable : .refused, session: session, message)
    }
}

import Foundation
import Testing

extension TmuxTerminal {
    /// The full-screen manager over a home.
    static func stoke(
        _ arguments: [String] = [], in home: TestHome, columns: Int = 80, rows: Int = 24,
        environment: [String: String] = [:], terminal: String = "tmux-256color"
    ) throws -> TmuxTerminal {
        try start(
            [StokeProcess.binary.path] + arguments, columns: columns, rows: rows,
            environment: environment, terminal: terminal, in: home)
    }

    /// Waits until the pattern is on the screen; the screen then.
    @discardableResult
    func waitFor<Output>(_ pattern: Regex<Output>, sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> String
    {
        try await waitFor("a pattern", sourceLocation: sourceLocation) { $0.contains(pattern) }
    }

    /// The rows of the screen.
    func rows() throws -> [String] {
        try text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The authorization address that the sign-in wizard shows, put together from its rows.
    func authorizationAddress() throws -> String {
        let rows = try rows().drop { !$0.contains("ADDRESS") }.dropFirst()
        return rows.prefix { $0.hasPrefix("   ") }.map { $0.trimmingCharacters(in: .whitespaces) }.joined()
    }
}

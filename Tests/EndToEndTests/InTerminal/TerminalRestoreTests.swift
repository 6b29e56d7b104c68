import Foundation
import Testing

extension InTerminal {
    @Suite("Giving the terminal back", .timeLimit(.minutes(5)))
    struct TerminalRestoreTests {
        struct Ending: Sendable, CustomTestStringConvertible {
            let name: String
            let signal: Int32

            var testDescription: String { name }
        }

        static let endings = [
            Ending(name: "HUP", signal: SIGHUP), Ending(name: "INT", signal: SIGINT),
            Ending(name: "TERM", signal: SIGTERM), Ending(name: "QUIT", signal: SIGQUIT),
            Ending(name: "ABRT", signal: SIGABRT), Ending(name: "SEGV", signal: SIGSEGV),
        ]

        @Test(
            "A signal that ends Stoke leaves the terminal as it was, and the shell sees which it was",
            arguments: endings)
        func signal(_ ending: Ending) async throws {
            let home = try await TestHome()
            let shell = try await Shell(in: home)
            let command = try await shell.nextCommand()
            try shell.start("$STOKE")
            try await shell.terminal.waitFor("No endpoints yet.")
            #expect(try shell.terminal.value("#{alternate_on}") == "1")
            let stoke = try #require(try shell.job())
            kill(stoke, ending.signal)
            #expect(try await shell.ending(ofCommand: command) == Int(128 + ending.signal))
            try await shell.expectTerminalAsBefore()
            // What held the home went with the process.
            #expect(try await home.run("vault", "lock").status == 0)
        }

        @Test("^Z gives the terminal to the shell and fg brings Stoke back, again and again")
        func suspension() async throws {
            let shell = try await Shell(in: try await TestHome())
            let terminal = shell.terminal
            var command = try await shell.nextCommand()
            try shell.start("$STOKE")
            for _ in 1...2 {
                try await terminal.waitFor("No endpoints yet.")
                try terminal.press("C-z")
                #expect(try await shell.ending(ofCommand: command) == Int(128 + SIGTSTP))
                try await shell.expectTerminalAsBefore()
                command = try await shell.nextCommand()
                try shell.start("fg")
                try await terminal.waitFor(value: "1", of: "#{alternate_on}")
            }
            try await terminal.waitFor("No endpoints yet.")
            try terminal.press("?")
            try await terminal.waitFor("type to narrow the list")
            try terminal.press("Escape")
            try await terminal.waitFor("No endpoints yet.")
            try terminal.press("q")
            #expect(try await shell.ending(ofCommand: command) == 0)
            try await shell.expectTerminalAsBefore()
        }

        @Test("A stop that nobody foresaw, and a resize meanwhile, are made good by fg")
        func unforeseenStop() async throws {
            let shell = try await Shell(in: try await TestHome())
            let terminal = shell.terminal
            let command = try await shell.nextCommand()
            try shell.start("$STOKE")
            try await terminal.waitFor("No endpoints yet.")
            kill(try #require(try shell.job()), SIGSTOP)
            let resumed = try await shell.nextCommand()
            #expect(resumed == command + 1)
            try terminal.resize(columns: 70, rows: 20)
            try shell.start("clear; fg")
            try await terminal.waitFor("the whole screen, at its new size") {
                let rows = $0.split(separator: "\n", omittingEmptySubsequences: false)
                return rows.count >= 20 && rows[0].hasPrefix(" stoke") && rows[19].contains("? help")
            }
            try terminal.press("q")
            #expect(try await shell.ending(ofCommand: resumed) == 0)
            try await shell.expectTerminalAsBefore()
        }
    }
}

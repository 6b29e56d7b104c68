import Foundation
import Testing

extension InTerminal {
    @Suite("The demo", .timeLimit(.minutes(5)))
    struct DemoTests {
        @Test("Sessions in every state are there, in glyph and word; help and filter work; q gives the terminal back")
        func everyState() async throws {
            let shell = try await Shell(in: try await TestHome(vault: false))
            let terminal = shell.terminal
            let demo = try await shell.nextCommand()
            try shell.start("$STOKE demo")
            let states = [
                "brook-hospital ": "● live", "county-payer": "● live", "harbor-clinic": "▲ stale",
                "island-lab": "◆ interrupted", "lakeside-ehr": "✖ lapsed", "museum-portal": "■ misconfigured",
                "quiet-practice": "○ signed-out",
            ]
            for (session, state) in states {
                try await terminal.waitFor("\(session) \(state)") { screen in
                    screen.row(of: session)?.contains(state) == true
                }
            }
            try await terminal.waitFor("an online session that is with the person") {
                $0.row(of: "brook-hospital:")?.contains(/online +\d.+ with you +● live/) == true
            }
            try await terminal.waitFor("a session that cannot be renewed") {
                $0.row(of: "north-registry")?.contains(/none +(59m|1h).+● live/) == true
            }
            try await expectHelpAndFilter(terminal)
            try terminal.press("q")
            #expect(try await shell.ending(ofCommand: demo) == 0)
            try await shell.expectTerminalAsBefore()
        }

        private func expectHelpAndFilter(_ terminal: TmuxTerminal) async throws {
            try terminal.press("?")
            try await terminal.waitFor("sign in, or sign in again with the same scopes")
            try terminal.type("clipboard")
            try await terminal.waitFor("the one action that says so") {
                $0.contains("copy-token") && !$0.contains("sign-out")
            }
            // The first Esc takes back what was typed.
            try terminal.press("Escape")
            try await terminal.waitFor("sign-out")
            try terminal.press("Escape")
            try await terminal.waitFor("the list again") { $0.contains("▸ brook-hospital") }
            try terminal.press("/")
            try terminal.type("island")
            try await terminal.waitFor("the one that matches") {
                $0.contains("1 of 1 (filtered)") && $0.contains("island-lab") && !$0.contains("quiet-practice")
            }
            try terminal.press("Escape")
            try await terminal.waitFor("all of them again") { $0.contains("quiet-practice") }
        }

        @Test("A lapsed session of the demo is back with two keystrokes and a sign-in")
        func wayBack() async throws {
            let browser = try FakeBrowser()
            let terminal = try TmuxTerminal.start(
                [StokeProcess.binary.path, "demo"], environment: ["BROWSER": browser.program])
            try await terminal.waitFor("the lapsed session") {
                $0.row(of: "lakeside-ehr")?.contains("✖ lapsed") == true
            }
            try terminal.press("/")
            try terminal.type("lakeside")
            try await terminal.waitFor("1 of 1 (filtered)")
            try terminal.press("Enter")
            try await terminal.waitFor("⏎ sign in")
            try terminal.press("Enter", "Enter")
            let address = try await browser.opened(before: terminal.deadline)
            try await browser.signIn(at: address, as: "camila")
            try await terminal.waitFor("Signed in as Camila Lopez")
            try terminal.press("Enter")
            try await terminal.waitFor("live again") { $0.row(of: "lakeside-ehr")?.contains("● live") == true }
        }
    }
}

extension String {
    /// The row of the list, or of anything, whose words begin with `name`.
    func row(of name: String) -> Substring? {
        split(separator: "\n").first { $0.drop { " ▸>".contains($0) }.hasPrefix(name) }
    }
}

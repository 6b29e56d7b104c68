import Foundation
import Testing

extension InTerminal {
    @Suite("Terminals of every size and kind", .timeLimit(.minutes(5)))
    struct SizesTests {
        @Test("20×5 says what is needed, 40×10 can be used, and every size in between is drawn anew")
        func sizes() async throws {
            let home = try await home()
            let terminal = try TmuxTerminal.stoke(in: home, columns: 20, rows: 5)
            let small = try await terminal.waitFor("q quits")
            #expect(small.contains("needs 40x10, has"))
            try terminal.resize(columns: 40, rows: 10)
            try await terminal.waitFor("▸ clinic")
            try terminal.press("a")
            try await terminal.waitFor("FHIR base URL")
            #expect(try terminal.rows().allSatisfy { $0.count <= 40 })
            try terminal.press("Escape")
            try await terminal.waitFor("▸ clinic")
            for (columns, rows) in [(200, 60), (30, 8), (80, 24), (132, 20)] {
                try terminal.resize(columns: columns, rows: rows)
                try await terminal.waitFor("the screen at \(columns)×\(rows)") { screen in
                    let shown = screen.split(separator: "\n", omittingEmptySubsequences: false)
                    if columns < 40 || rows < 10 { return screen.contains("has \(columns)x\(rows)") }
                    return shown[0].hasSuffix("1 of 1") && shown[0].count == columns - 1
                        && shown[rows - 1].contains("? help")
                }
            }
            try terminal.press("q")
            #expect(try await terminal.waitForExit() == 0)
        }

        @Test("Too small a terminal does nothing unseen: keys other than q wait for a larger one")
        func nothingUnseen() async throws {
            let home = try await home()
            let terminal = try TmuxTerminal.stoke(in: home, columns: 20, rows: 5)
            try await terminal.waitFor("q quits")
            try terminal.press("D", "y", "a")
            try terminal.resize(columns: 80, rows: 24)
            try await terminal.waitFor("▸ clinic")
            try terminal.resize(columns: 20, rows: 5)
            try await terminal.waitFor("q quits")
            try terminal.press("q")
            #expect(try await terminal.waitForExit() == 0)
            #expect(try await home.status(of: "clinic")["state"] as? String == "signed-out")
        }

        @Test("A terminal that is unknown, unset or cannot show a screen is told in a sentence, and nothing breaks")
        func unknownTerminals() async throws {
            let shell = try await Shell(in: try await home())
            for (type, words) in [
                ("no-such-terminal", "TERM is “no-such-terminal”, which this machine has no description of"),
                ("", "TERM is not set"), ("dumb", "cannot show a full screen"),
            ] {
                #expect(try await shell.run("clear; TERM='\(type)' $STOKE") == 1)
                let screen = try shell.terminal.text().replacingOccurrences(of: "\n", with: "")
                #expect(screen.contains("stoke: "))
                #expect(screen.contains(words), "\(screen)")
            }
            try await shell.expectTerminalAsBefore()
        }

        @Test("Without a terminal it says that it needs one")
        func noTerminal() async throws {
            let home = try await home()
            for arguments in [[], ["demo"]] {
                let ending = try await home.start(arguments).finish()
                #expect(ending.status == 1, "\(ending)")
                #expect(ending.errors.contains("needs a terminal for both input and output"), "\(ending)")
                #expect(ending.output.isEmpty)
            }
        }

        @Test("The C locale gets ASCII alone")
        func plainASCII() async throws {
            let terminal = try TmuxTerminal.stoke(in: try await home(), environment: ["LC_ALL": "C"])
            let list = try await terminal.waitFor("o signed-out")
            #expect(list.contains("> clinic"))
            #expect(!list.contains { !$0.isASCII }, "\(list)")
            try terminal.press("Enter")
            let wizard = try await terminal.waitFor("(*) offline")
            #expect(!wizard.contains { !$0.isASCII }, "\(wizard)")
        }

        @Test("NO_COLOR leaves no colour, and colours are there without it", arguments: [true, false])
        func colours(areRefused: Bool) async throws {
            let environment = areRefused ? ["NO_COLOR": "1"] : [:]
            let terminal = try TmuxTerminal.stoke(in: try await home(), environment: environment)
            try await terminal.waitFor("▸ clinic")
            // 30–37, 40–47 and 90 up choose a colour; 39 and 49 are the terminal's own.
            let colour = #/\u{1B}\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)[;m]/#
            #expect(try terminal.styledText().contains(colour) != areRefused)
            #expect(try terminal.styledText().contains("\u{1B}[1m"))
        }

        @Test("Terminals of other kinds draw the list and take keys", arguments: ["vt100", "linux", "xterm-256color"])
        func kinds(_ type: String) async throws {
            let terminal = try TmuxTerminal.stoke(in: try await home(), terminal: type)
            try await terminal.waitFor("▸ clinic")
            try terminal.press("F1")
            try await terminal.waitFor("type to narrow the list")
            try terminal.press("Escape")
            try await terminal.waitFor("▸ clinic")
            try terminal.press("q")
            #expect(try await terminal.waitForExit() == 0)
        }

        /// A home with one endpoint, whose server nobody asks.
        private func home() async throws -> TestHome {
            let home = try await TestHome()
            try await home.succeed("endpoint", "add", "clinic", "https://fhir.example.org/r4", "--client-id", "test")
            return home
        }
    }
}

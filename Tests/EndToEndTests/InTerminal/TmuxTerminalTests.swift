import Testing

extension InTerminal {
    @Suite("The terminal of the end-to-end tests", .timeLimit(.minutes(5)))
    struct TmuxTerminalTests {
        @Test("Keys, text and pastes reach the program, its screen is read, and its ending is told")
        func roundTrip() async throws {
            let terminal = try TmuxTerminal.start(
                [
                    "sh", "-c",
                    "printf 'ready %s %s\\n' \"$TERM\" \"$WORD\"; read a; read b; stty size; read c; echo \"$a,$b,$c\"; read d; exit 7",
                ],
                columns: 70, rows: 12, environment: ["WORD": "it's a $HOME"], terminal: "vt100")
            try await terminal.waitFor("ready vt100 it's a $HOME")
            try terminal.type("one; 'two' Enter")
            try terminal.press("Enter")
            try terminal.paste("pasted\n")
            try await terminal.waitFor("12 70")
            try terminal.resize(columns: 60, rows: 10)
            try await terminal.waitFor(value: "60", of: "#{pane_width}")
            try terminal.press("x", "Enter")
            try await terminal.waitFor("one; 'two' Enter,pasted,x")
            try terminal.press("Enter")
            #expect(try await terminal.waitForExit() == 7)
        }

        @Test("A program killed by a signal has the exit status that a shell gives it")
        func killed() async throws {
            let terminal = try TmuxTerminal.start(["sh", "-c", "echo up; read x; kill -TERM $$"])
            try await terminal.waitFor("up")
            try terminal.press("Enter")
            #expect(try await terminal.waitForExit() == 128 + 15)
        }

        @Test(
            "What a program leaves switched on in its terminal is noticed",
            arguments: [
                #"printf '\033[?2004h'"#, #"printf '\033[?25l'"#, #"printf '\033[?1h'"#, #"printf '\033[?1049h'"#,
                "stty -isig",
            ])
        func unrestored(_ command: String) async throws {
            let shell = try await Shell(in: try await TestHome(vault: false))
            try await shell.run(command)
            let changes = try await shell.changesToTerminal()
            #expect(!changes.isEmpty)
        }
    }
}

import Foundation
import TestSupport
import Testing

extension InTerminal {
    @Suite("A key command at the terminal", .timeLimit(.minutes(5)))
    struct KeyCommandInTerminalTests {
        @Test("A vault that nobody chose the command of is asked about, and runs nothing unasked; Enter is not yes")
        func trust() async throws {
            let home = try await TestHome(vault: false)
            let mark = home.folder.appending(path: "was-run")
            let command = "touch '\(mark.path)'; echo the key of a test"
            try await home.succeed("vault", "init", "--key-command", command)
            // As an update from a Stoke before this rule finds it.
            try FileManager.default.removeItem(at: home.folder.appending(path: "vault.known"))
            try FileManager.default.removeItem(at: mark)
            for arguments in [["status"], ["vault", "unlock"], ["vault", "trust"], []] {
                let ending = try await home.start(arguments).finish()
                #expect(ending.status == 8, "\(arguments): \(ending)")
                #expect(ending.errors.contains("stoke vault trust"))
            }
            let other = try await home.run("vault", "trust", "--key-command", "echo the key of a test")
            #expect(other.status == 8, "\(other)")

            let shell = try await Shell(in: home)
            for (answer, status) in [("", 8), ("y", 0)] {
                try await shell.run("clear")
                let number = try await shell.nextCommand()
                try shell.start("$STOKE vault unlock")
                try await shell.terminal.waitFor("Run it, now and from now on? [y/N]")
                #expect(!FileManager.default.fileExists(atPath: mark.path))
                try shell.start(answer)
                #expect(try await shell.ending(ofCommand: number) == status)
            }
            try await home.succeed("status")
            #expect(FileManager.default.fileExists(atPath: mark.path))
            try await home.succeed("vault", "trust", "--key-command", command)
        }

        @Test("It may ask for a PIN on the terminal; ^C there ends the command, and ^Z and fg go on")
        func pin() async throws {
            let home = try await TestHome(vault: false)
            let shell = try await Shell(in: home)
            let terminal = shell.terminal
            let command =
                #"stty -echo </dev/tty; printf PIN: >/dev/tty; read p </dev/tty; stty echo </dev/tty; echo key-$p"#
            var number = try await shell.nextCommand()
            try shell.start("clear; $STOKE vault init --key-command '\(command)'")
            // Twice, to see that it prints the same.
            try await terminal.waitFor { $0.components(separatedBy: "PIN:").count == 2 }
            try shell.start("1234")
            try await terminal.waitFor { $0.components(separatedBy: "PIN:").count == 3 }
            try shell.start("1234")
            #expect(try await shell.ending(ofCommand: number) == 0)

            try await shell.run("clear")
            number = try await shell.nextCommand()
            try shell.start("$STOKE vault unlock")
            try await terminal.waitFor("PIN:")
            try terminal.press("C-z")
            #expect(try await shell.ending(ofCommand: number) == Int(128 + SIGTSTP))
            number = try await shell.nextCommand()
            try shell.start("fg")
            try await until("the command has the terminal again", before: terminal.deadline) {
                try terminal.value("#{pane_current_command}") != "bash"
            }
            try shell.start("1234")
            #expect(try await shell.ending(ofCommand: number) == 0)

            try await shell.run("clear")
            number = try await shell.nextCommand()
            try shell.start("$STOKE vault unlock")
            try await terminal.waitFor("PIN:")
            try terminal.press("C-c")
            #expect(try await shell.ending(ofCommand: number) == 130)
            // Though the command had no time to switch its echo on again.
            try await shell.expectTerminalAsBefore()
        }
    }
}

extension TmuxTerminal {
    /// Waits until the screen is as wanted.
    fileprivate func waitFor(_ isWanted: (String) throws -> Bool) async throws {
        try await waitFor("the question", isWanted)
    }
}

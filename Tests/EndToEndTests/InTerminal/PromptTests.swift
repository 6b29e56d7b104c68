import Foundation
import Testing

extension InTerminal {
    @Suite("Asking for a secret", .timeLimit(.minutes(5)))
    struct PromptTests {
        private static let passphrase = "correct horse"

        /// A home whose vault a passphrase opens, with a confidential endpoint, in a shell.
        private func shell() async throws -> (Shell, TestHome) {
            let home = try await TestHome(vault: false)
            try await home.succeed(
                "endpoint", "add", "clinic", "https://fhir.example.org/r4", "--client-id", "test", "--auth",
                "client_secret_basic")
            let shell = try await Shell(in: home)
            try await shell.run("clear")
            let command = try await shell.nextCommand()
            try shell.start("$STOKE vault init")
            for question in ["New passphrase:", "The same again:"] {
                try await shell.terminal.waitFor(question)
                try shell.start(Self.passphrase)
            }
            #expect(try await shell.ending(ofCommand: command) == 0)
            return (shell, home)
        }

        static let commands = [
            "vault unlock", "vault rekey", "token clinic", "login clinic", "logout clinic", "status",
            "endpoint secret clinic",
        ]

        @Test(
            "The first ^C, TERM or HUP at a prompt ends the command and leaves the terminal as it was",
            arguments: commands)
        func ended(command: String) async throws {
            let (shell, _) = try await shell()
            for (signal, status) in [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] {
                try await shell.run("clear")
                let number = try await shell.nextCommand()
                try shell.start("$STOKE \(command)")
                try await shell.terminal.waitFor("Passphrase of the vault:")
                if signal == SIGINT {
                    try shell.terminal.press("C-c")
                } else {
                    kill(try #require(try shell.job()), signal)
                }
                #expect(try await shell.ending(ofCommand: number) == status)
            }
            try await shell.expectTerminalAsBefore()
        }

        @Test("^C at the second question of vault init makes no vault")
        func secondQuestion() async throws {
            let home = try await TestHome(vault: false)
            let shell = try await Shell(in: home)
            for command in ["vault init", "manage"] {
                try await shell.run("clear")
                let number = try await shell.nextCommand()
                try shell.start("$STOKE \(command)")
                try await shell.terminal.waitFor("New passphrase:")
                try shell.start(Self.passphrase)
                try await shell.terminal.waitFor("The same again:")
                try shell.terminal.press("C-c")
                #expect(try await shell.ending(ofCommand: number) == 130)
            }
            try await shell.expectTerminalAsBefore()
            #expect(try await home.run("vault", "unlock").status == 4)
        }

        @Test("^Z at a prompt gives the terminal to the shell, and fg asks again")
        func suspension() async throws {
            let (shell, _) = try await shell()
            try await shell.run("clear")
            var number = try await shell.nextCommand()
            try shell.start("$STOKE vault unlock")
            for _ in 1...2 {
                try await shell.terminal.waitFor("Passphrase of the vault:")
                try shell.terminal.type("half a secr")
                try shell.terminal.press("C-z")
                #expect(try await shell.ending(ofCommand: number) == Int(128 + SIGTSTP))
                try await shell.expectTerminalAsBefore()
                #expect(try !shell.terminal.text().contains("half"))
                try await shell.run("clear")
                number = try await shell.nextCommand()
                try shell.start("fg")
            }
            try await shell.terminal.waitFor("Passphrase of the vault:")
            try shell.start(Self.passphrase)
            #expect(try await shell.ending(ofCommand: number) == 0)
            #expect(try !shell.terminal.text().contains("horse"))
            try await shell.expectTerminalAsBefore()
        }

        @Test(
            "Nobody is kept out while a command or the manager waits for a passphrase",
            arguments: ["token clinic", "login clinic", "manage"])
        func nothingHeld(command: String) async throws {
            let (shell, home) = try await shell()
            try await shell.run("clear")
            let number = try await shell.nextCommand()
            try shell.start("$STOKE \(command)")
            try await shell.terminal.waitFor("assphrase")
            #expect(try await home.run("vault", "lock").status == 0)
            try shell.terminal.press("C-c")
            if command == "manage" { try shell.terminal.press("Escape", "q") }
            #expect(try await shell.ending(ofCommand: number) != 126)
        }
    }
}

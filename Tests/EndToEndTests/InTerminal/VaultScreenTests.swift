import Foundation
import Testing

extension InTerminal {
    @Suite("The vault at the terminal", .timeLimit(.minutes(5)))
    struct VaultScreenTests {
        @Test("The first run asks for a passphrase twice; later ones ask on the screen, and say so when it is wrong")
        func passphrase() async throws {
            let home = try await TestHome(vault: false)
            try await home.succeed("endpoint", "add", "clinic", "https://fhir.example.org/r4", "--client-id", "test")
            let first = try TmuxTerminal.stoke(in: home)
            try await first.answer("New passphrase:", with: "correct horse")
            try await first.answer("The same again:", with: "correct horse")
            try await first.waitFor("○ signed-out")
            try first.press("q")
            #expect(try await first.waitForExit() == 0)

            let second = try TmuxTerminal.stoke(in: home)
            try await second.answer("Passphrase", with: "battery staple")
            try await second.waitFor("that passphrase does not open")
            try second.type("correct horse")
            try await second.waitFor("•••••")
            #expect(try !second.text().contains("correct"))
            try second.press("Enter")
            try await second.waitFor("○ signed-out")

            // Locked again, nothing of the vault is left in memory; K asks for the passphrase.
            try second.press("K")
            try await second.waitFor("◇ locked")
            try second.press("K")
            try await second.answer("Passphrase", with: "correct horse")
            try await second.waitFor("○ signed-out")
        }

        @Test("Two passphrases that differ make no vault, and the next run asks again")
        func differing() async throws {
            let shell = try await Shell(in: try await TestHome(vault: false))
            for _ in 1...2 {
                try await shell.run("clear")
                let command = try await shell.nextCommand()
                try shell.start("$STOKE")
                try await shell.terminal.answer("New passphrase:", with: "correct horse")
                try await shell.terminal.answer("The same again:", with: "battery staple")
                #expect(try await shell.ending(ofCommand: command) == 1)
                let screen = try shell.terminal.text()
                #expect(screen.contains("the two passphrases differ; nothing was changed"))
                #expect(!screen.contains("horse") && !screen.contains("staple"))
            }
            try await shell.expectTerminalAsBefore()
        }

        @Test("A second Stoke on the same home is told who holds it; others may look")
        func secondKeeper() async throws {
            let home = try await TestHome()
            try await home.succeed("endpoint", "add", "clinic", "https://fhir.example.org/r4", "--client-id", "test")
            let terminal = try TmuxTerminal.stoke(in: home)
            try await terminal.waitFor("○ signed-out")
            let second = try await home.run()
            #expect(second.status == 8, "\(second)")
            #expect(second.errors.contains("process \(try terminal.processID())"), "\(second)")
            #expect(second.errors.contains(home.folder.path))
            #expect(try await home.status(of: "clinic")["state"] as? String == "signed-out")
            try terminal.press("q")
            #expect(try await terminal.waitForExit() == 0)
            #expect(try await home.run("vault", "lock").status == 0)
        }

        @Test("Where nobody can be asked for the passphrase, a command exits 4 and says what to do")
        func nobodyToAsk() async throws {
            let home = try await TestHome(vault: false)
            let terminal = try TmuxTerminal.stoke(in: home)
            try await terminal.answer("New passphrase:", with: "correct horse")
            try await terminal.answer("The same again:", with: "correct horse")
            try await terminal.waitFor("No endpoints yet.")
            let ending = try await home.run("status")
            #expect(ending.status == 4, "\(ending)")
            #expect(ending.errors.contains("nobody is here to ask"))
            #expect(ending.errors.contains("stoke vault rekey --key-command"))
        }
    }
}

extension TmuxTerminal {
    /// Waits for a question and answers it.
    fileprivate func answer(_ question: String, with text: String) async throws {
        try await waitFor(question)
        try type(text)
        try press("Enter")
    }
}

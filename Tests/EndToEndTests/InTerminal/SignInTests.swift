import Foundation
import SMART
import Sandbox
import Testing

extension InTerminal {
    @Suite("Signing in", .timeLimit(.minutes(5)))
    struct SignInTests {
        @Test(
            "With w3m in this terminal, through the sandbox's pages, with one scope refused",
            .enabled(if: TmuxTerminal.hasW3M, "w3m is not installed"))
        func inTextBrowser() async throws {
            let home = try await TestHome()
            try await TestSandbox.with { sandbox in
                try await home.succeed("endpoint", "add", "clinic", sandbox.running.baseURL, "--client-id", "test")
                let terminal = try TmuxTerminal.stoke(in: home, environment: ["BROWSER": "w3m"])
                try await terminal.waitFor("○ signed-out")
                try terminal.press("Enter")
                try await terminal.waitFor("[x] read everything in the patient's record")
                try terminal.press("Enter")
                try await terminal.waitFor("ADDRESS")
                try terminal.press("w")
                try await consentWithoutRecords(terminal)
                try await terminal.waitFor("3 of 3")

                let review = try terminal.text()
                #expect(review.contains("Signed in as Camila Lopez"))
                #expect(review.contains(/REFUSED\n +✘ read everything in the patient's record/), "\(review)")
                #expect(review.contains("✔ know who you are"))
                #expect(review.contains("offline asked, offline granted"))
                try terminal.press("Enter")
                let list = try await terminal.waitFor("● live")
                #expect(list.contains("1 refused"))
                #expect(await sandbox.running.control.grants.map { $0.scope.words.contains("patient/*.rs") } == [false])

                // Another process may look while the manager keeps the home.
                let status = try await home.status(of: "clinic")
                #expect(status["state"] as? String == "live")
                #expect((status["scopes"] as? [String: Any])?["missing"] as? [String] == ["patient/*.rs"])
                try terminal.press("q")
                #expect(try await terminal.waitForExit() == 0)
            }
        }

        /// Signs in as Camila, unticks her records, allows the rest, and quits w3m.
        private func consentWithoutRecords(_ terminal: TmuxTerminal) async throws {
            try await terminal.waitFor("Everyone here is made up")
            try await terminal.useInW3M("[camila]")
            try await terminal.waitFor("Untick what it shall not get")
            try await terminal.useInW3M("[*] Read everything in the patient's record")
            try await terminal.waitFor("[ ] Read everything in the patient's record")
            try await terminal.useInW3M("[Allow]")
            try await terminal.waitFor("You may close this window")
            try terminal.press("q")
            try await terminal.waitFor("Do you want to exit w3m?")
            try terminal.press("y")
        }

        @Test("By pasting the redirected address; line breaks in the paste do not hand it over")
        func pasted() async throws {
            let home = try await TestHome()
            try await TestSandbox.with { sandbox in
                try await home.succeed(
                    "endpoint", "add", "clinic", sandbox.running.baseURL, "--client-id", "test", "--redirect-uri",
                    "https://app.example.org/callback")
                let terminal = try TmuxTerminal.stoke(in: home)
                try await terminal.waitFor("○ signed-out")
                try terminal.press("Enter")
                try await terminal.waitFor("HOW LONG")
                try terminal.press("Enter")
                try await terminal.waitFor("The browser will end at https://app.example.org/callback")

                let redirected = try await sandbox.visit(try terminal.authorizationAddress())
                let middle = redirected.index(redirected.startIndex, offsetBy: redirected.count / 2)
                try terminal.paste("\(redirected[..<middle])\n\(redirected[middle...])\n")
                try await terminal.waitFor("the end of the paste in the field") {
                    $0.row(of: "PASTED")?.contains(redirected.suffix(20)) == true
                }
                // The field has the whole paste, its line breaks included, and waits for the person.
                #expect(await sandbox.running.control.tokenRequests() == 0)
                #expect(try terminal.text().contains("⏎ hand it over"))
                try terminal.press("Enter")
                try await terminal.waitFor("Signed in as Camila Lopez")
                #expect(await sandbox.running.control.tokenRequests(grantType: "authorization_code") == 1)
                try terminal.press("Enter")
                try await terminal.waitFor("● live")
            }
        }

        @Test("What is no redirected address, or another sign-in's, is refused in words and the wait goes on")
        func wrongPaste() async throws {
            let home = try await TestHome()
            try await TestSandbox.with { sandbox in
                try await home.succeed("endpoint", "add", "clinic", sandbox.running.baseURL, "--client-id", "test")
                let terminal = try TmuxTerminal.stoke(in: home)
                try await terminal.waitFor("○ signed-out")
                try terminal.press("Enter")
                try await terminal.waitFor("HOW LONG")
                try terminal.press("Enter")
                try await terminal.waitFor("Waiting for the browser to come back")
                try terminal.paste("http://127.0.0.1/callback?code=c&state=of-another-sign-in")
                try await terminal.waitFor("of-another-sign-in")
                try terminal.press("Enter")
                try await terminal.waitFor("another sign-in")
                #expect(await sandbox.running.control.tokenRequests() == 0)
                try terminal.press("Escape")
                try await terminal.waitFor("⏎ do this")
                try await sandbox.open(sandbox.visit(terminal.authorizationAddress()))
                try await terminal.waitFor("Signed in as Camila Lopez")
            }
        }
    }
}

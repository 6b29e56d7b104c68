import Foundation
import SMART
import Sandbox
import Testing

extension InTerminal {
    @Suite("Lapsing", .timeLimit(.minutes(5)))
    struct LapseTests {
        @Test("The screen says that the refresh token lapsed, and two keystrokes bring the person back, scopes kept")
        func wayBack() async throws {
            let home = try await TestHome()
            let browser = try FakeBrowser()
            try await TestSandbox.with { sandbox in
                let control = sandbox.running.control
                try await home.succeed("endpoint", "add", "clinic", sandbox.running.baseURL, "--client-id", "test")
                let terminal = try TmuxTerminal.stoke(in: home, environment: ["BROWSER": browser.program])
                try await signInAskingForLess(terminal, browser)
                let grant = try #require(await control.grants.first)
                #expect(!grant.scope.words.contains("patient/*.rs"))

                await control.lapse(grant: grant.id)
                try terminal.press("r")
                let lapsed = try await terminal.waitFor("✖ lapsed")
                #expect(lapsed.contains("⏎ signs in"))
                #expect(lapsed.contains("invalid_grant"))

                try browser.forget()
                try terminal.press("Enter")
                try terminal.press("Enter")
                try await browser.signIn(at: browser.opened(before: terminal.deadline), as: "camila")
                try await terminal.waitFor("Signed in as Camila Lopez")
                try terminal.press("Enter")
                try await terminal.waitFor("● live")
                let grants = await control.grants
                #expect(grants.count == 2)
                #expect(grants.last?.scope == grant.scope)
                #expect(grants.last?.ended == nil)
            }
        }

        /// Asks for other scopes than the endpoint's, so that it shows which ones are asked for again.
        private func signInAskingForLess(_ terminal: TmuxTerminal, _ browser: FakeBrowser) async throws {
            try await terminal.waitFor("○ signed-out")
            try terminal.press("Enter")
            try await terminal.waitFor("[x] read everything in the patient's record")
            try terminal.press("Down", "Down", "Down", "Down", "Down", "Space")
            try await terminal.waitFor("[ ] read everything in the patient's record")
            try terminal.press("Enter")
            try await terminal.waitFor("ADDRESS")
            try terminal.press("o")
            try await browser.signIn(at: browser.opened(before: terminal.deadline), as: "camila")
            try await terminal.waitFor("Signed in as Camila Lopez")
            try terminal.press("Enter")
            try await terminal.waitFor("● live")
        }
    }
}

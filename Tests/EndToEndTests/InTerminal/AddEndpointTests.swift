import Foundation
import Sandbox
import Testing

extension InTerminal {
    @Suite("Adding an endpoint", .timeLimit(.minutes(5)))
    struct AddEndpointTests {
        @Test("What the server advertises is shown before the endpoint is saved, and signing in is one key away")
        func discoveredAndSaved() async throws {
            let home = try await TestHome()
            try await TestSandbox.with { sandbox in
                let terminal = try TmuxTerminal.stoke(in: home)
                try await fill(terminal, url: sandbox.running.baseURL)
                let found = try await terminal.waitFor("You can sign in here")
                #expect(found.contains("2 of 3"))
                #expect(found.contains("4.0.1"))
                #expect(found.contains("/authorize"))
                #expect(try saved(in: home).isEmpty)

                try terminal.press("Enter")
                try await terminal.waitFor("Saved as clinic")
                #expect(try saved(in: home) == ["clinic.yaml"])
                let file = home.folder.appending(path: "endpoints/clinic.yaml")
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(text.contains("base_url: \(sandbox.running.baseURL)"))
                #expect(text.contains("id: my-app"))

                try terminal.press("Enter")
                try await terminal.waitFor("Sign in to clinic")
                try terminal.press("Escape")
                try await terminal.waitFor("▸ clinic")
                #expect(try await home.succeed("endpoint", "list").output.contains("clinic"))
            }
        }

        @Test(
            "An address that is not FHIR's gets a sentence at its field, and nothing is saved",
            arguments: [
                ("no address at all", "not an address"), ("http://fhir.example.org/r4", "plain http"),
                ("https://127.0.0.1:1/fhir", "127.0.0.1:1"),
            ])
        func refused(url: String, words: String) async throws {
            let home = try await TestHome()
            let terminal = try TmuxTerminal.stoke(in: home)
            try await fill(terminal, url: url)
            let screen = try await terminal.waitFor(words)
            #expect(screen.contains("1 of 3"))
            #expect(try saved(in: home).isEmpty)
            // The field can be mended at once.
            #expect(screen.contains("⏎ look at the server"))
        }

        @Test("A web site that is no FHIR server gets a sentence, and nothing is saved")
        func website() async throws {
            let home = try await TestHome()
            let options = SandboxOptions(faults: [FaultRule(.captivePortal, on: .discovery)])
            try await TestSandbox.with(options) { sandbox in
                let terminal = try TmuxTerminal.stoke(in: home)
                try await fill(terminal, url: sandbox.running.baseURL)
                try await terminal.waitFor("HTML")
                #expect(try saved(in: home).isEmpty)
            }
        }

        /// Fills in the form from the empty list on, and asks for the server.
        private func fill(_ terminal: TmuxTerminal, url: String) async throws {
            try await terminal.waitFor("No endpoints yet.")
            try terminal.press("a")
            try await terminal.waitFor("1 of 3")
            try terminal.type(url)
            try terminal.press("Tab")
            try terminal.type("clinic")
            try terminal.press("Tab")
            try terminal.type("my-app")
            try terminal.press("Enter")
        }

        private func saved(in home: TestHome) throws -> [String] {
            let folder = home.folder.appending(path: "endpoints").path
            guard FileManager.default.fileExists(atPath: folder) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        }
    }
}

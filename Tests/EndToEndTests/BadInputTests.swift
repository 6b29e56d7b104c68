import Foundation
import Sandbox
import TestSupport
import Testing

/// What a new user or a bad day gives Stoke: each gets a clear sentence and the right exit code.
@Suite("Bad input", .timeLimit(.minutes(5)))
struct BadInputTests {
    @Test(
        "A discovery that cannot work says why",
        arguments: [
            ("http://fhir.example.org/r4", Int32(8), "plain http"),
            ("not an address", 64, "not an address"),
            ("ftp://fhir.example.org", 64, "not an https address"),
            ("https://user:password@fhir.example.org", 8, "user name or password"),
            ("https://127.0.0.1:1/fhir", 5, "127.0.0.1:1"),
        ])
    func discovery(url: String, status: Int32, words: String) async throws {
        let home = try await TestHome(vault: false)
        let ending = try await home.run("discover", url)
        #expect(ending.status == status, "\(ending)")
        #expect(ending.errors.contains(words), "\(ending)")
        #expect(ending.output.isEmpty)
    }

    @Test("A server that speaks plain HTTP where TLS is expected is named")
    func notTLS() async throws {
        let home = try await TestHome(vault: false)
        try await TestSandbox.with { sandbox in
            let ending = try await home.run("discover", "https://127.0.0.1:\(sandbox.running.port)/fhir")
            #expect(ending.status == 5, "\(ending)")
            #expect(ending.errors.contains("TLS"), "\(ending)")
        }
    }

    @Test("A captive portal's page is no discovery document")
    func captivePortal() async throws {
        let home = try await TestHome(vault: false)
        let options = SandboxOptions(faults: [FaultRule(.captivePortal, on: .discovery)])
        try await TestSandbox.with(options) { sandbox in
            let ending = try await home.run("discover", sandbox.running.baseURL)
            #expect(ending.status != 0, "\(ending)")
            #expect(ending.errors.lowercased().contains("html"), "\(ending)")
        }
    }

    @Test("A mangled endpoint file is named with its line, and hides no other")
    func mangledEndpointFile() async throws {
        let home = try await TestHome(vault: false)
        try await home.succeed("endpoint", "add", "good", "https://fhir.example.org/r4", "--client-id", "x")
        let file = home.folder.appending(path: "endpoints/bad.yaml")
        try "base_url: https://fhir.example.org\nclient:\n  id: x\naccess: sometimes\n"
            .write(to: file, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let ending = try await home.run("endpoint", "list")
        #expect(ending.output.contains("good"))
        #expect(ending.errors.contains("bad.yaml, line 4"), "\(ending)")
    }

    @Test("Without a vault, a session command says how to make one and exits 4")
    func missingVault() async throws {
        let home = try await TestHome(vault: false)
        let ending = try await home.run("token", "nobody")
        #expect(ending.status == 4, "\(ending)")
        #expect(ending.errors.contains("stoke vault init"))
    }

    @Test("A key command that fails, or prints another key, exits 4")
    func keyCommand() async throws {
        let home = try await TestHome(vault: false)
        let key = home.folder.appending(path: "key")
        try "the right key".write(to: key, atomically: true, encoding: .utf8)
        try await home.succeed("vault", "init", "--key-command", "cat '\(key.path)'")
        try "another key".write(to: key, atomically: true, encoding: .utf8)
        #expect(try await home.run("vault", "unlock").status == 4)
        try FileManager.default.removeItem(at: key)
        #expect(try await home.run("token", "nobody").status == 4)
    }

    @Test("A vault that others may read is refused with the command that mends it")
    func openPermissions() async throws {
        let home = try await TestHome()
        let vault = home.folder.appending(path: "vault.sqlite").path
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: vault)
        let ending = try await home.run("status")
        #expect(ending.status == 8, "\(ending)")
        #expect(ending.errors.contains("chmod"))
    }

    @Test("An unknown endpoint exits 6, an unknown option 64")
    func unknownNames() async throws {
        let home = try await TestHome()
        #expect(try await home.run("token", "nobody").status == 6)
        #expect(try await home.run("login", "nobody").status == 6)
        #expect(try await home.run("endpoint", "show", "nobody").status == 6)
        #expect(try await home.run("token", "--never").status == 64)
        #expect(try await home.run("token", "../../etc/passwd").status == 64)
    }

    @Test("A path that leads away from the FHIR server is refused with the token kept")
    func pathAway() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "away", sandbox.running.baseURL, "--client-id", "test")
            try await sandbox.signIn("away", in: home)
            for path in ["https://elsewhere.example.org/Patient", "../introspect", "Patient/../../introspect"] {
                let ending = try await home.run("get", "away", path)
                #expect(ending.status == 8, "\(path): \(ending)")
                #expect(ending.errors.contains("lies outside"), "\(path): \(ending)")
            }
        }
    }

    @Test("The registered port that is taken is named, and pasting still works")
    func busyPort() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            let taken = try LoopbackPort()
            try await home.succeed(
                "endpoint", "add", "busy", sandbox.running.baseURL, "--client-id", "test", "--redirect-uri",
                "http://127.0.0.1:\(taken.number)/callback")
            let entry = Pipe()
            let login = try StokeProcess(
                ["login", "busy", "--no-browser"], environment: home.environment, entry: entry)
            let address = try #require(await login.firstLine())
            entry.fileHandleForWriting.write(Data(try await sandbox.visit(address).utf8))
            try entry.fileHandleForWriting.close()
            let ending = await login.finish()
            #expect(ending.status == 0, "\(ending)")
            #expect(ending.errors.contains("port \(taken.number)"))
        }
    }

    @Test(
        "What is pasted and is not this sign-in's redirect is refused",
        arguments: [
            ("https://app.example.org/callback?code=a&state=of-another-sign-in", Int32(8), "another sign-in"),
            ("https://app.example.org/home", 1, "no authorization code"),
            ("", 1, "nothing was pasted"),
            ("https://app.example.org/callback?error=access_denied", 7, "denied"),
        ])
    func pastedRubbish(text: String, status: Int32, words: String) async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed(
                "endpoint", "add", "rubbish", sandbox.running.baseURL, "--client-id", "test", "--redirect-uri",
                "https://app.example.org/callback")
            let ending = try await home.run("login", "rubbish", "--flow", "paste", input: text)
            #expect(ending.status == status, "\(ending)")
            #expect(ending.errors.contains(words), "\(ending)")
            #expect(try await home.status(of: "rubbish")["state"] as? String == "signed-out")
        }
    }

    @Test("An endpoint that cannot be read is told to whom it concerns, and to nobody else")
    func brokenEndpoint() async throws {
        let home = try await TestHome()
        let options = ["https://fhir.example.org/r4", "--client-id", "x"]
        for name in ["good", "bad"] { _ = try await home.start(["endpoint", "add", name] + options).finish() }
        let file = home.folder.appending(path: "endpoints/bad.yaml")
        try Data("base_url: [".utf8).write(to: file)
        let good = try await home.run("token", "good")
        #expect(good.status == 3, "\(good)")
        #expect(!good.errors.contains("bad.yaml"), "\(good)")
        let bad = try await home.run("token", "bad")
        #expect(bad.status == 1, "\(bad)")
        #expect(bad.errors.contains("bad.yaml, line 1"), "\(bad)")
        #expect(try await home.run("status").errors.contains("bad.yaml, line 1"))
    }

    @Test("A result that stdout does not take is no success", arguments: [["endpoint", "list"], ["status"]])
    func fullOutput(arguments: [String]) async throws {
        let home = try await TestHome()
        try await home.succeed("endpoint", "add", "good", "https://fhir.example.org/r4", "--client-id", "x")
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let ending = try await StokeProcess(arguments, environment: home.environment, sink: full).finish()
        #expect(ending.status == 1, "\(ending)")
        #expect(ending.errors.contains("No space left on device"), "\(ending)")
    }

    @Test("Passphrases that differ make no vault")
    func differingPassphrases() async throws {
        let home = try await TestHome(vault: false)
        let terminal = try TmuxTerminal.start(
            ["sh", "-c", "\"$0\"; echo \"status $?\"; read key", StokeProcess.binary.path],
            environment: home.environment)
        defer { terminal.kill() }
        try await terminal.waitFor("New passphrase:")
        try terminal.type("one")
        try terminal.press("Enter")
        try await terminal.waitFor("The same again:")
        try terminal.type("another")
        try terminal.press("Enter")
        let screen = try await terminal.waitFor("status ")
        #expect(screen.contains("stoke: the two passphrases differ; nothing was changed\nstatus 1"), "\(screen)")
        #expect(!FileManager.default.fileExists(atPath: home.folder.appending(path: "vault.sqlite").path))
    }

    @Test("A vault that a newer Stoke wrote is left as it is")
    func vaultFromTheFuture() async throws {
        let home = try await TestHome()
        let vault = home.folder.appending(path: "vault.sqlite")
        // SQLite keeps the version in the four bytes from 60 on, the highest first.
        var bytes = try Data(contentsOf: vault)
        bytes[63] += 1
        try bytes.write(to: vault)
        let ending = try await home.run("token", "nobody")
        #expect(ending.status == 1, "\(ending)")
        #expect(ending.errors.contains("newer Stoke"), "\(ending)")
        #expect(try Data(contentsOf: vault) == bytes)
    }

    @Test("A server that does not answer is no longer waited for after one interrupt")
    func interrupt() async throws {
        let home = try await TestHome(vault: false)
        let options = SandboxOptions(faults: [FaultRule(.slow(60), on: .discovery, times: 2)])
        try await TestSandbox.with(options) { sandbox in
            let discover = try StokeProcess(["discover", sandbox.running.baseURL], environment: home.environment)
            try await until("the fault has met a request") { await sandbox.running.control.faults.isEmpty }
            discover.send(SIGINT)
            let ending = await discover.finish()
            #expect(ending.status == 130, "\(ending)")
            #expect(ending.errors == "stoke: cancelled\n", "\(ending)")
        }
    }

    @Test("A busy sandbox port is named")
    func busySandboxPort() async throws {
        let home = try await TestHome(vault: false)
        try await TestSandbox.with { sandbox in
            let ending = try await home.run("sandbox", "--port", "\(sandbox.running.port)")
            #expect(ending.status == 1, "\(ending)")
            #expect(ending.errors.contains("\(sandbox.running.port)"))
        }
    }
}

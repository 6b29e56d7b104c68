import Foundation
import Sandbox
import Testing

/// The command line from an empty home to a signed-out session, against the sandbox.
@Suite("The command line", .timeLimit(.minutes(5)))
struct CommandLineTests {
    @Test("A base URL becomes a session that hands out tokens, reads, renews and signs out")
    func wholeLife() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "sand", sandbox.running.baseURL, "--client-id", "test")
            let review = try await sandbox.signIn("sand", in: home, refusing: ["patient/*.rs"])
            #expect(review.errors.contains("signed in as Camila Lopez"))
            #expect(review.errors.contains("refused"))

            let before = try await home.status(of: "sand")
            #expect(before["state"] as? String == "live")
            #expect(before["patient"] as? String == "camila-lopez")
            #expect((before["access"] as? [String: Any])?["granted"] as? String == "offline")
            #expect((before["scopes"] as? [String: Any])?["missing"] as? [String] == ["patient/*.rs"])

            let token = try await home.succeed("token", "sand").output
            #expect(token.hasSuffix("\n") && !token.dropLast().contains(where: \.isWhitespace))
            try await home.succeed("refresh", "sand")
            let renewed = try await home.succeed("token", "sand").output
            #expect(renewed != token)
            #expect(try await home.status(of: "sand")["refresh_count"] as? Int == 1)

            let refused = try await home.run("get", "sand", "Observation?patient=camila-lopez")
            #expect(refused.status == 7)
            try await sandbox.signIn("sand", in: home)
            let patient = try await home.succeed("get", "sand", "Patient/camila-lopez").output
            #expect(patient.contains("\"resourceType\""))

            try await home.succeed("logout", "sand")
            #expect(try await home.status(of: "sand")["state"] as? String == "signed-out")
            #expect(await sandbox.running.control.honouredRefreshTokens.isEmpty)
        }
    }

    @Test("A redirected address that was broken into lines is pasted on stdin")
    func pastedRedirect() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed(
                "endpoint", "add", "pasted", sandbox.running.baseURL, "--client-id", "test", "--redirect-uri",
                "https://app.example.org/callback")
            let paste = Pipe()
            let login = try StokeProcess(
                ["login", "pasted", "--flow", "paste"], environment: home.environment, entry: paste)
            let address = try #require(await login.firstLine())
            let redirected = try await sandbox.visit(address)
            #expect(redirected.hasPrefix("https://app.example.org/callback?"))
            let middle = redirected.index(redirected.startIndex, offsetBy: redirected.count / 2)
            paste.fileHandleForWriting.write(Data("\(redirected[..<middle])\n  \(redirected[middle...])\n".utf8))
            try paste.fileHandleForWriting.close()
            let ending = await login.finish()
            #expect(ending.status == 0, "\(ending)")
        }
    }

    @Test("A confidential client authenticates with the secret from its vault")
    func confidentialClient() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed(
                "endpoint", "add", "secret", sandbox.running.baseURL, "--client-id", "sandbox-confidential", "--auth",
                "client_secret_basic")
            let without = try await home.run("login", "secret", "--no-browser")
            #expect(without.status == 1)
            #expect(without.errors.contains("stoke endpoint secret secret"))
            try await home.succeed("endpoint", "secret", "secret", input: "sandbox-secret\n")
            try await sandbox.signIn("secret", in: home)
            try await home.succeed("refresh", "secret")
            try await home.succeed("logout", "secret")
        }
    }

    @Test("What the person denies is told in words")
    func deniedConsent() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "denied", sandbox.running.baseURL, "--client-id", "test")
            let login = try home.start(["login", "denied", "--no-browser"])
            let address = try #require(await login.firstLine())
            let page = try await sandbox.open(sandbox.visit(address, denies: true))
            #expect(page.contains("Not signed in"))
            let ending = await login.finish()
            #expect(ending.status == 7)
            #expect(ending.errors.contains("access was denied"))
        }
    }

    @Test("A stranger's redirect is refused in the browser and the wait goes on")
    func strangersRedirect() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "state", sandbox.running.baseURL, "--client-id", "test")
            let login = try home.start(["login", "state", "--no-browser"])
            let address = try #require(await login.firstLine())
            let redirected = try await sandbox.visit(address)
            var forged = try #require(URLComponents(string: redirected))
            forged.queryItems = forged.queryItems?.map {
                $0.name == "state" ? URLQueryItem(name: "state", value: "forged") : $0
            }
            let page = try await sandbox.open(try #require(forged.string))
            #expect(page.contains("another sign-in"))
            try await sandbox.open(redirected)
            let ending = await login.finish()
            #expect(ending.status == 0, "\(ending)")
        }
    }

    @Test("Watching prints again what has changed, and ends well when it is interrupted")
    func watching() async throws {
        let home = try await TestHome()
        try await home.succeed("endpoint", "add", "watched", "https://fhir.example.org/r4", "--client-id", "test")
        let watch = try home.start(["status", "--watch"])
        #expect(await watch.firstLine()?.hasPrefix("SESSION") == true)
        try await home.succeed("endpoint", "add", "second", "https://fhir.example.org/r4", "--client-id", "test")
        while let line = await watch.firstLine(), !line.hasPrefix("second") {}
        watch.send(SIGINT)
        let ending = await watch.finish()
        #expect(ending.status == 0, "\(ending)")
        #expect(ending.errors.isEmpty)
        #expect(ending.output.split(separator: "\n").count { $0.hasPrefix("watched") } == 2, "\(ending)")
    }

    @Test("Nobody signs in within the time given")
    func timeout() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "slow", sandbox.running.baseURL, "--client-id", "test")
            let ending = try await home.run("login", "slow", "--no-browser", "--timeout", "1")
            #expect(ending.status == 3)
            #expect(ending.errors.contains("nobody signed in within 1 s"))
        }
    }

    @Test("A lapsed session says so, exits 3 and comes back with one login")
    func lapse() async throws {
        let home = try await TestHome()
        try await TestSandbox.with { sandbox in
            try await home.succeed("endpoint", "add", "lapse", sandbox.running.baseURL, "--client-id", "test")
            try await sandbox.signIn("lapse", in: home)
            let grant = try #require(await sandbox.running.control.grants.first)
            await sandbox.running.control.lapse(grant: grant.id)
            #expect(try await home.run("refresh", "lapse").status == 3)
            let status = try await home.status(of: "lapse")
            #expect(status["state"] as? String == "lapsed")
            #expect((status["reason"] as? String)?.contains("invalid_grant") == true)
            try await sandbox.signIn("lapse", in: home)
            #expect(try await home.status(of: "lapse")["state"] as? String == "live")
        }
    }
}

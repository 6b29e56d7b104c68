import ArgumentParser
import Records
import SMART
import Testing

@testable import Commands

@Suite("Arguments")
struct ArgumentTests {
    @Test("stoke alone is the full-screen manager, and takes its options")
    func manager() throws {
        #expect(try StokeCommand.parseAsRoot([]) is ManageCommand)
        let command = try #require(try StokeCommand.parseAsRoot(["--plain", "--read-only"]) as? ManageCommand)
        #expect(command.screen.plain)
        #expect(command.screen.readOnly)
    }

    @Test("A session is NAME or NAME:LABEL")
    func session() throws {
        let command = try #require(try StokeCommand.parseAsRoot(["token", "lab:nurse"]) as? TokenCommand)
        #expect(command.session == SessionID(endpoint: "lab", label: "nurse"))
        #expect(command.minValid == 0)
    }

    @Test("login has the options of the contract")
    func login() throws {
        let command = try #require(
            try StokeCommand.parseAsRoot([
                "login", "lab", "--flow", "paste", "--no-browser", "--access", "online", "--scope", "openid", "--scope",
                "patient/*.rs", "--timeout", "20",
            ]) as? LoginCommand)
        #expect(command.flow == .paste)
        #expect(command.noBrowser)
        #expect(command.access == .online)
        #expect(command.scopes == ["openid", "patient/*.rs"])
        #expect(command.timeout == 20)
        #expect(try (StokeCommand.parseAsRoot(["login", "lab"]) as? LoginCommand)?.timeout == 300)
    }

    @Test("endpoint add has the options of the contract")
    func endpointAdd() throws {
        let command = try #require(
            try StokeCommand.parseAsRoot([
                "endpoint", "add", "lab", "https://fhir.example.org", "--client-id", "id", "--auth",
                "client_secret_basic", "--redirect-uri", "https://app.example.org/back", "--scope", "openid",
                "--access",
                "none",
            ]) as? EndpointAddCommand)
        #expect(command.name.text == "lab")
        #expect(command.auth == .clientSecretBasic)
        #expect(command.redirectURI.text == "https://app.example.org/back")
        #expect(command.scopes == ["openid"])
        #expect(command.access == .none)
    }

    @Test(
        "What is not understood is wrong usage",
        arguments: [
            ["nonsense"], ["token"], ["token", "../x"], ["token", "lab:"], ["token", "lab", "--min-valid", "-1"],
            ["token", "lab", "--min-valid", "soon"], ["login", "lab", "--flow", "magic"],
            ["login", "lab", "--timeout", "0"], ["endpoint", "add", "lab", "https://fhir.example.org"],
            ["endpoint", "add", "a/b", "https://fhir.example.org", "--client-id", "id"],
            ["endpoint", "add", "lab", "https://fhir.example.org", "--client-id", "id", "--auth", "private_key_jwt"],
            ["get", "lab"], ["sandbox", "--port", "65536"], ["sandbox", "--access-lifetime", "0"],
            ["sandbox", "--fault", "nonsense"], ["sandbox", "--fault", "503,on=nowhere"], ["status", "--never"],
        ])
    func wrong(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { _ = try StokeCommand.parseAsRoot(arguments) }
        #expect(error.map { StokeCommand.exitCode(for: $0).rawValue } == 64)
    }

    @Test("Columns are as wide as their widest cell, in columns of the terminal")
    func table() {
        let table = TextTable(heading: ["NAME", "STATE"], [["日本", "live"], ["a", "lapsed"]])
        #expect(table.text == "NAME  STATE\n日本  live\na     lapsed")
    }
}

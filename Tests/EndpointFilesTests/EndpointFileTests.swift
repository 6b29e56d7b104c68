import Foundation
import SMART
import Sessions
import TestSupport
import Testing

@testable import EndpointFiles

@Suite("An endpoint file")
struct EndpointFileTests {
    private let file = EndpointFile(at: URL(fileURLWithPath: "/home/ana/endpoints/lab.yaml"))

    @Test("is read as the design shows it")
    func design() throws {
        let endpoint = try file.parse(
            """
            base_url: https://fhir.example.org/r4
            client:
              id: 1f0c
              authentication: none      # none | client_secret_basic | client_secret_post
              redirect_uri: http://127.0.0.1/callback   # loopback: any free port, or the one given
            scopes: [openid, fhirUser, launch/patient, patient/*.rs]
            access: offline
            """)
        #expect(
            endpoint
                == Endpoint(
                    name: "lab", baseURL: try FHIRBaseURL("https://fhir.example.org/r4"),
                    client: Endpoint.Client(id: "1f0c"), scopes: "openid fhirUser launch/patient patient/*.rs",
                    access: .offline))
    }

    @Test(
        "needs a base URL and a client id only, in whatever form YAML allows",
        arguments: [
            "base_url: https://fhir.example.org/r4/\nclient: {id: 0123}",
            "\u{FEFF}client:\n  'id': \"0123\"\nbase_url: >-\n  https://fhir.example.org/r4\n",
            #"{"base_url": "https://fhir.example.org/r4", "client": {"id": "0123"}}"#,
            "# mine\r\n---\r\nbase_url: https://fhir.example.org/r4\r\nclient: {id: '0123'}\r\n...\r\n",
        ])
    func minimal(text: String) throws {
        #expect(
            try file.parse(text)
                == Endpoint(
                    name: "lab", baseURL: try FHIRBaseURL("https://fhir.example.org/r4"),
                    client: Endpoint.Client(id: "0123")))
    }

    @Test("may write its scopes as a list of lines or as one text")
    func scopeForms() throws {
        for scopes in ["openid patient/*.rs", "\n  - openid\n  - patient/*.rs", "[openid, patient/*.rs]"] {
            let text = "base_url: https://a.example\nclient: {id: x}\nscopes: \(scopes)"
            #expect(try file.parse(text).scopes == "openid patient/*.rs")
        }
        #expect(try file.parse("base_url: https://a.example\nclient: {id: x}\nscopes: []").scopes.isEmpty)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let text: String
        let code: EndpointFileError.Code
        let line: Int?
        let words: [String]
        var testDescription: String { words.joined(separator: " … ") }

        init(_ code: EndpointFileError.Code, _ line: Int?, _ words: [String], _ text: String) {
            (self.text, self.code, self.line, self.words) = (text, code, line, words)
        }

        /// A mistake in a line put after lines that are right.
        static func line(_ code: EndpointFileError.Code, _ line: Int, _ words: [String], _ text: String) -> Mistake {
            Mistake(code, line, words, "base_url: https://a.example\nclient:\n  id: x\n" + text)
        }
    }

    @Test(
        "with a mistake is refused with its name, the line, what was found and what was expected",
        arguments: [
            Mistake(.missingKey, nil, ["empty", "base_url"], ""),
            Mistake(.missingKey, nil, ["empty", "base_url"], "# only a comment\n"),
            Mistake(.wrongType, 1, ["the file is text", "base_url, client"], "hello"),
            Mistake(.wrongType, 2, ["the file is a list"], "\n- a\n- b"),
            Mistake(.notYAML, 2, ["not YAML", "expected"], "base_url: https://a.example\nclient: {id: x"),
            Mistake(.notYAML, 2, ["not YAML"], "base_url: https://a.example\n\tclient: x"),
            Mistake(.notYAML, 3, ["not YAML"], "base_url: https://a.example\nclient: {id: x}\n--- \na: b"),
            Mistake(.notYAML, 2, ["not text"], "base_url: https://a.example\nclient: \u{1}"),
            Mistake(.notYAML, 1, ["not YAML", "alias"], "base_url: *nowhere"),
            Mistake(.missingKey, 1, ["base_url is missing", "https://"], "client: {id: x}"),
            Mistake(.missingKey, 1, ["client is missing"], "base_url: https://a.example"),
            Mistake(.missingKey, 2, ["client.id is missing"], "base_url: https://a.example\nclient: {}"),
            Mistake(.wrongType, 2, ["client is text", "id, authentication"], "base_url: https://a.example\nclient: x"),
            Mistake(.wrongType, 2, ["client is nothing"], "base_url: https://a.example\nclient:\n"),
            Mistake(.wrongType, 3, ["client.id", "nothing"], "base_url: https://a.example\nclient:\n  id: ~"),
            Mistake(.wrongType, 2, ["client.id", "a list"], "base_url: https://a.example\nclient: {id: [x]}"),
            Mistake(.wrongType, 1, ["base_url", "a mapping", "expected text"], "base_url: {}\nclient: {id: x}"),
            Mistake(.badValue, 1, ["base_url", "plain http"], "base_url: http://a.example\nclient: {id: x}"),
            Mistake(.badValue, 1, ["base_url", "not an address"], "base_url: nonsense\nclient: {id: x}"),
            .line(.unknownKey, 4, ["“acess” is not a key", "access"], "acess: offline"),
            .line(.unknownKey, 4, ["“scope” is not a key of client", "redirect_uri"], "  scope: x"),
            .line(.unknownKey, 4, ["“secret”", "stoke endpoint secret"], "  secret: CANARY"),
            .line(.unknownKey, 4, ["a list"], "? [a]\n: b"),
            .line(.duplicateKey, 1, ["base_url", "twice"], "base_url: https://b.example"),
            .line(.duplicateKey, 3, ["id", "twice"], "  id: y"),
            .line(.badValue, 4, ["“basic” is not one of", "client_secret_basic"], "  authentication: basic"),
            .line(.wrongType, 4, ["client.authentication", "nothing"], "  authentication:"),
            .line(
                .badValue, 4, ["redirect_uri", "http on this machine", "https"], "  redirect_uri: http://a.example/cb"),
            .line(.badValue, 4, ["redirect_uri", "[::1]"], "  redirect_uri: http://127.0.0.2/callback"),
            .line(.badValue, 4, ["redirect_uri"], "  redirect_uri: stoke://callback"),
            .line(.badValue, 4, ["redirect_uri"], "  redirect_uri: https://a.example/#x"),
            .line(.badValue, 4, ["redirect_uri"], "  redirect_uri: callback"),
            .line(.badValue, 4, ["“forever” is not one of: offline, online, none"], "access: forever"),
            .line(.wrongType, 4, ["access", "a list"], "access: [offline]"),
            .line(.wrongType, 4, ["scopes", "a mapping"], "scopes: {a: b}"),
            .line(.wrongType, 5, ["scopes", "a list"], "scopes:\n  - [a]"),
            .line(.wrongType, 6, ["scopes", "nothing"], "scopes:\n  - openid\n  -"),
            .line(.badValue, 4, ["has a space", "one scope an entry"], "scopes: [openid fhirUser]"),
            .line(.badValue, 4, ["offline_access", "access: offline"], "scopes: [openid, offline_access]"),
            .line(.badValue, 4, ["online_access", "access: online"], "scopes: openid online_access"),
        ])
    func mistakes(mistake: Mistake) throws {
        let error = try #require(throws: EndpointFileError.self) { _ = try file.parse(mistake.text) }
        #expect(error.code == mistake.code)
        #expect(error.line == mistake.line)
        for words in mistake.words { #expect(error.message.contains(words), "\(error)") }
        #expect(error.description.hasPrefix("/home/ana/endpoints/lab.yaml"))
        #expect(!error.description.contains("CANARY"))
        if let line = mistake.line { #expect(error.description.contains("lab.yaml, line \(line): ")) }
    }

    @Test("shows nothing in a message that could steer the terminal")
    func cleanMessages() throws {
        let text = #"base_url: "https://a.example\e[2J""# + "\nclient: {id: x}"
        let error = try #require(throws: EndpointFileError.self) { _ = try file.parse(text) }
        #expect(!error.description.unicodeScalars.contains("\u{1B}"))
    }

    @Test("never traps, however deep, short or strange")
    func rubbish() throws {
        let deep = [
            String(repeating: "[", count: 60_000), String(repeating: "- ", count: 30_000),
            String(repeating: "? ", count: 30_000), String(repeating: "{a: ", count: 15_000),
            String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
        ]
        let valid = EndpointFile.text(of: try sample())
        let cut = (0..<valid.count).map { String(valid.prefix($0)) }
        let altered = valid.indices.map { valid.replacingCharacters(in: $0..<valid.index(after: $0), with: "\u{0}") }
        var refused = 0
        for text in deep + cut + altered {
            do throws(EndpointFileError) { _ = try file.parse(text) } catch { refused += 1 }
        }
        #expect(refused > deep.count + altered.count)
    }

    @Test(
        "that Stoke writes is read again as the same endpoint",
        arguments: [
            "x", "1f0c-22", "0123", "null", "~", "yes", "a: b", "a #b", "- a", "*a", "&a", "{a}", "[a, b]", "a,b",
            "\"q\" \\ 'r'",
            "https://client.example/id?x=1#y", "ä ö 漢字", " padded ", "a:", "tab\tnew\nline\u{85}\u{2028}", "%a", "@a",
            "!a", "|", ">", "?", "a:[b",
        ])
    func roundTrip(id: String) throws {
        var endpoint = try sample()
        endpoint.client.id = id
        endpoint.client.redirectURI = "https://app.example/cb?a=b,c:%20d"
        endpoint.scopes = ScopeSet(
            words: (1...12).map { "patient/Observation.rs?category=http://terminology.example/x|code,\($0)" } + [
                id.filter { !$0.isWhitespace }
            ])
        #expect(try file.parse(EndpointFile.text(of: endpoint)) == endpoint)
        endpoint.scopes = "openid launch/patient patient/*.rs"
        #expect(try file.parse(EndpointFile.text(of: endpoint)) == endpoint)
    }

    @Test("that Stoke writes says what may stand in it")
    func newFile() throws {
        #expect(
            EndpointFile.text(of: try sample()) == """
                # The endpoint “lab”. This file is yours: Stoke keeps your comments and the order.
                # Secrets are never in it; hand them over with: stoke endpoint secret lab
                base_url: https://fhir.example.org/r4

                client:
                  id: 1f0c
                  # none | client_secret_basic | client_secret_post
                  authentication: client_secret_basic
                  # Loopback: any free port, or the one given. https: sign in by pasting the redirected URL back.
                  redirect_uri: http://127.0.0.1:8910/callback

                scopes: [openid, fhirUser, launch/patient, patient/*.rs]

                # offline: refresh outlives your presence | online: refresh ends with it | none: no refresh
                access: online

                """)
    }

    private func sample() throws -> Endpoint {
        Endpoint(
            name: "lab", baseURL: try FHIRBaseURL("https://fhir.example.org/r4"),
            client: Endpoint.Client(
                id: "1f0c", authentication: .clientSecretBasic, redirectURI: "http://127.0.0.1:8910/callback"),
            access: .online)
    }
}

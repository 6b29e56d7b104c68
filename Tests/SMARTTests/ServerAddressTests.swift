import Foundation
import SMART
import TestSupport
import Testing

@Suite("A server's address")
struct ServerAddressTests {
    @Test(
        "R-1: is https, or http to this machine, and keeps its text to the letter",
        arguments: [
            ("https://Auth.Example.org/token?x=1", "auth.example.org", "Auth.Example.org"),
            ("https://auth.example.org:8443/t", "auth.example.org", "auth.example.org:8443"),
            ("http://127.0.0.2:8080/t", "127.0.0.2", "127.0.0.2:8080"), ("http://localhost", "localhost", "localhost"),
            ("http://[::1]:9/t", "::1", "[::1]:9"), ("HTTPS://a.example", "a.example", "a.example"),
        ])
    func accepts(text: String, host: String, server: String) throws {
        let address = try ServerAddress(text)
        #expect(address.text == text)
        #expect(address.host == host)
        #expect(address.server == server)
    }

    @Test(
        "R-1: is nothing that tokens may not travel to",
        arguments: [
            ("http://fhir.example.org/token", .plainHTTP), ("http://127.0.0.1.example.org/token", .plainHTTP),
            ("ftp://127.0.0.1/token", .notHTTPS), ("token", .notAnAddress), ("", .notAnAddress),
            ("https://", .notAnAddress), ("https://user:pw@127.0.0.1/t", .credentials),
            ("https://user@a.example/t", .credentials), ("https://a b/", .notAnAddress),
            ("https://a.example/\r\nX: y", .notAnAddress), ("https://a.example/\u{1B}[2J", .notAnAddress),
        ] as [(String, ServerAddressError.Code)])
    func refuses(text: String, code: ServerAddressError.Code) {
        let error = #expect(throws: ServerAddressError.self) { try ServerAddress(text) }
        #expect(error?.code == code)
        #expect(error?.description.contains("pw") == false)
    }

    @Test("is written as the plain text that it was read from")
    func coding() throws {
        let text = Data(#"["https://auth.example.org/token"]"#.utf8)
        let addresses = try JSONDecoder().decode([ServerAddress].self, from: text)
        #expect(addresses == ["https://auth.example.org/token"])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        #expect(try encoder.encode(addresses) == text)
        let unsafe = Data(#"["http://auth.example.org/token"]"#.utf8)
        #expect(throws: ServerAddressError.self) { try JSONDecoder().decode([ServerAddress].self, from: unsafe) }
    }

    @Test(
        "leads on by a Location, relative or absolute, to where tokens may travel",
        arguments: [
            ("/b", "https://a.example/b"), ("b?x", "https://a.example/dir/b?x"),
            ("https://c.example/", "https://c.example/"),
            ("//c.example/b", "https://c.example/b"), ("http://a.example/", nil), ("file:///etc/passwd", nil),
        ] as [(String, String?)])
    func resolving(location: String, expected: String?) throws {
        let base: ServerAddress = "https://a.example/dir/x"
        #expect((try? base.resolving(location))?.text == expected)
    }
}

import SMART
import TestSupport
import Testing

@Suite("A redirect URI")
struct RedirectURITests {
    @Test(
        "on this machine is received by Stoke, at any free port or the one given",
        arguments: [
            ("http://127.0.0.1/callback", nil), ("http://127.0.0.1:8910/", 8910), ("http://localhost:1/cb?x=y", 1),
            ("http://[::1]:65535", 65535), ("HTTP://127.0.0.1", nil), ("http://LocalHost/cb", nil),
        ] as [(String, Int?)])
    func loopback(text: String, port: Int?) throws {
        let uri = try RedirectURI(text)
        let loopback = try #require(uri.loopback)
        #expect(loopback.port == port)
        #expect(loopback.path.hasPrefix("/"))
        #expect(loopback.needsIPv6 == text.contains("["))
        #expect(uri.text == text)
        #expect("\(uri)" == text)
    }

    @Test(
        "elsewhere is https, and the redirected URL is pasted back",
        arguments: ["https://a.example/cb", "https://localhost:1/cb", "https://127.0.0.2/cb"])
    func elsewhere(text: String) throws {
        #expect(try RedirectURI(text).loopback == nil)
    }

    @Test(
        "on this machine where Stoke does not listen is refused, and the words say where it does",
        arguments: ["http://127.0.0.2/callback", "http://127.0.0.2:8910/", "http://127.1.2.3/cb"])
    func notListenedOn(text: String) {
        let error = #expect(throws: RedirectURIError.self) { try RedirectURI(text) }
        #expect(error?.code == .notListenedOn)
        for word in [text, "redirect URI", "localhost", "127.0.0.1", "[::1]"] {
            #expect(error?.description.contains(word) == true)
        }
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "callback", "http://a.example/cb", "http://127.0.0.1.a.example/", "stoke://cb",
            "urn:ietf:wg:oauth:2.0:oob", "org.example.app:/callback", "http://127.0.0.1/a b",
            "http://127.0.0.1/\r\nX: y",
            "https://a.example/\u{202E}cb",
            "https://", "https:///cb", "https://a.example/#f", "http://127.0.0.1/#", "https://me:pw@a.example/",
            "javascript:x",
        ])
    func refused(text: String) throws {
        let error = try #require(throws: RedirectURIError.self) { _ = try RedirectURI(text) }
        #expect(error.description.contains("redirect URI"))
        #expect(error.code == .unusable)
    }

    @Test("takes the port of its receiver and keeps the rest to the letter")
    func onPort() {
        let registered: RedirectURI = "HTTP://localhost/cb?x=%7e"
        #expect(registered.onPort(4711).text == "HTTP://localhost:4711/cb?x=%7e")
        #expect(registered.onPort(4711).loopback?.port == 4711)
        #expect(RedirectURI.standard.onPort(1) == "http://127.0.0.1:1/callback")
        let elsewhere: RedirectURI = "https://a.example/cb"
        #expect(elsewhere.onPort(1) == elsewhere)
    }

    @Test("without more said is one that can be written down and read again")
    func standard() throws {
        #expect(try RedirectURI(RedirectURI.standard.text) == .standard)
    }
}

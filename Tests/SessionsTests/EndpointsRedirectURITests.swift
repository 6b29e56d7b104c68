import Testing

@testable import Sessions

@Suite("A redirect URI")
struct EndpointsRedirectURITests {
    @Test(
        "on this machine is received by Stoke, at any free port or the one given",
        arguments: [
            ("http://127.0.0.1/callback", nil), ("http://127.0.0.1:8910/", 8910), ("http://localhost:1/cb?x=y", 1),
            ("http://[::1]:65535", 65535), ("HTTP://127.0.0.1", nil),
        ] as [(String, Int?)])
    func loopback(text: String, port: Int?) throws {
        let uri = try RedirectURI(text)
        #expect(uri.isLoopback)
        #expect(uri.port == port)
        #expect(uri.text == text)
    }

    @Test(
        "elsewhere is https, and the redirected URL is pasted back",
        arguments: ["https://a.example/cb", "https://localhost:1/cb"])
    func elsewhere(text: String) throws {
        let uri = try RedirectURI(text)
        #expect(!uri.isLoopback)
        #expect(uri.port == nil)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "callback", "http://a.example/cb", "http://127.0.0.1.a.example/", "stoke://cb",
            "urn:ietf:wg:oauth:2.0:oob",
            "https://", "https:///cb", "https://a.example/#f", "http://127.0.0.1/#", "https://me:pw@a.example/",
            "javascript:x",
        ])
    func refused(text: String) throws {
        let error = try #require(throws: RedirectURIError.self) { _ = try RedirectURI(text) }
        #expect(error.description.contains("redirect URI"))
    }
}

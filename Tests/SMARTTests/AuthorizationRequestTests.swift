import Foundation
import SMART
import TestSupport
import Testing

@Suite("Authorization request")
struct AuthorizationRequestTests {
    private func request(
        endpoint: ServerAddress = "https://auth.example.org/authorize", nonce: String? = nil
    ) -> AuthorizationRequest {
        AuthorizationRequest(
            authorizationEndpoint: endpoint, clientID: "my client", redirectURI: "http://127.0.0.1:8080/callback",
            scopes: "openid patient/*.rs", state: Redacted("st+te"), audience: "https://fhir.example.org/r4",
            pkce: PKCE(verifier: Redacted("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")), nonce: nonce)
    }

    @Test("R-3, R-32, R-33, R-41, R-44, R-45, R-51: the address carries every required parameter, strictly escaped")
    func address() {
        #expect(
            request().address
                == "https://auth.example.org/authorize?response_type=code&client_id=my%20client"
                + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcallback&scope=openid%20patient%2F%2A.rs&state=st%2Bte"
                + "&aud=https%3A%2F%2Ffhir.example.org%2Fr4"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256")
    }

    @Test(
        "A query that the endpoint already has is kept",
        arguments: [
            ("https://a.example/x?tenant=1", "https://a.example/x?tenant=1&response_type=code&"),
            ("https://a.example/x?", "https://a.example/x?response_type=code&"),
            ("https://a.example/x?a=b&", "https://a.example/x?a=b&response_type=code&"),
            ("https://a.example/x#top", "https://a.example/x?response_type=code&"),
        ])
    func keepsQuery(endpoint: String, beginning: String) throws {
        #expect(try request(endpoint: ServerAddress(endpoint)).address.hasPrefix(beginning))
    }

    @Test("R-36: launch is left out in a standalone launch")
    func launch() {
        #expect(!request().form.contains { $0.0 == "launch" })
    }

    @Test("A nonce is sent where there is one")
    func nonce() {
        #expect(request(nonce: "n-1").form.contains { $0 == ("nonce", "n-1") })
        #expect(!request().form.contains { $0.0 == "nonce" })
    }

    @Test("The form of authorize-post holds the same parameters as the address")
    func form() throws {
        let query = try #require(request(nonce: "n").address.split(separator: "?").last)
        #expect(FormEncoding.decode(query).map { "\($0)" } == request(nonce: "n").form.map { "\($0)" })
    }

    @Test("R-2, R-40: each state is new, URL-safe and holds more than 122 bits")
    func randomState() {
        let states = (0..<200).map { _ in AuthorizationRequest.randomState().reveal() }
        #expect(Set(states).count == 200)
        #expect(states.allSatisfy { $0.wholeMatch(of: /[A-Za-z0-9\-_]{43}/) != nil })
    }

    @Test("Printing a request shows neither state nor verifier")
    func hidesSecrets() {
        let text = "\(request())" + String(reflecting: request())
        #expect(!text.contains("st+te"))
        #expect(!text.contains("dBjftJeZ4"))
    }
}

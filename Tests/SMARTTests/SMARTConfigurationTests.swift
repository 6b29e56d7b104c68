import Foundation
import SMART
import TestSupport
import Testing

@Suite("SMART configuration")
struct SMARTConfigurationTests {
    private func parse(_ text: String) throws(DiscoveryDocumentError) -> SMARTConfiguration {
        try SMARTConfiguration(reading: AnswerBody(text), baseURL: base)
    }

    @Test("A document as the specification has it is read whole")
    func complete() throws {
        let document = try parse(Documents.wellKnown)
        #expect(document.issuer?.text == "https://auth.example.org")
        #expect(document.jwksURI == "https://auth.example.org/jwks")
        #expect(
            document.endpoints == [
                .authorization: "https://auth.example.org/authorize", .token: "https://auth.example.org/token",
                .registration: "https://auth.example.org/register", .management: "https://auth.example.org/manage",
                .introspection: "https://auth.example.org/introspect", .revocation: "https://auth.example.org/revoke",
            ])
        #expect(document.capabilities?.contains("launch-standalone") == true)
        #expect(document.codeChallengeMethodsSupported == ["S256"])
        #expect(document.grantTypesSupported == ["authorization_code", "client_credentials"])
        #expect(document.additional == ["user_access_brand_bundle": .string("https://x.example/brands.json")])
        #expect(document.findings.isEmpty)
    }

    @Test("Two keys are a document, and so is one with a byte order mark")
    func minimal() throws {
        let text =
            "\u{FEFF}" + #"{"authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t"}"#
        #expect(try parse(text).endpoints.count == 2)
    }

    @Test(
        "R-379: relative addresses lie below the FHIR base",
        arguments: [
            ("oauth/token", "https://fhir.example.org/r4/oauth/token"),
            ("/oauth/token", "https://fhir.example.org/oauth/token"),
            ("../token", "https://fhir.example.org/token"),
            ("//auth.example.org/token", "https://auth.example.org/token"),
        ])
    func relative(written: String, expected: String) throws {
        let document = try parse(#"{"token_endpoint":"\#(written)"}"#)
        #expect(document.endpoints[.token]?.text == expected)
        #expect(document.findings.contains(.warning, saying: "token_endpoint", "relative", expected))
    }

    @Test(
        "R-1: an endpoint that codes and tokens may not travel to is refused",
        arguments: [
            "http://auth.example.org/token", "ftp://auth.example.org/token", "javascript:alert(1)", "https://",
            "https://user:pw@auth.example.org/token", "http://127.0.0.1.evil.example/", "https://a b/",
            "file:///etc/passwd",
        ])
    func unsafe(written: String) throws {
        let document = try parse(#"{"token_endpoint":"\#(written)","introspection_endpoint":"\#(written)"}"#)
        #expect(document.endpoints.isEmpty)
        #expect(document.findings.contains(.error, saying: "token_endpoint", "not used"))
        #expect(document.findings.contains(.warning, saying: "introspection_endpoint", "not used"))
    }

    @Test(
        "Plain http to this machine is allowed",
        arguments: ["http://127.0.0.1:8080/t", "http://localhost/t", "http://[::1]:9/t"])
    func loopback(written: String) throws {
        let document = try parse(#"{"token_endpoint":"\#(written)"}"#)
        #expect(document.endpoints[.token]?.text == written)
        #expect(document.findings.isEmpty)
    }

    @Test("A fragment is left out and said so")
    func fragment() throws {
        let document = try parse(#"{"token_endpoint":"https://a.example/t?x=1#frag"}"#)
        #expect(document.endpoints[.token] == "https://a.example/t?x=1")
        #expect(document.findings.contains(.warning, saying: "fragment"))
    }

    @Test("An issuer that ends in the path of its own document is used without")
    func issuer() throws {
        let document = try parse(#"{"issuer":"https://a.example/x/.well-known/openid-configuration"}"#)
        #expect(document.issuer?.text == "https://a.example/x")
        #expect(document.issuer?.configurationAddress == "https://a.example/x/.well-known/openid-configuration")
        #expect(document.issuer?.hadConfigurationPath == true)
    }

    @Test("Members of wrong types are reported and cost nothing else")
    func wrongTypes() throws {
        let document = try parse(
            #"{"token_endpoint":7,"authorization_endpoint":["x"],"issuer":{},"jwks_uri":null,"capabilities":"launch-ehr sso","#
                + #""scopes_supported":["openid",7,null],"grant_types_supported":{},"code_challenge_methods_supported":true,"#
                + #""revocation_endpoint":""}"#)
        #expect(document.endpoints.isEmpty)
        #expect(document.capabilities == ["launch-ehr", "sso"])
        #expect(document.scopesSupported == ["openid"])
        #expect(document.grantTypesSupported == nil)
        #expect(document.codeChallengeMethodsSupported == nil)
        #expect(document.findings.contains(.error, saying: "token_endpoint", "not text"))
        #expect(document.findings.contains(.error, saying: "authorization_endpoint", "not text"))
        #expect(document.findings.contains(.warning, saying: "issuer", "not text"))
        #expect(document.findings.contains(.warning, saying: "capabilities", "one text"))
        #expect(document.findings.contains(.warning, saying: "scopes_supported", "not text"))
        #expect(document.findings.contains(.warning, saying: "grant_types_supported", "not a list"))
        #expect(!document.findings.contains { $0.message.contains("jwks_uri") || $0.message.contains("revocation") })
    }

    @Test("Text of the server is cleaned where it enters")
    func cleans() throws {
        let document = try parse(
            #"{"capabilities":["launch-ehr\u001b[2J"],"x\u202e":["a\u0007"],"token_endpoint":"no \u001b[31maddress"}"#)
        #expect(document.capabilities == ["launch-ehr[2J"])
        #expect(document.additional == ["x": .array([.string("a")])])
        #expect(document.findings.allSatisfy { $0.message == $0.message.cleaned })
    }

    @Test("What is no SMART configuration is told for what it is", arguments: Documents.foreign)
    func foreign(body: String, words: String) {
        let error = #expect(throws: DiscoveryDocumentError.self) { try parse(body) }
        #expect(error?.description.contains(words) == true)
        #expect(error?.description.hasSuffix("where a SMART configuration was expected") == true)
    }

    @Test("A conformance statement in the well-known place is told for what it is")
    func conformanceInstead() {
        let error = #expect(throws: DiscoveryDocumentError.self) { try parse(Documents.capabilityStatement) }
        #expect(error?.code == .otherResource("CapabilityStatement"))
    }
}

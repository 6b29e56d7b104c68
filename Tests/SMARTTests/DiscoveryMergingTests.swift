import Foundation
import SMART
import TestSupport
import Testing

@Suite("Merged discovery")
struct DiscoveryMergingTests {
    private func merge(_ wellKnown: String?, _ metadata: String?) throws(DiscoveryDocumentError) -> DiscoveredServer {
        .merging(
            baseURL: base,
            wellKnown: try wellKnown.map { text throws(DiscoveryDocumentError) in
                try SMARTConfiguration(reading: AnswerBody(text), baseURL: base)
            },
            conformance: try metadata.map { text throws(DiscoveryDocumentError) in
                try ConformanceStatement(reading: AnswerBody(text), baseURL: base)
            })
    }

    /// The complete document with some members replaced, or removed by `null`.
    private func wellKnown(_ changes: String) throws -> String {
        var members = try #require(JSONValue(parsing: Data(Documents.wellKnown.utf8)).object)
        for (name, value) in try #require(JSONValue(parsing: Data(changes.utf8)).object) {
            members[name] = value == .null ? nil : value
        }
        return String(decoding: try JSONEncoder().encode(JSONValue.object(members)), as: UTF8.self)
    }

    @Test("Two documents that agree and keep the rules give no finding")
    func agreeing() throws {
        let server = try merge(Documents.wellKnown, Documents.capabilityStatement)
        #expect(server.findings == [])
        #expect(server.sources == [.wellKnown, .metadata])
        #expect(server.fhirVersion == "4.0.1")
        #expect(server.issuer == "https://auth.example.org")
        #expect(server.allowsSignIn)
    }

    @Test("The SMART configuration wins, metadata fills gaps, and their disagreement is told")
    func precedence() throws {
        let text = try wellKnown(#"{"authorization_endpoint":"https://new.example/a","revocation_endpoint":null}"#)
        let server = try merge(text, Documents.capabilityStatement)
        #expect(server.authorizationEndpoint == "https://new.example/a")
        #expect(server.revocationEndpoint == "https://auth.example.org/revoke")
        #expect(
            server.findings.contains(.warning, saying: "disagree", "authorization endpoint", "https://new.example/a"))
        #expect(server.findings.count == 1)
    }

    @Test("A trailing slash is no disagreement")
    func trailingSlash() throws {
        let text = try wellKnown(#"{"token_endpoint":"https://auth.example.org/token/"}"#)
        #expect(try merge(text, Documents.capabilityStatement).findings == [])
    }

    @Test("One document is enough, and the missing one is told")
    func oneDocument() throws {
        let metadataOnly = try merge(nil, Documents.capabilityStatement)
        #expect(metadataOnly.sources == [.metadata])
        #expect(metadataOnly.allowsSignIn)
        #expect(metadataOnly.findings.contains(.warning, saying: ".well-known/smart-configuration"))
        let wellKnownOnly = try merge(Documents.wellKnown, nil)
        #expect(wellKnownOnly.sources == [.wellKnown])
        #expect(wellKnownOnly.allowsSignIn)
        #expect(wellKnownOnly.findings.contains(.note, saying: "metadata"))
    }

    @Test("Without any document nobody can sign in, and that is the one finding")
    func noDocument() throws {
        let server = try merge(nil, nil)
        #expect(!server.allowsSignIn)
        #expect(server.findings.map(\.severity) == [.error])
    }

    @Test("An unsafe endpoint in one document is replaced by the other's")
    func unsafeFilled() throws {
        let text = try wellKnown(#"{"token_endpoint":"http://auth.example.org/token"}"#)
        let server = try merge(text, Documents.capabilityStatement)
        #expect(server.tokenEndpoint == "https://auth.example.org/token")
        #expect(server.findings.first?.severity == .error)
    }

    @Test(
        "Each broken rule is told",
        arguments: [
            (#"{"token_endpoint":null}"#, ["no usable token_endpoint"]),
            (#"{"grant_types_supported":null}"#, ["grant_types_supported"]),
            (#"{"capabilities":null}"#, ["no usable capabilities"]),
            (#"{"code_challenge_methods_supported":null}"#, ["code_challenge_methods_supported"]),
            (#"{"authorization_endpoint":null}"#, ["app launches", "authorization_endpoint"]),
            (#"{"code_challenge_methods_supported":[]}"#, ["S256"]),
            (#"{"code_challenge_methods_supported":["S256","plain"]}"#, ["plain"]),
            (#"{"issuer":null}"#, ["sso-openid-connect", "issuer"]),
            (#"{"jwks_uri":null}"#, ["sso-openid-connect", "jwks_uri"]),
            (#"{"issuer":"https://a.example/.well-known/openid-configuration"}"#, ["issuer ends in"]),
            (
                #"{"token_endpoint_auth_methods_supported":["private_key_jwt"]}"#,
                ["client-confidential-symmetric is advertised"]
            ),
            (
                #"{"token_endpoint_auth_methods_supported":["client_secret_basic","private_key_jwt"]}"#,
                ["private_key_jwt", "client-confidential-asymmetric is not advertised"]
            ),
            (
                #"{"grant_types_supported":["authorization_code","urn:ietf:params:oauth:grant-type:device_code"]}"#,
                ["device_code", "device_authorization_endpoint"]
            ),
            (#"{"grant_types_supported":["client_credentials"]}"#, ["lacks authorization_code"]),
        ])
    func rules(changes: String, words: [String]) throws {
        let server = try merge(wellKnown(changes), Documents.capabilityStatement)
        let told = server.findings.filter { finding in words.allSatisfy(finding.message.contains) }
        #expect(told.map(\.severity) == [.warning])
        #expect(told.allSatisfy { $0.requirement != nil })
        #expect(server.allowsSignIn)
    }

    @Test("The lists that servers leave incomplete gate nothing")
    func listsGateNothing() throws {
        let text = try wellKnown(#"{"scopes_supported":[],"grant_types_supported":["authorization_code"]}"#)
        #expect(try merge(text, Documents.capabilityStatement).findings == [])
    }

    @Test("Findings come worst first")
    func order() throws {
        let server = try merge(#"{"token_endpoint":"http://x.example/t","capabilities":["launch-ehr"]}"#, nil)
        let ranks = server.findings.map { Finding.Severity.allCases.firstIndex(of: $0.severity) ?? -1 }
        #expect(ranks == ranks.sorted())
        #expect(Set(server.findings.map(\.severity)) == Set(Finding.Severity.allCases))
    }
}

import Foundation
import SMART
import TestSupport
import Testing

@Suite("Conformance statement")
struct ConformanceStatementTests {
    private func parse(_ text: String) throws(DiscoveryDocumentError) -> ConformanceStatement {
        try ConformanceStatement(reading: AnswerBody(text), baseURL: base)
    }

    /// A statement with the given security section.
    private func statement(security: String) throws(DiscoveryDocumentError) -> ConformanceStatement {
        try parse(#"{"resourceType":"CapabilityStatement","rest":[{"mode":"server","security":\#(security)}]}"#)
    }

    @Test("Every endpoint of the extension is read")
    func complete() throws {
        let document = try parse(Documents.capabilityStatement)
        #expect(document.fhirVersion == "4.0.1")
        #expect(document.endpoints.count == OAuthEndpoint.allCases.count)
        #expect(document.endpoints[.authorization] == "https://auth.example.org/authorize")
        #expect(document.endpoints[.revocation] == "https://auth.example.org/revoke")
        #expect(document.findings.isEmpty)
    }

    @Test(
        "The resource is Conformance in DSTU2 and CapabilityStatement later",
        arguments: ["Conformance", "CapabilityStatement"])
    func resourceTypes(type: String) throws {
        #expect(try parse(#"{"resourceType":"\#(type)","fhirVersion":"1.0.2"}"#).fhirVersion == "1.0.2")
    }

    @Test(
        "The extension is known by the end of its URL, nested or flat",
        arguments: [
            #"{"extension":[{"url":"http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris","extension":[{"url":"token","valueUri":"https://a.example/t"}]}]}"#,
            #"{"extension":[{"url":"http://DSTU2/fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris","extension":[{"url":"token","valueUri":"https://a.example/t"}]}]}"#,
            #"{"extension":[{"url":"https://x.example/OAuth-URIs/","extension":[{"url":"http://x.example/oauth-uris#token","valueUrl":"https://a.example/t"}]}]}"#,
            #"{"extension":[{"url":"http://fhir-registry.smarthealthit.org/Profile/oauth-uris#token","valueUri":"https://a.example/t"}]}"#,
            #"{"extension":{"url":"oauth-uris","extension":{"url":"token","valueString":"https://a.example/t"}}}"#,
            #"{"extension":[{"url":7},null,"x",{"url":"other"},{"url":"oauth-uris","extension":[{"url":"token","valueUri":"https://a.example/t"}]}]}"#,
        ])
    func shapes(security: String) throws {
        #expect(try statement(security: security).endpoints == [.token: "https://a.example/t"])
    }

    @Test("Of several rest entries the server's count before a client's, and each fills what the others lack")
    func severalRestEntries() throws {
        let rest = { (mode: String, name: String, address: String) in
            #"{"mode":"\#(mode)","security":{"extension":[{"url":"x/oauth-uris","extension":[{"url":"\#(name)","valueUri":"\#(address)"}]}]}}"#
        }
        let entries = [
            rest("client", "token", "https://client.example/t"), #"{"mode":"server"}"#, "7",
            rest("server", "token", "https://server.example/t"),
            rest("server", "authorize", "https://server.example/a"),
        ]
        let document = try parse(#"{"resourceType":"Conformance","rest":[\#(entries.joined(separator: ","))]}"#)
        #expect(document.endpoints == [.token: "https://server.example/t", .authorization: "https://server.example/a"])
        #expect(document.findings.contains(.warning, saying: "token", "several addresses"))
    }

    @Test(
        "A statement without OAuth addresses says what it has instead",
        arguments: [
            (#"{"resourceType":"Conformance"}"#, "says nothing of security"),
            (#"{"resourceType":"Conformance","rest":[{"mode":"server"}]}"#, "says nothing of security"),
            (#"{"resourceType":"Conformance","rest":{"security":{}}}"#, "names no OAuth addresses"),
            (#"{"resourceType":"Conformance","rest":"none"}"#, "says nothing of security"),
            (
                #"{"resourceType":"Conformance","rest":[{"security":{"service":[{"coding":[{"code":"Basic"}]}]}}]}"#,
                "names no OAuth addresses (only Basic)"
            ),
        ])
    func withoutOAuth(body: String, words: String) throws {
        let document = try parse(body)
        #expect(document.endpoints.isEmpty)
        #expect(document.findings.contains(.note, saying: words))
    }

    @Test("R-379: addresses are resolved and judged as in a SMART configuration")
    func addresses() throws {
        let document = try statement(
            security: #"{"extension":[{"url":"oauth-uris","extension":[{"url":"token","valueUri":"oauth/token"},"#
                + #"{"url":"authorize","valueUri":"http://a.example/authorize"}]}]}"#)
        #expect(document.endpoints == [.token: "https://fhir.example.org/r4/oauth/token"])
        #expect(document.findings.contains(.error, saying: "authorize", "metadata", "not used"))
    }

    @Test("The capabilities of SMART App Launch 1.0 are read")
    func capabilities() throws {
        let url = "http://fhir-registry.smarthealthit.org/StructureDefinition/capabilities"
        let document = try statement(
            security:
                #"{"extension":[{"url":"\#(url)","valueCode":"launch-ehr"},{"url":"\#(url)","valueCode":"client-public"}]}"#
        )
        #expect(document.capabilities == ["launch-ehr", "client-public"])
    }

    @Test("What is no conformance statement is told for what it is", arguments: Documents.foreign)
    func foreign(body: String, words: String) {
        let error = #expect(throws: DiscoveryDocumentError.self) { try parse(body) }
        #expect(error?.description.contains(words) == true)
        #expect(error?.description.hasSuffix("where a conformance or capability statement was expected") == true)
    }
}

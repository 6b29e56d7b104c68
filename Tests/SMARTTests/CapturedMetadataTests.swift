import Foundation
import SMART
import TestSupport
import Testing

/// Documents that real servers sent.
///
/// They are no part of this package and are looked for beside it.
private enum Captures {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data/metadata").standardizedFileURL

    static func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    /// The server that one captured document describes.
    static func server(from name: String) throws -> DiscoveredServer {
        let data = try Data(contentsOf: folder.appending(path: name))
        return name.contains("smart_configuration")
            ? .merging(
                baseURL: base, wellKnown: try SMARTConfiguration(reading: AnswerBody(data), baseURL: base),
                conformance: nil)
            : .merging(
                baseURL: base, wellKnown: nil,
                conformance: try ConformanceStatement(reading: AnswerBody(data), baseURL: base))
    }
}

/// Each test reads one file of `../shared/data/metadata` and is skipped where that file is absent.
@Suite("Documents captured from real servers")
struct CapturedMetadataTests {
    private func expect(
        _ server: DiscoveredServer, version: String, authorization: String, token: String, management: String? = nil
    ) {
        #expect(server.fhirVersion == version)
        #expect(server.authorizationEndpoint?.text == authorization)
        #expect(server.tokenEndpoint?.text == token)
        #expect(server.managementEndpoint?.text == management)
        #expect(server.registrationEndpoint == nil)
        #expect(server.introspectionEndpoint == nil)
        #expect(server.revocationEndpoint == nil)
        #expect(server.findings.map(\.severity) == [.warning], "the SMART configuration alone is missing")
    }

    @Test("Allscripts, DSTU2", .enabled(if: Captures.exists("allscripts_capability_dstu2.json"), "needs the capture"))
    func allscripts() throws {
        let root = "https://fhir.fhirpoint.open.allscripts.com/fhirroute/authorization/10028551/connect"
        expect(
            try Captures.server(from: "allscripts_capability_dstu2.json"), version: "1.0.2",
            authorization: root + "/authorize",
            token: root + "/token")
    }

    @Test("Cerner, DSTU2", .enabled(if: Captures.exists("cerner_capability_dstu2.json"), "needs the capture"))
    func cernerDSTU2() throws {
        try expectCernerTenant("cerner_capability_dstu2.json")
    }

    @Test(
        "A Cerner statement without its vendor",
        .enabled(if: Captures.exists("novendor_capability_dstu2.json"), "needs the capture"))
    func withoutVendor() throws {
        try expectCernerTenant("novendor_capability_dstu2.json")
    }

    private func expectCernerTenant(_ name: String) throws {
        let root = "https://authorization.cerner.com/tenants/sqiH60CNKO9o0PByEO9XAxX0dZX5s5b2"
        expect(
            try Captures.server(from: name), version: "1.0.2",
            authorization: root + "/protocols/oauth2/profiles/smart-v1/personas/patient/authorize",
            token: root + "/protocols/oauth2/profiles/smart-v1/token",
            management: root + "/personas/patient/my-authorizations")
    }

    @Test("Epic, DSTU2", .enabled(if: Captures.exists("epic_capability_dstu2.json"), "needs the capture"))
    func epicDSTU2() throws {
        expect(
            try Captures.server(from: "epic_capability_dstu2.json"), version: "1.0.2",
            authorization: "https://epicproxy.ardenthealth.com/fhir/oauth2/authorize",
            token: "https://epicproxy.ardenthealth.com/fhir/oauth2/token")
    }

    @Test("Epic, STU3", .enabled(if: Captures.exists("epic_capability_stu3.json"), "needs the capture"))
    func epicSTU3() throws {
        expect(
            try Captures.server(from: "epic_capability_stu3.json"), version: "3.0.1",
            authorization: "https://iconnect-fhir.cooperhealth.edu/fhir/oauth2/authorize",
            token: "https://iconnect-fhir.cooperhealth.edu/fhir/oauth2/token")
    }

    @Test("Meditech, DSTU2", .enabled(if: Captures.exists("meditech_capability_dstu2.json"), "needs the capture"))
    func meditech() throws {
        expect(
            try Captures.server(from: "meditech_capability_dstu2.json"), version: "1.0.2",
            authorization: "https://croh-mapilive.primehealthcare.com/oauth/authorize",
            token: "https://croh-mapilive.primehealthcare.com/oauth/token")
    }

    @Test(
        "Cerner, SMART configuration",
        .enabled(if: Captures.exists("cerner_smart_configuration.json"), "needs the capture"))
    func cernerConfiguration() throws {
        let server = try Captures.server(from: "cerner_smart_configuration.json")
        let tenant = "ec2458f2-1e24-41c8-b71b-0e701af7583d"
        let root = "https://authorization.cerner.com/tenants/\(tenant)"
        #expect(server.issuer == root + "/oidc/idsps/\(tenant)")
        #expect(
            server.authorizationEndpoint?.text == root
                + "/protocols/oauth2/profiles/smart-v1/personas/provider/authorize")
        #expect(server.tokenEndpoint?.text == root + "/protocols/oauth2/profiles/smart-v1/token")
        #expect(server.introspectionEndpoint == "https://authorization.cerner.com/tokeninfo")
        #expect(server.capabilities.count == 13)
        #expect(server.scopesSupported.count == 117)
        #expect(server.codeChallengeMethodsSupported == ["S256"])
        #expect(server.tokenEndpointAuthMethodsSupported == ["client_secret_basic"])
        #expect(server.additional == ["response_types_supported": .array([.string("code")])])
        #expect(server.findings.contains(.warning, saying: "issuer ends in"))
        #expect(server.findings.contains(.warning, saying: "jwks_uri"))
        #expect(server.findings.contains(.warning, saying: "grant_types_supported"))
        #expect(server.findings.map(\.severity) == [.warning, .warning, .warning, .note])
    }

    @Test(
        "Tsys, SMART configuration", .enabled(if: Captures.exists("tsys_smart_configuration.json"), "needs the capture")
    )
    func tsysConfiguration() throws {
        let server = try Captures.server(from: "tsys_smart_configuration.json")
        #expect(
            server.authorizationEndpoint == "https://fhirsandbox2.tsysinteropsvcs.net:8110/identity/connect/authorize")
        #expect(server.tokenEndpoint == "https://fhirsandbox2.tsysinteropsvcs.net:8110/identity/connect/token")
        #expect(server.issuer == nil)
        #expect(server.scopesSupported == ["system/*.read"])
        #expect(server.findings.contains(.warning, saying: "client-confidential-symmetric is advertised"))
        #expect(server.findings.contains(.warning, saying: "client-confidential-asymmetric is not advertised"))
        #expect(server.findings.contains(.warning, saying: "code_challenge_methods_supported"))
        #expect(server.findings.contains(.warning, saying: "grant_types_supported"))
        #expect(server.findings.map(\.severity) == [.warning, .warning, .warning, .warning, .note])
    }
}

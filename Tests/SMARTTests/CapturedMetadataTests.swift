import Foundation
import SMART
import Testing

/// The same of documents that real servers sent.
///
/// They are no part of this package and are looked for beside it, in `../shared/data/metadata`; each test is skipped by name
/// where its file is absent. ``VendorMetadataTests`` reads documents of the same shapes everywhere.
@Suite("Documents captured from real servers")
struct CapturedMetadataTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data/metadata").standardizedFileURL

    private static func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    private func expectStatement(
        _ file: String, version: String, authorization: String, token: String, management: String? = nil
    ) throws {
        try VendorDocument(
            file: file, version: version, authorization: authorization, token: token, management: management
        ).expectStatement(in: Self.folder)
    }

    @Test("Allscripts, DSTU2", .enabled(if: exists("allscripts_capability_dstu2.json"), "needs the capture"))
    func allscripts() throws {
        let root = "https://fhir.fhirpoint.open.allscripts.com/fhirroute/authorization/10028551/connect"
        try expectStatement(
            "allscripts_capability_dstu2.json", version: "1.0.2", authorization: root + "/authorize",
            token: root + "/token")
    }

    @Test("Cerner, DSTU2", .enabled(if: exists("cerner_capability_dstu2.json"), "needs the capture"))
    func cernerDSTU2() throws {
        try expectCernerTenant("cerner_capability_dstu2.json")
    }

    @Test(
        "A Cerner statement without its vendor",
        .enabled(if: exists("novendor_capability_dstu2.json"), "needs the capture"))
    func withoutVendor() throws {
        try expectCernerTenant("novendor_capability_dstu2.json")
    }

    private func expectCernerTenant(_ file: String) throws {
        let root = "https://authorization.cerner.com/tenants/sqiH60CNKO9o0PByEO9XAxX0dZX5s5b2"
        try expectStatement(
            file, version: "1.0.2",
            authorization: root + "/protocols/oauth2/profiles/smart-v1/personas/patient/authorize",
            token: root + "/protocols/oauth2/profiles/smart-v1/token",
            management: root + "/personas/patient/my-authorizations")
    }

    @Test("Epic, DSTU2", .enabled(if: exists("epic_capability_dstu2.json"), "needs the capture"))
    func epicDSTU2() throws {
        let root = "https://epicproxy.ardenthealth.com/fhir/oauth2"
        try expectStatement(
            "epic_capability_dstu2.json", version: "1.0.2", authorization: root + "/authorize", token: root + "/token")
    }

    @Test("Epic, STU3", .enabled(if: exists("epic_capability_stu3.json"), "needs the capture"))
    func epicSTU3() throws {
        let root = "https://iconnect-fhir.cooperhealth.edu/fhir/oauth2"
        try expectStatement(
            "epic_capability_stu3.json", version: "3.0.1", authorization: root + "/authorize", token: root + "/token")
    }

    @Test("Meditech, DSTU2", .enabled(if: exists("meditech_capability_dstu2.json"), "needs the capture"))
    func meditech() throws {
        let root = "https://croh-mapilive.primehealthcare.com/oauth"
        try expectStatement(
            "meditech_capability_dstu2.json", version: "1.0.2", authorization: root + "/authorize",
            token: root + "/token")
    }

    @Test("Cerner, SMART configuration", .enabled(if: exists("cerner_smart_configuration.json"), "needs the capture"))
    func cernerConfiguration() throws {
        let tenant = "ec2458f2-1e24-41c8-b71b-0e701af7583d"
        let root = "https://authorization.cerner.com/tenants/\(tenant)"
        let document = VendorDocument(
            file: "cerner_smart_configuration.json",
            authorization: root + "/protocols/oauth2/profiles/smart-v1/personas/provider/authorize",
            token: root + "/protocols/oauth2/profiles/smart-v1/token")
        try document.expectConfigurationWithoutKeys(
            in: Self.folder, issuer: root + "/oidc/idsps/\(tenant)",
            introspection: "https://authorization.cerner.com/tokeninfo", scopes: 117)
    }

    @Test("Tsys, SMART configuration", .enabled(if: exists("tsys_smart_configuration.json"), "needs the capture"))
    func tsysConfiguration() throws {
        let root = "https://fhirsandbox2.tsysinteropsvcs.net:8110/identity/connect"
        try VendorDocument(
            file: "tsys_smart_configuration.json", authorization: root + "/authorize", token: root + "/token"
        ).expectContradictoryConfiguration(in: Self.folder)
    }
}

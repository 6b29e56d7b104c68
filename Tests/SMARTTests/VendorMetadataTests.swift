import Foundation
import SMART
import Testing

/// Documents of invented servers in the shapes that real ones send, with their oddities.
@Suite("Documents as vendors write them")
struct VendorMetadataTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    private static let meadow = "https://auth.meadow.example/authorization/20417/connect"
    private static let orchard = "https://auth.orchard.example/tenants/p7Wk02"

    private static func orchardStatement(_ file: String) -> VendorDocument {
        VendorDocument(
            file: file, version: "1.0.2",
            authorization: orchard + "/protocols/oauth2/profiles/smart-v1/personas/patient/authorize",
            token: orchard + "/protocols/oauth2/profiles/smart-v1/token",
            management: orchard + "/personas/patient/my-authorizations")
    }

    static let statements = [
        // Much beside what matters: narrative, empty texts, messaging, documents, compartments.
        VendorDocument(
            file: "meadow-conformance-dstu2.json", version: "1.0.2", authorization: meadow + "/authorize",
            token: meadow + "/token"),
        // The extension's name has a host of its own, and the token comes before the authorization.
        orchardStatement("orchard-conformance-dstu2.json"),
        orchardStatement("orchard-conformance-without-publisher-dstu2.json"),
        // Three services, with the value set's address as the system of their codes.
        VendorDocument(
            file: "harbor-conformance-dstu2.json", version: "1.0.2",
            authorization: "https://gate.harbor.example/fhir/oauth2/authorize",
            token: "https://gate.harbor.example/fhir/oauth2/token"),
        // The extension's members stand before its name.
        VendorDocument(
            file: "harbor-capability-stu3.json", version: "3.0.1",
            authorization: "https://quay.harbor.example/fhir/oauth2/authorize",
            token: "https://quay.harbor.example/fhir/oauth2/token"),
        // The resource type comes last.
        VendorDocument(
            file: "quarry-conformance-dstu2.json", version: "1.0.2",
            authorization: "https://login.quarry.example/oauth/authorize",
            token: "https://login.quarry.example/oauth/token"),
    ]

    @Test("A statement gives the OAuth addresses, in DSTU2 and STU3 alike", arguments: statements)
    func statement(_ document: VendorDocument) throws {
        try document.expectStatement(in: Self.folder)
    }

    @Test(
        "An issuer with the path of its discovery document is named, and so are keys and grant types that are missing")
    func issuerWithPath() throws {
        let tenant = "4b0de1c7-6f52-4f0e-9a83-2d7c51b9e0aa"
        let root = "https://auth.orchard.example/tenants/\(tenant)"
        let document = VendorDocument(
            file: "orchard-smart-configuration.json",
            authorization: root + "/protocols/oauth2/profiles/smart-v1/personas/provider/authorize",
            token: root + "/protocols/oauth2/profiles/smart-v1/token")
        try document.expectConfigurationWithoutKeys(
            in: Self.folder, issuer: root + "/oidc/idsps/\(tenant)",
            introspection: "https://auth.orchard.example/tokeninfo", scopes: 66)
    }

    @Test("Capabilities that contradict the client authentication methods are named")
    func contradiction() throws {
        let root = "https://sandbox.quarry.example:8110/identity/connect"
        try VendorDocument(
            file: "quarry-smart-configuration.json", authorization: root + "/authorize", token: root + "/token"
        ).expectContradictoryConfiguration(in: Self.folder)
    }
}

import Foundation
import SMART
import Testing

/// A vendor's document in a file, and what is to be read from it.
struct VendorDocument: Sendable, CustomTestStringConvertible {
    let file: String
    /// The FHIR version, for a statement; `nil` for a SMART configuration, which says none.
    var version: String?
    var authorization: String
    var token: String
    var management: String?

    var testDescription: String { file }

    /// The server that the file in a folder describes, by this document alone.
    func server(in folder: URL) throws -> DiscoveredServer {
        let data = try Data(contentsOf: folder.appending(path: file))
        return version == nil
            ? .merging(
                baseURL: base, wellKnown: try SMARTConfiguration(reading: AnswerBody(data), baseURL: base),
                conformance: nil)
            : .merging(
                baseURL: base, wellKnown: nil,
                conformance: try ConformanceStatement(reading: AnswerBody(data), baseURL: base))
    }

    /// Checks what a statement says; that the server has no SMART configuration is all there is to complain of.
    func expectStatement(in folder: URL) throws {
        let server = try server(in: folder)
        #expect(server.fhirVersion == version)
        #expect(server.authorizationEndpoint?.text == authorization)
        #expect(server.tokenEndpoint?.text == token)
        #expect(server.managementEndpoint?.text == management)
        #expect(server.registrationEndpoint == nil)
        #expect(server.introspectionEndpoint == nil)
        #expect(server.revocationEndpoint == nil)
        #expect(server.findings.map(\.severity) == [.warning], "the SMART configuration alone is missing")
    }

    /// Checks a configuration whose issuer is that of its keys' document, with neither keys nor grant types.
    func expectConfigurationWithoutKeys(
        in folder: URL, issuer: String, introspection: String, scopes: Int
    ) throws {
        let server = try server(in: folder)
        #expect(server.issuer == issuer)
        #expect(server.authorizationEndpoint?.text == authorization)
        #expect(server.tokenEndpoint?.text == token)
        #expect(server.introspectionEndpoint?.text == introspection)
        #expect(server.capabilities.count == 13)
        #expect(server.scopesSupported.count == scopes)
        #expect(server.codeChallengeMethodsSupported == ["S256"])
        #expect(server.tokenEndpointAuthMethodsSupported == ["client_secret_basic"])
        #expect(server.additional == ["response_types_supported": .array([.string("code")])])
        #expect(server.findings.contains(.warning, saying: "issuer ends in"))
        #expect(server.findings.contains(.warning, saying: "jwks_uri"))
        #expect(server.findings.contains(.warning, saying: "grant_types_supported"))
        #expect(server.findings.map(\.severity) == [.warning, .warning, .warning, .note])
    }

    /// Checks a configuration whose capabilities contradict its client authentication methods.
    func expectContradictoryConfiguration(in folder: URL) throws {
        let server = try server(in: folder)
        #expect(server.authorizationEndpoint?.text == authorization)
        #expect(server.tokenEndpoint?.text == token)
        #expect(server.issuer == nil)
        #expect(server.scopesSupported == ["system/*.read"])
        #expect(server.findings.contains(.warning, saying: "client-confidential-symmetric is advertised"))
        #expect(server.findings.contains(.warning, saying: "client-confidential-asymmetric is not advertised"))
        #expect(server.findings.contains(.warning, saying: "code_challenge_methods_supported"))
        #expect(server.findings.contains(.warning, saying: "grant_types_supported"))
        #expect(server.findings.map(\.severity) == [.warning, .warning, .warning, .warning, .note])
    }
}

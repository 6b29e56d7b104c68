import SMART
import TestSupport
import Testing

@testable import Commands

@Suite("What discover prints")
struct DiscoveryReportTests {
    @Test("A server that says nothing has every member of the contract, empty")
    func nothing() throws {
        let report = DiscoveryReport(DiscoveredServer(baseURL: try Sample.baseURL()))
        let expected = """
            {"authorization_endpoint":null,"base_url":"https://fhir.example.org/r4","capabilities":[],\
            "code_challenge_methods_supported":[],"fhir_version":null,"findings":[],"grant_types_supported":[],\
            "introspection_endpoint":null,"issuer":null,"jwks_uri":null,"management_endpoint":null,\
            "registration_endpoint":null,"revocation_endpoint":null,"scopes_supported":[],"sources":[],\
            "token_endpoint":null,"token_endpoint_auth_methods_supported":[],"version":1}
            """
        #expect(try report.document.text == expected)
        #expect(report.text.hasSuffix("Stoke could not sign in here."))
    }

    @Test("What a server says is in the JSON")
    func members() throws {
        let document = try DiscoveryReport(Self.server()).document.text
        for member in [
            #""authorization_endpoint":"https://auth.example.org/authorize""#,
            #""sources":["well-known","metadata"]"#,
            #""fhir_version":"4.0.1""#,
            #""findings":[{"message":"no S256","requirement":"SMART 3.0.8","severity":"warning"},"#
                + #"{"message":"odd","requirement":null,"severity":"note"}]"#,
            #""token_endpoint_auth_methods_supported":["client_secret_basic"]"#,
        ] {
            #expect(document.contains(member), "\(member)")
        }
    }

    @Test("The text names the addresses, what is wrong and how Stoke would sign in")
    func text() throws {
        let lines = DiscoveryReport(try Self.server()).text.split(separator: "\n").map(String.init)
        #expect(lines.first == "https://fhir.example.org/r4")
        #expect(lines.contains("  FHIR 4.0.1, found in well-known and metadata"))
        #expect(lines.contains { $0.hasPrefix("  authorization endpoint ") && $0.hasSuffix("/authorize") })
        #expect(lines.contains { $0.hasPrefix("  warning ") && $0.hasSuffix("no S256 [SMART 3.0.8]") })
        #expect(lines.contains { $0.hasPrefix("  capabilities ") && $0.hasSuffix("c12 … and 3 more") })
        #expect(lines.last?.hasSuffix("as a public client or client_secret_basic.") == true)
    }

    private static func server() throws -> DiscoveredServer {
        var server = DiscoveredServer(baseURL: try Sample.baseURL())
        server.fhirVersion = "4.0.1"
        server.sources = [.wellKnown, .metadata]
        server.authorizationEndpoint = "https://auth.example.org/authorize"
        server.tokenEndpoint = "https://auth.example.org/token"
        server.capabilities = (1...15).map { "c\($0)" }
        server.tokenEndpointAuthMethodsSupported = ["client_secret_basic"]
        server.findings = [Finding(.warning, requirement: "SMART 3.0.8", "no S256"), Finding(.note, "odd")]
        return server
    }
}

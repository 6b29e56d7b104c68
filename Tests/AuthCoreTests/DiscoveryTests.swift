import AuthCore
import Foundation
import SMART
import TestSupport
import Testing

@Suite("Discovery (R-29)")
struct DiscoveryTests {
    static let base = "https://fhir.example.org/r4"
    static let wellKnown = base + "/.well-known/smart-configuration"
    static let metadata = base + "/metadata"

    static let configuration = """
        {"authorization_endpoint":"https://auth.example.org/authorize","token_endpoint":"https://auth.example.org/token",
        "capabilities":["launch-standalone"],"code_challenge_methods_supported":["S256"],"grant_types_supported":["authorization_code"]}
        """
    static let statement = """
        {"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","security":{"extension":[{
        "url":"http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris","extension":[
        {"url":"authorize","valueUri":"https://old.example.org/authorize"},{"url":"token","valueUri":"https://old.example.org/token"},
        {"url":"revoke","valueUri":"https://old.example.org/revoke"}]}]}}]}
        """
    static let openStatement =
        #"{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server"}]}"#

    private func discover(_ transport: RecordedTransport) async throws(AuthFailure) -> DiscoveredServer {
        let base: FHIRBaseURL
        do {
            base = try FHIRBaseURL(Self.base)
        } catch {
            throw AuthFailure(.nonsense, server: Self.base, message: error.description)
        }
        return try await HTTPAuthClient(transport: transport).discover(base)
    }

    private func failure(_ transport: RecordedTransport) async -> AuthFailure? {
        do {
            _ = try await discover(transport)
            return nil
        } catch {
            return error
        }
    }

    @Test("Both documents are asked for in their formats, and merged")
    func both() async throws {
        let transport = RecordedTransport([
            Self.wellKnown: .json(Self.configuration), Self.metadata: .json(Self.statement),
        ])
        let server = try await discover(transport)
        #expect(server.sources == [.wellKnown, .metadata])
        #expect(server.tokenEndpoint == "https://auth.example.org/token")
        #expect(server.revocationEndpoint == "https://old.example.org/revoke")
        #expect(server.fhirVersion == "4.0.1")
        let accepted = Dictionary(uniqueKeysWithValues: transport.requests.map { ($0.address.text, $0.accept) })
        #expect(accepted == [Self.wellKnown: "application/json", Self.metadata: "application/fhir+json"])
    }

    @Test("One document is enough", arguments: [wellKnown, metadata])
    func one(_ url: String) async throws {
        let document = url == Self.wellKnown ? Self.configuration : Self.statement
        let server = try await discover(RecordedTransport([url: .json(document)]))
        #expect(server.allowsSignIn)
        #expect(server.sources == [url == Self.wellKnown ? .wellKnown : .metadata])
    }

    @Test("A slow or dead well-known does not cost the metadata")
    func deadWellKnown() async throws {
        let transport = RecordedTransport { request throws(TransportError) in
            guard request.address.text == Self.metadata else {
                throw TransportError(.timedOut, "late", requestWasSent: true)
            }
            return .json(Self.statement)
        }
        #expect(try await discover(transport).allowsSignIn)
    }

    @Test(
        "A redirected well-known is followed, relative or absolute",
        arguments: ["/smart.json", "https://cdn.example.org/smart.json"])
    func redirected(_ location: String) async throws {
        let transport = RecordedTransport([
            Self.wellKnown: .redirect(to: location), "https://fhir.example.org/smart.json": .json(Self.configuration),
            "https://cdn.example.org/smart.json": .json(Self.configuration),
        ])
        #expect(try await discover(transport).allowsSignIn)
    }

    @Test(
        "Redirects to plain http, to nowhere and without end are not followed",
        arguments: ["http://fhir.example.org/smart.json", "file:///etc/passwd", wellKnown])
    func badRedirect(_ location: String) async throws {
        let transport = RecordedTransport([Self.wellKnown: .redirect(to: location)])
        let error = try #require(await failure(transport))
        #expect(error.message.contains("redirects"))
        #expect(transport.requests.allSatisfy { $0.address.text.hasPrefix("https://fhir.example.org/") })
        #expect(transport.requests.count <= 8)
    }

    @Test("A server that answers in XML is asked again for JSON")
    func xml() async throws {
        let transport = RecordedTransport { request throws(TransportError) in
            switch request.address.text {
            case Self.metadata:
                .text(#"<CapabilityStatement xmlns="http://hl7.org/fhir"/>"#, status: 200, type: "application/fhir+xml")
            case Self.metadata + "?_format=json": .json(Self.statement)
            default: .text("", status: 404)
            }
        }
        #expect(try await discover(transport).allowsSignIn)
    }

    @Test("A server that knows only the older media type is asked again for it")
    func notAcceptable() async throws {
        let transport = RecordedTransport { request throws(TransportError) in
            if request.address.text == Self.wellKnown { return .text("", status: 404) }
            return request.accept == "application/json" ? .json(Self.statement) : .text("", status: 406)
        }
        #expect(try await discover(transport).allowsSignIn)
    }

    @Test("A byte order mark is no obstacle")
    func byteOrderMark() async throws {
        let server = try await discover(RecordedTransport([Self.wellKnown: .json("\u{FEFF}" + Self.configuration)]))
        #expect(server.allowsSignIn)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let transport: RecordedTransport
        let words: [String]
        var isPassing = false
    }

    static let bad: [Bad] = [
        Bad(
            testDescription: "nothing there", transport: RecordedTransport([:]),
            words: ["fhir.example.org has nothing there (status 404). Check", "FHIR base URL"]),
        Bad(
            testDescription: "a website",
            transport: RecordedTransport { _ throws(TransportError) in
                .text(TransportResponse.portalPage, status: 200, type: "text/html")
            }, words: [".well-known/smart-configuration: ", "metadata: ", "Guest network", "FHIR base URL"]),
        Bad(
            testDescription: "metadata without OAuth", transport: RecordedTransport([metadata: .json(openStatement)]),
            words: ["has nothing there", "metadata: fhir.example.org names no OAuth addresses"]),
        Bad(
            testDescription: "JSON of another kind", transport: RecordedTransport([wellKnown: .json(#"{"hello":1}"#)]),
            words: ["JSON of another kind", "hello"]),
        Bad(
            testDescription: "behind a sign-in",
            transport: RecordedTransport { _ throws(TransportError) in .text("", status: 401) },
            words: ["fhir.example.org wants a sign-in"]),
        Bad(
            testDescription: "not TLS",
            transport: RecordedTransport { _ throws(TransportError) in
                throw TransportError(.noTLS, "fhir.example.org does not speak TLS on this port", requestWasSent: false)
            }, words: ["fhir.example.org does not speak TLS on this port. Check the address"], isPassing: true),
        Bad(
            testDescription: "answers after a minute",
            transport: RecordedTransport { _ throws(TransportError) in
                throw TransportError(
                    .timedOut, "fhir.example.org did not answer within 15 seconds", requestWasSent: true)
            }, words: ["fhir.example.org did not answer within 15 seconds", "Try again later"], isPassing: true),
        Bad(
            testDescription: "in trouble",
            transport: RecordedTransport { _ throws(TransportError) in
                TransportResponse(status: 503, headers: [("Retry-After", "30")])
            }, words: ["fhir.example.org answered status 503", "Try again later"], isPassing: true),
    ]

    @Test("Where neither document can be used, the error says what each request met and what to do", arguments: bad)
    func unusable(_ testCase: Bad) async throws {
        let error = try #require(await failure(testCase.transport))
        for words in testCase.words { #expect(error.message.contains(words), "\(error.message)") }
        #expect(error.server == "fhir.example.org")
        if case .passing = error.verdict { #expect(testCase.isPassing) } else { #expect(!testCase.isPassing) }
    }

    @Test("Retry-After of a server in trouble is handed on")
    func retryAfter() async throws {
        let transport = RecordedTransport { _ throws(TransportError) in
            TransportResponse(status: 503, headers: [("Retry-After", "30")])
        }
        #expect(await failure(transport)?.verdict == .passing(retryAfter: 30))
    }
}

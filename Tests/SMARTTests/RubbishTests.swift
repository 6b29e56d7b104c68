import Foundation
import SMART
import TestSupport
import Testing

/// What every parser does with rubbish: throw its own error, and never trap.
@Suite("Rubbish", .replayable)
struct RubbishTests {
    /// A parser that reads a whole document, with a document it accepts.
    struct Parser: Sendable, CustomTestStringConvertible {
        let name: String
        let document: String
        let parse: @Sendable (Data) throws -> Void

        var testDescription: String { name }
    }

    static let parsers = [
        Parser(name: "SMART configuration", document: Documents.wellKnown) {
            _ = DiscoveredServer.merging(
                baseURL: base, wellKnown: try SMARTConfiguration(reading: AnswerBody($0), baseURL: base),
                conformance: nil)
        },
        Parser(name: "conformance statement", document: Documents.capabilityStatement) {
            _ = DiscoveredServer.merging(
                baseURL: base, wellKnown: nil,
                conformance: try ConformanceStatement(reading: AnswerBody($0), baseURL: base))
        },
        Parser(name: "token response", document: tokenResponse) { _ = try TokenResponse(reading: AnswerBody($0)) },
        Parser(
            name: "introspection response", document: #"{"active":true,"exp":1788635873,"scope":"a b","patient":"p"}"#
        ) {
            _ = try IntrospectionResponse(reading: AnswerBody($0))
        },
        Parser(
            name: "id_token claims",
            document: #"{"iss":"https://a.example","sub":"s","aud":["a"],"exp":1.8000003e9,"iat":1800000000}"#
        ) {
            try IDTokenClaims(parsing: $0).validate(
                issuer: "https://a.example", clientID: "a", nonce: nil, now: Date(timeIntervalSince1970: 1_800_000_000))
        },
    ]

    private static let tokenResponse = """
        {"access_token":"at-1","token_type":"Bearer","expires_in":3600,"scope":"openid patient/*.rs","refresh_token":"rt-1",
         "patient":"p1","fhirContext":[{"reference":"List/1"}],"access_grant_expiration":"2026-09-05 19:17:53Z","x":{"y":[1,2.5e3]}}
        """

    @Test("A document cut off at any byte is refused", arguments: parsers)
    func truncations(parser: Parser) throws {
        let whole = Data(parser.document.utf8)
        try parser.parse(whole)
        for length in 0..<whole.count {
            #expect(throws: (any Error).self, "cut at \(length)") { try parser.parse(whole.prefix(length)) }
        }
    }

    @Test("Random bytes are refused", arguments: parsers)
    func randomBytes(parser: Parser) {
        var chance = SeededRandom()
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...200, using: &chance)).map { _ in
                UInt8.random(in: .min ... .max, using: &chance)
            }
            #expect(throws: (any Error).self) { try parser.parse(Data(bytes)) }
        }
    }

    @Test("A document with bytes changed at random is read or refused, and never traps", arguments: parsers)
    func mutations(parser: Parser) {
        var chance = SeededRandom()
        let tokens = Array("{}[]\",:\\0123456789eE+-.tfn \u{1B}".utf8)
        var outcomes = Set<Bool>()
        for _ in 0..<400 {
            var bytes = Array(parser.document.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &chance) {
                bytes[Int.random(in: bytes.indices, using: &chance)] = tokens.randomElement(using: &chance) ?? 0
            }
            outcomes.insert((try? parser.parse(Data(bytes))) != nil)
        }
        #expect(outcomes.contains(false))
    }

    @Test("Every value in a document may be of any type", arguments: parsers)
    func wrongTypes(parser: Parser) throws {
        let members = try #require(JSONValue(parsing: Data(parser.document.utf8)).object)
        let values: [JSONValue] = [
            .null, .bool(true), .number(-1), .number(1e308), .string(""), .string("\u{1B}"), .array([]),
            .array([.null, .array([])]),
            .object([:]), .object(["extension": .array([.number(1)])]),
        ]
        for name in members.keys {
            for value in values {
                var changed = members
                changed[name] = value
                let body = try JSONEncoder().encode(JSONValue.object(changed))
                do {
                    try parser.parse(body)
                } catch {
                    #expect(!"\(error)".unicodeScalars.contains { $0.value < 0x20 })
                }
            }
        }
    }

    @Test("Pasted text of any kind is read or refused, and never traps")
    func pastedText() {
        var chance = SeededRandom()
        let pieces = [
            "code=", "state=", "&", "?", "#", "%", "%4", "%41", "=", "/", "://", " ", "\n", "é", "\u{202E}", "x", "+",
            "<", "\"",
        ]
        var outcomes = Set<Bool>()
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...8, using: &chance)).compactMap { _ in
                pieces.randomElement(using: &chance)
            }.joined()
            let redirect = try? AuthorizationRedirect(parsing: text)
            outcomes.insert(redirect != nil)
            #expect(redirect?.code?.reveal() != "")
        }
        #expect(outcomes == [true, false])
    }

    @Test("Scopes of any kind are read and put in words")
    func scopes() {
        var chance = SeededRandom()
        let pieces = [
            "patient", "user", "/", ".", "*", "rs", "read", "Observation", "?", "a=b", "&", ",", "|", "launch", "%2f",
            "://", "é",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...7, using: &chance)).compactMap { _ in
                pieces.randomElement(using: &chance)
            }.joined()
            let scope = Scope(text)
            #expect(Scope(scope.description) == scope)
            #expect(!ScopePhrase.words(for: scope).isEmpty)
        }
    }
}

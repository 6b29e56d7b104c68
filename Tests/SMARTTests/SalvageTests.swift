import Foundation
import SMART
import TestSupport
import Testing

/// An answer in hand is never thrown away for its form.
@Suite("Salvage of a token response that is no proper JSON", .replayable)
struct SalvageTests {
    struct Odd: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: Data

        init(_ description: String, _ body: Data) {
            testDescription = description
            self.body = body
        }

        init(_ description: String, _ body: String) {
            self.init(description, Data(body.utf8))
        }
    }

    static let pair = #""access_token":"at-2","refresh_token":"rt-2","expires_in":3600"#
    static let proper = "{\(pair)}"

    static let odd: [Odd] = [
        Odd("a raw tab", "{\(pair),\"note\":\"a\tb\"}"),
        Odd("a raw line feed before the tokens", "{\"note\":\"a\nb\",\(pair)}"),
        Odd("a raw zero", "{\(pair),\"note\":\"a\u{0}b\"}"),
        Odd("half a surrogate pair", #"{"note":"\ud800",\#(pair)}"#),
        Odd("the other half", #"{\#(pair),"note":"x\udc00\n"}"#),
        Odd("NaN", "{\(pair),\"note\":NaN}"),
        Odd("Infinity", "{\"note\":-Infinity,\(pair)}"),
        Odd("an unknown escape", #"{\#(pair),"path":"C:\temp\q"}"#),
        Odd("a byte order mark amid blanks", " \u{FEFF}\(proper)"),
        Odd(
            "UTF-16, little-endian", Data([0xFF, 0xFE]) + proper.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        Odd("UTF-16, big-endian, without a mark", Data(proper.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })),
        Odd("UTF-32", Data(proper.unicodeScalars.flatMap { [UInt8($0.value), 0, 0, 0] })),
        Odd("Latin-1 with a raw tab", Data("{\"n\":\"M\t".utf8) + [0xFC] + Data("ller\",\(pair)}".utf8)),
        Odd("bytes before", "while(1);\(proper)"),
        Odd("bytes after", "\(proper)\r\n<!-- served by x -->"),
        Odd("two documents", "{\"trace\":1}\(proper)"),
        Odd("a call", "callback(\(proper));"),
        Odd("a page", "<html><body><pre>\(proper)</pre></body></html>"),
        Odd("an escaped page", "<html><body>\(proper.replacing("\"", with: "&quot;"))</body></html>"),
        Odd("a list", "[\(proper)]"),
        Odd("another object", #"{"status":"ok","data":{"token":\#(proper)}}"#),
        Odd("a string", "\"\(proper.replacing("\"", with: "\\\""))\""),
        Odd("a string in an object", "{\"body\":\"\(proper.replacing("\"", with: "\\\""))\"}"),
        Odd("a trailing comma", "{\(pair),}"),
        Odd("no commas", #"{"access_token":"at-2" "refresh_token":"rt-2" "expires_in":3600}"#),
        Odd("single quotes", "{'access_token':'at-2','refresh_token':'rt-2','expires_in':3600}"),
        Odd("names without quotes", "{access_token:\"at-2\",refresh_token:\"rt-2\",expires_in:3600}"),
        Odd("an unescaped quote", #"{"note":"a 5" screen",\#(pair)}"#),
        Odd("names in another spelling", #"{"accessToken":"at-2","refreshToken":"rt-2","expiresIn":3600}"#),
        Odd("tokens in lists", #"{"access_token":["at-2"],"refresh_token":["rt-2"],"expires_in":3600}"#),
        Odd(
            "tokens in objects",
            #"{"access_token":{"value":"at-2"},"refresh_token":{"value":"rt-2"},"expires_in":3600}"#),
        Odd("a refresh token in a list", #"{"access_token":"at-2","refresh_token":["rt-2"],"expires_in":3600}"#),
        Odd("blanks around the access token", #"{"access_token":" at-2\n","refresh_token":"rt-2","expires_in":3600}"#),
        Odd("a form", "access_token=at-2&refresh_token=rt-2&expires_in=3600&token_type=bearer\n"),
        Odd("a form behind a byte order mark", "\u{FEFF}access_token=at-2&refresh_token=rt-2&expires_in=3600"),
        Odd("a form behind a question mark", "?expires_in=3600&access_token=at-2&refresh_token=rt-2"),
        Odd(
            "XML",
            "<r><access_token>at-2</access_token><refresh_token>rt-2</refresh_token><expires_in>3600</expires_in></r>"),
        Odd("nesting without reason", "{\(pair),\"x\":\(String(repeating: "[", count: 60_000))"),
        Odd(
            "nesting that is closed",
            "{\"x\":\(String(repeating: "[", count: 900))\(String(repeating: "]", count: 900)),\(pair)}"),
        Odd("an end in the middle of a later member", "{\(pair),\"scope\":\"openid pat"),
    ]

    @Test("Both tokens are taken, whatever the answer looks like", arguments: odd)
    func pairs(_ answer: Odd) throws {
        #expect(throws: TokenResponseError.self) { try TokenResponse(reading: AnswerBody(answer.body)) }
        let response = try #require(TokenResponse(salvaging: answer.body, isCut: false, isSuccess: true))
        #expect(response.accessToken.reveal() == "at-2")
        #expect(response.refreshToken?.reveal() == "rt-2")
        #expect(response.lifetime == 3600)
    }

    @Test("Tokens that are numbers keep their digits")
    func numericTokens() throws {
        let body = #"{"access_token":123456789012345678901234567890,"refresh_token":98765432109876543210987654321}"#
        let response = try #require(TokenResponse(salvaging: Data(body.utf8), isCut: false, isSuccess: true))
        #expect(response.accessToken.reveal() == "123456789012345678901234567890")
        #expect(response.refreshToken?.reveal() == "98765432109876543210987654321")
    }

    @Test("Tokens of a form are taken to the letter, with a plus that nobody escaped")
    func formEncoding() throws {
        let body = "access_token=a+b%2Fc&refresh_token=r+s%3D%3D&scope=openid+patient%2F*.rs"
        let response = try #require(TokenResponse(salvaging: Data(body.utf8), isCut: false, isSuccess: true))
        #expect(response.accessToken.reveal() == "a+b/c")
        #expect(response.refreshToken?.reveal() == "r+s==")
        #expect(response.scope == "openid patient/*.rs")
    }

    @Test("Of two members of one name the last that says something counts, to the strict reader too")
    func duplicates() throws {
        let body = #"{"access_token":"old","access_token":"at-2","refresh_token":"rt-2","refresh_token":null}"#
        let response = try TokenResponse(reading: AnswerBody(body))
        #expect(response.accessToken.reveal() == "at-2")
        #expect(response.refreshToken?.reveal() == "rt-2")
    }

    @Test(
        "What holds no whole pair gives none",
        arguments: [
            #"{"access_token":"at-2","refresh_token":"rt-"#, #"{"access_token":"at-"#,
            #"{"access_token":"at-2","refresh_token":12"#, #"{"access_token":"at-2","expires_in":3600"#,
            "access_token=at-2&refresh_token=rt-", "{\"access_token\":\"a\r\n1f\r\nt\",\"refresh_token\":\"rt-2\"}",
            #"{"access_token":"at-2","refresh_token":"r\ud800"}"#,
            #"{"grant_type":"refresh_token","refresh_token":"rt-1"}"#,
            "", "{", "\"", "access_token", "<html><title>access_token</title></html>", "{\"access_token\":true}",
            String(repeating: "{\"", count: 50_000), String(repeating: "\\", count: 5_000),
        ])
    func nothing(_ body: String) {
        #expect(TokenResponse(salvaging: Data(body.utf8), isCut: true, isSuccess: true) == nil)
    }

    @Test("An answer of failure has to bring both tokens, and one that is closed needs none but the access token")
    func refusals() {
        let alone = Data("{\"access_token\":\"at-2\",\"note\":\"\t\"}".utf8)
        #expect(TokenResponse(salvaging: alone, isCut: true, isSuccess: true)?.refreshToken == nil)
        #expect(TokenResponse(salvaging: alone, isCut: true, isSuccess: true) != nil)
        #expect(TokenResponse(salvaging: alone, isCut: false, isSuccess: false) == nil)
    }

    @Test("No token is ever taken in part, wherever the answer was cut")
    func cuts() {
        for body in [Self.proper, "access_token=at-2&refresh_token=rt-2&expires_in=3600"] {
            let whole = Data(body.utf8)
            for length in 0..<whole.count {
                guard let response = TokenResponse(salvaging: whole.prefix(length), isCut: true, isSuccess: true)
                else { continue }
                #expect(response.accessToken.reveal() == "at-2", "cut at \(length)")
                #expect(response.refreshToken?.reveal() == "rt-2", "cut at \(length)")
            }
        }
    }

    @Test("Bytes changed at random are read or refused, and never trap nor take long")
    func mutations() {
        var chance = SeededRandom()
        let signs = Array("{}[]\",:\\'&=<>u0dD\t\u{0}".utf8)
        for _ in 0..<2_000 {
            var bytes = Array((Self.odd.randomElement(using: &chance)?.body ?? Data()).prefix(400))
            for _ in 0..<Int.random(in: 1...6, using: &chance) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &chance)] = signs.randomElement(using: &chance) ?? 0
            }
            _ = TokenResponse(salvaging: Data(bytes), isCut: Bool.random(using: &chance), isSuccess: true)
        }
    }
}

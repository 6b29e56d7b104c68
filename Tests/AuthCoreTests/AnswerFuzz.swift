import AuthCore
import Foundation
import SMART
import TestSupport

/// An answer to a rotation as a server, or something on the way, may spoil it: bytes, framing, status and headers.
///
/// Each spoiling says by itself whether the whole pair is still in what goes over the wire; nothing else is looked at to know it.
struct AnswerFuzz {
    /// The tokens of one answer, which no other has.
    struct Pair: Hashable, Sendable {
        let access: String
        let refresh: String
    }

    /// One answer, ready to be sent.
    struct Answer: Sendable {
        let wire: Data
        let pair: Pair
        /// Whether both tokens go over the wire whole and can be told from what is around them.
        let holdsPair: Bool
        /// What was done to it, to be told where it goes wrong.
        let trail: [String]
    }

    private var chance: SeededRandom
    private var number = 0

    init(_ chance: SeededRandom) {
        self.chance = chance
    }

    /// The next answer.
    mutating func next() -> Answer {
        number += 1
        let pair = Pair(access: token("at"), refresh: token("rt"))
        var trail: [String] = []
        let document = choose(Self.documents, &trail)
        let body = encoded(document(pair), &trail)
        let (head, framed) = framed(body, &trail)
        var wire = head + framed
        var holdsPair = true
        if chance(1, of: 5) {
            let length = Int.random(in: 0...wire.count, using: &chance)
            trail.append("cut at \(length) of \(wire.count)")
            // Behind the last token and what closes it nothing is needed; before, the answer may be lost.
            holdsPair = false
            wire = wire.prefix(length)
        }
        return Answer(wire: wire, pair: pair, holdsPair: holdsPair, trail: trail)
    }

    private mutating func token(_ kind: String) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/")
        let length = Int.random(in: 8...60, using: &chance)
        return "\(kind)\(number)." + String((0..<length).compactMap { _ in letters.randomElement(using: &chance) })
    }

    private mutating func choose<Value>(_ choices: [(name: String, value: Value)], _ trail: inout [String]) -> Value {
        let choice = choices[Int.random(in: choices.indices, using: &chance)]
        trail.append(choice.name)
        return choice.value
    }
}

// MARK: Documents

extension AnswerFuzz {
    typealias Document = @Sendable (Pair) -> String

    private static func members(_ pair: Pair) -> String {
        #""access_token":"\#(pair.access)","token_type":"Bearer","expires_in":3600,"refresh_token":"\#(pair.refresh)""#
    }

    private static let documents: [(name: String, value: Document)] = [
        ("proper", { "{\(members($0)),\"scope\":\"openid\"}" }),
        ("tab", { "{\(members($0)),\"note\":\"a\tb\"}" }),
        ("control characters first", { "{\"note\":\"\u{1}\u{0}\u{7F}\n\",\(members($0))}" }),
        ("half surrogate", { #"{"note":"\ud800",\#(members($0))}"# }),
        ("NaN", { "{\"n\":NaN,\(members($0))}" }),
        ("bytes around", { ")]}',\n{\(members($0))}\n\n-- end" }),
        ("list", { "[{\(members($0))}]" }),
        ("wrapped", { "{\"status\":200,\"result\":{\(members($0))}}" }),
        ("string", { "{\"body\":\"{\(members($0).replacing("\"", with: "\\\""))}\"}" }),
        ("trailing comma", { "{\(members($0)),}" }),
        ("unescaped quote", { "{\"note\":\"5\" wide\",\(members($0))}" }),
        ("escaped slashes", { "{\(members($0).replacing("/", with: "\\/"))}" }),
        ("duplicates", { "{\"access_token\":\"old\",\(members($0)),\"refresh_token\":null}" }),
        (
            "nested",
            { "{\"x\":\(String(repeating: "[", count: 700))\(String(repeating: "]", count: 700)),\(members($0))}" }
        ),
        ("more than is read", { "{\(members($0)),\"x\":\"\(String(repeating: "y", count: 90_000))\"}" }),
        ("large", { "{\"x\":\"\(String(repeating: "y", count: 20_000))\",\(members($0))}" }),
        (
            "form",
            { "access_token=\($0.access)&expires_in=3600&refresh_token=\($0.refresh)&token_type=bearer" }
        ),
        ("error beside", { "{\"error\":\"server_error\",\(members($0))}" }),
        ("page around", { "<html><body>{\(members($0))}</body></html>" }),
    ]

    private mutating func encoded(_ text: String, _ trail: inout [String]) -> Data {
        switch Int.random(in: 0..<12, using: &chance) {
        case 0:
            trail.append("UTF-16")
            return Data([0xFF, 0xFE]) + Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        case 1:
            trail.append("UTF-16, big-endian")
            return Data(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        case 2:
            trail.append("byte order mark")
            return Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)
        case 3:
            trail.append("Latin-1 in front")
            return Data([0xE9, 0xFC]) + Data(text.utf8)
        default: return Data(text.utf8)
        }
    }
}

// MARK: Framing

extension AnswerFuzz {
    private static let statuses = [
        "200 OK", "200 OK", "200 OK", "201 Created", "200", "400 Bad Request", "401 No", "500 Oops", "503 Busy",
        "302 Found", "599 ?",
    ]

    private static let headers = [
        "Content-Type: application/json", "Content-Type: text/html", "Content-Type: ", "Content-Encoding: identity",
        "Content-Encoding: gzip", "Content-Encoding: deflate", "Content-Encoding: br", "Retry-After: 7", "Location: /x",
        "Set-Cookie: a=\u{1}b", "no colon here", ": no name", "X-Fold: a\r\n b",
        "X-Long: " + String(repeating: "z", count: 9_000),
        "Connection: keep-alive", "Trailer: X", "WWW-Authenticate: Bearer error=\"invalid_token\"", "X\u{E9}: y",
    ]

    /// The head of an answer and its body as that describes it, or not.
    private mutating func framed(_ body: Data, _ trail: inout [String]) -> (head: Data, body: Data) {
        // A page of failure is an example at most.
        let isPage = trail.first == "page around"
        let status = isPage ? "200 OK" : Self.statuses.randomElement(using: &chance) ?? "200 OK"
        var lines = ["HTTP/1.1 " + status]
        for _ in 0..<Int.random(in: 0...2, using: &chance) {
            lines.append(Self.headers.randomElement(using: &chance) ?? "")
        }
        var sent = body
        switch Int.random(in: 0..<10, using: &chance) {
        case 0: lines.append("Content-Length: \(body.count + Int.random(in: 1...999, using: &chance))")
        case 1: lines.append("Content-Length: \(Int.random(in: 0...body.count, using: &chance))")
        case 2: lines.append("Content-Length: -1")
        case 3:
            lines.append("Transfer-Encoding: chunked")
            sent = chunked(body, ending: Bool.random(using: &chance) ? "0\r\n\r\n" : "")
        case 4:
            lines.append("Transfer-Encoding: chunked")
            lines.append("Content-Length: \(body.count)")
            sent = chunked(body, ending: "0\r\n\r\n")
        case 5: lines.append("Transfer-Encoding: chunked")
        case 6: break
        default: lines.append("Content-Length: \(body.count)")
        }
        trail += lines
        return (Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8), sent)
    }

    private mutating func chunked(_ body: Data, ending: String) -> Data {
        var result = Data()
        var rest = body[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(Int.random(in: 1...200, using: &chance))
            result += Data("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Data("\r\n".utf8)
            rest = rest.dropFirst(chunk.count)
        }
        return result + Data(ending.utf8)
    }
}

extension SeededRandom {
    /// Whether something happens that happens `times` in so many.
    fileprivate mutating func callAsFunction(_ times: Int, of many: Int) -> Bool {
        Int.random(in: 0..<many, using: &self) < times
    }
}

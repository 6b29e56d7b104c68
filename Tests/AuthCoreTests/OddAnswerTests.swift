import AuthCore
import Foundation
import SMART
import TestSupport
import Testing

/// A refresh token is spent by sending it; its successor is in the answer, whatever became of that on its way.
@Suite("An answer to a rotation", .timeLimit(.minutes(5)))
struct OddAnswerTests {
    static let tokens = Data(
        #"{"access_token":"at-2","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-2","scope":"openid"}"#.utf8
    )

    /// What a refresh comes to at a server that answers with these bytes and closes the connection.
    private func refresh(
        _ wire: Data, limits: TransportLimits = TransportLimits(bodySize: 1 << 20, time: .seconds(15)),
        staysOpen: Bool = false
    ) async throws -> Result<TokenResponse, AuthFailure> {
        let server = try CannedServer { _ in staysOpen ? .answer(wire) : .answerAndClose(wire) }
        defer { server.stop() }
        let transport = try AsyncHTTPTransport(connectTimeout: .seconds(5))
        let client = HTTPAuthClient(transport: transport, limits: .init(token: limits))
        let address = try ServerAddress(server.base + "/token")
        let result: Result<TokenResponse, AuthFailure>
        do throws(AuthFailure) {
            result = .success(try await client.refresh(Redacted("rt-1"), at: address, as: ClientCredentials(id: "c")))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        #expect(server.received.count == 1)
        #expect(server.received.allSatisfy { $0.header("Stoke-Exchange") == nil })
        return result
    }

    private func expectPair(_ result: Result<TokenResponse, AuthFailure>) {
        guard case .success(let response) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(response.accessToken.reveal() == "at-2")
        #expect(response.refreshToken?.reveal() == "rt-2")
        #expect(response.oddity?.contains("taken all the same") == true, "\(response.oddity ?? "no word of it")")
        #expect(response.oddity?.contains("rt-2") == false)
    }

    struct Wire: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: Data

        init(_ description: String, _ head: String, _ body: Data, _ tail: String = "") {
            testDescription = description
            bytes = Data((head + "\r\n\r\n").utf8) + body + Data(tail.utf8)
        }
    }

    static let size = String(tokens.count, radix: 16)
    static let wires: [Wire] = [
        Wire("a length that is too large", "HTTP/1.1 200 OK\r\nContent-Length: 4000", tokens),
        Wire("a length that is too small", "HTTP/1.1 200 OK\r\nContent-Length: 40", tokens),
        Wire("a length of nothing", "HTTP/1.1 200 OK\r\nContent-Length: 0", tokens),
        Wire("a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: many", tokens),
        Wire("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 99", tokens),
        Wire(
            "a length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nTransfer-Encoding: chunked",
            Data("\(size)\r\n".utf8) + tokens, "\r\n0\r\n\r\n"),
        Wire(
            "no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", Data("\(size)\r\n".utf8) + tokens, "\r\n"),
        Wire("a chunk that is cut", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", Data("fff\r\n".utf8) + tokens),
        Wire("chunks without sizes", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", tokens),
        Wire(
            "a chunk that is longer than it says", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked",
            Data("a\r\n".utf8) + tokens, "\r\n0\r\n\r\n"),
        Wire("204 with a body", "HTTP/1.1 204 No Content\r\nContent-Type: application/json", tokens),
        Wire("no status line at all", "Content-Type: application/json", tokens),
        Wire("a status line of another protocol", "ICY 200 OK", tokens),
        Wire("a status without a number", "HTTP/1.1 OK\r\nX: y", tokens),
        Wire("a header without a colon", "HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: \(tokens.count)", tokens),
        Wire(
            "a control character in a header", "HTTP/1.1 200 OK\r\nX-A: \u{1}\r\nContent-Length: \(tokens.count)",
            tokens),
        Wire(
            "an interim answer before",
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4000", tokens),
        Wire("a status of 400", "HTTP/1.1 400 Bad Request\r\nContent-Length: \(tokens.count)", tokens),
        Wire("a status of 500", "HTTP/1.1 500 Oops\r\nContent-Length: \(tokens.count)", tokens),
        Wire("a status of 302", "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: \(tokens.count)", tokens),
        Wire("a failure that is cut", "HTTP/1.1 503 Oops\r\nContent-Length: 4000", tokens),
    ]

    @Test(
        "The pair is taken out of an answer whose framing or status is wrong, and the oddity is told", arguments: wires)
    func framing(_ wire: Wire) async throws {
        expectPair(try await refresh(wire.bytes))
    }

    @Test("The pair is taken although the server keeps a connection open that it has declared more for")
    func stalled() async throws {
        expectPair(
            try await refresh(
                Wire("", "HTTP/1.1 200 OK\r\nContent-Length: 4000", Self.tokens).bytes,
                limits: TransportLimits(bodySize: 1 << 20, time: .seconds(3)), staysOpen: true))
    }

    @Test("The pair is taken out of an answer that is larger than is read")
    func tooLarge() async throws {
        let body = Self.tokens.dropLast() + Data((",\"x\":\"" + String(repeating: "x", count: 9000) + "\"}").utf8)
        let wire = Wire("", "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)", Data(body))
        expectPair(try await refresh(wire.bytes, limits: TransportLimits(bodySize: 2048, time: .seconds(5))))
    }

    /// `tokens` as Python's zlib packs them, and what servers say of it.
    static let codings: [(name: String, body: String)] = [
        ("gzip", gzip), ("x-gzip", gzip), ("GZIP", gzip), ("deflate", gzip), ("deflate", zlib), ("deflate", bare),
        ("gzip", zlib),
        ("gzip", bare), ("identity, gzip", gzip),
    ]

    @Test("A compressed answer is read in every form that servers send it in", arguments: codings)
    func compressed(_ coding: (name: String, body: String)) async throws {
        let body = try #require(Data(base64Encoded: coding.body))
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: \(coding.name)\r\nContent-Length: \(body.count)"
        let response = try await refresh(Wire("", head, body).bytes).get()
        #expect(response.accessToken.reveal() == "at-2")
        #expect(response.refreshToken?.reveal() == "rt-2")
    }

    @Test(
        "A wrong or broken content coding costs nothing where the pair can be had",
        arguments: [
            ("Content-Encoding: gzip\r\n", tokens), ("Content-Encoding: deflate\r\n", tokens),
            ("Content-Encoding: br\r\n", tokens),
            ("Content-Encoding: gzip, gzip\r\n", packed(gzip)), ("", packed(gzip)), ("", packed(zlib)),
            ("Content-Encoding: gzip\r\n", packed(gzip).dropLast(6)), ("Content-Encoding: br\r\n", packed(gzip)),
            ("Content-Encoding: deflate\r\n", packed(zlib).dropLast(3) + Data(count: 3)),
        ] as [(String, Data)])
    func wrongCoding(_ header: String, _ body: Data) async throws {
        let head = "HTTP/1.1 200 OK\r\n\(header)Content-Length: \(body.count)"
        let response = try await refresh(Wire("", head, body).bytes).get()
        #expect(response.accessToken.reveal() == "at-2")
        #expect(response.refreshToken?.reveal() == "rt-2")
    }

    @Test("An answer that is cut before its refresh token is lost, and nothing of it is used")
    func cut() async throws {
        for length in stride(from: 1, to: Self.tokens.count, by: 7) {
            let wire = Wire("", "HTTP/1.1 200 OK\r\nContent-Length: \(Self.tokens.count)", Self.tokens.prefix(length))
            switch try await refresh(wire.bytes) {
            case .success(let response):
                #expect(response.refreshToken?.reveal() == "rt-2", "cut at \(length)")
            case .failure(let failure):
                #expect(failure.answerWasLost, "cut at \(length)")
                #expect(failure.unread != nil, "cut at \(length)")
            }
        }
    }

    @Test(
        "What nobody can read is kept whole, and in no description",
        arguments: [
            ("200 OK", "application/json", "{\"access_token\":\"canary"),
            ("200 OK", "application/jose", "eyJcanary.e30.x"),
            ("200 OK", "application/json", "{\"token\":\"canary\"}"), ("500 Oops", "text/plain", "access_token canary"),
        ])
    func unread(_ status: String, _ type: String, _ body: String) async throws {
        let head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)"
        guard case .failure(let failure) = try await refresh(Wire("", head, Data(body.utf8)).bytes) else {
            Issue.record("it was read")
            return
        }
        #expect(failure.answerWasLost)
        let kept = try #require(failure.unread)
        #expect(kept.bytes.reveal().range(of: Data(body.utf8)) != nil)
        #expect(kept.server == failure.server)
        #expect(!"\(failure) \(String(reflecting: failure))".contains("canary"))
        var dumped = ""
        dump(failure, to: &dumped)
        #expect(!dumped.contains("canary"))
    }

    @Test(
        "An answer that says what it means is not kept",
        arguments: [
            (400, #"{"error":"invalid_grant","error_description":"refresh_token is not known"}"#),
            (200, #"{"error":"invalid_grant"}"#),
            (503, "busy"), (200, TransportResponse.portalPage), (400, ""), (200, ""),
        ])
    func explained(_ status: Int, _ body: String) async throws {
        let head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)"
        guard case .failure(let failure) = try await refresh(Wire("", head, Data(body.utf8)).bytes) else {
            Issue.record("it was read")
            return
        }
        #expect(failure.unread == nil)
    }

    private static let gzip =
        "H4sIAAAAAAACA6tWSkxOTi0uji/Jz07NU7JSSizRNVLSUQJz40sqC1KBYk6piUWpRUDR1IqCzKLU4vhMoEpjMwMDHaWi1DSgQAZcexFEe3FyPlgnkMzLTFGqBQDE4xegZwAAAA=="
    private static let zlib =
        "eNqrVkpMTk4tLo4vyc9OzVOyUkos0TVS0lECc+NLKgtSgWJOqYlFqUVA0dSKgsyi1OL4TKBKYzMDAx2lotQ0oEAGXHsRRHtxcj5YJ5DMy0xRqgUACGIiNA=="
    private static let bare =
        "q1ZKTE5OLS6OL8nPTs1TslJKLNE1UtJRAnPjSyoLUoFiTqmJRalFQNHUioLMotTi+EygSmMzAwMdpaLUNKBABlx7EUR7cXI+WCeQzMtMUaoFAA=="

    private static func packed(_ base64: String) -> Data { Data(base64Encoded: base64) ?? Data() }
}

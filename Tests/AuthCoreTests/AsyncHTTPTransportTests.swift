import AuthCore
import Foundation
import SMART
import TestSupport
import Testing

@Suite("The transport on async-http-client", .timeLimit(.minutes(5)))
struct AsyncHTTPTransportTests {
    static let limits = TransportLimits(bodySize: 1024, time: .seconds(20))
    /// Short enough to wait for.
    static let tightLimits = TransportLimits(bodySize: 1024, time: .milliseconds(300))

    /// Sends one request with a transport of its own.
    private func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let transport: AsyncHTTPTransport
        do {
            transport = try AsyncHTTPTransport(connectTimeout: .seconds(5))
        } catch {
            throw TransportError(.unusableAddress, error.description, requestWasSent: false)
        }
        do {
            let response = try await transport.send(request)
            await transport.shutdown()
            return response
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    private func failure(of request: TransportRequest) async -> TransportError? {
        do {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }

    private func post(_ url: String, limits: TransportLimits = limits) throws -> TransportRequest {
        try TransportRequest(
            .post, ServerAddress(url), accept: "application/json", authorization: Redacted("Basic eDp5"),
            form: Redacted("a=b&c=d"),
            limits: limits)
    }

    @Test("A form arrives whole, with its headers, and the answer comes back with its own (R-62)")
    func form() async throws {
        let server = try CannedServer { _ in .http("201 Created", ["X-One: 1", "x-one: 2"], body: Data("hello".utf8)) }
        defer { server.stop() }
        let response = try await send(try post(server.base + "/token"))
        #expect(response.status == 201)
        #expect(response.header("X-ONE") == "1, 2")
        #expect(response.body == Data("hello".utf8))
        let request = try #require(server.received.first)
        #expect(request.line == "POST /token HTTP/1.1")
        #expect(request.body == "a=b&c=d")
        #expect(request.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(request.header("Content-Length") == "7")
        #expect(request.header("Authorization") == "Basic eDp5")
        #expect(request.header("Accept") == "application/json")
    }

    @Test("A redirect is an answer and is not followed", arguments: [301, 302, 303, 307, 308])
    func redirects(_ status: Int) async throws {
        let server = try CannedServer { request in
            request.line.contains("/token") ? .http("\(status) Moved", ["Location: /elsewhere"]) : .json("{}")
        }
        defer { server.stop() }
        let response = try await send(try post(server.base + "/token"))
        #expect(response.status == status)
        #expect(response.isRedirect)
        #expect(server.received.count == 1)
    }

    @Test("Each request has a connection of its own, so none is lost on a stale one")
    func freshConnections() async throws {
        let server = try CannedServer { _ in .json("{}") }
        defer { server.stop() }
        let transport = try AsyncHTTPTransport()
        for _ in 0..<3 { _ = try await transport.send(try post(server.base)) }
        await transport.shutdown()
        #expect(server.connectionCount == 3)
        #expect(server.received.allSatisfy { $0.header("Connection") == "close" })
    }

    @Test("A connection that ends after the request may have cost the answer, and the request is not sent again")
    func droppedAfterSending() async throws {
        for behaviour in [CannedServer.Behaviour.dropAfterRequest, .resetAfterRequest] {
            let server = try CannedServer { _ in behaviour }
            defer { server.stop() }
            let error = try #require(await failure(of: try post(server.base)))
            #expect(error.code == .connectionLost)
            #expect(error.requestWasSent)
            #expect(server.received.count == 1)
        }
    }

    @Test("An answer cut short is lost")
    func cutShort() async throws {
        let server = try CannedServer { _ in
            .answer(Data("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{".utf8))
        }
        let waiting = Task { [request = try post(server.base)] in await failure(of: request) }
        try await until("the request has arrived") { !server.received.isEmpty }
        server.stop()
        let error = try #require(await waiting.value)
        #expect(error.code == .connectionLost)
        #expect(error.requestWasSent)
    }

    @Test("A refused connection means that nothing was sent")
    func refused() async throws {
        let listener = try Socket.listening()
        let port = listener.port
        listener.close()
        let error = try #require(await failure(of: try post("http://127.0.0.1:\(port)/token")))
        #expect(error.code == .unreachable)
        #expect(!error.requestWasSent)
        #expect(error.message == "127.0.0.1:\(port) did not take the connection (nothing listens there)")
    }

    @Test("A name that does not resolve means that nothing was sent")
    func unknownName() async throws {
        let error = try #require(await failure(of: try post("https://no-such-host.invalid/token")))
        #expect(error.code == .unreachable)
        #expect(!error.requestWasSent)
        #expect(error.message.contains("no-such-host.invalid"))
    }

    @Test("A server without TLS behind an https address gets nothing, and is said to have none (R-1, R-318)")
    func notTLS() async throws {
        let listener = try Socket.listening()
        defer { listener.close() }
        let answering = Thread {
            guard let connection = listener.accepted() else { return }
            _ = connection.read()
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            _ = connection.readToEnd()
            connection.close()
        }
        answering.start()
        let error = try #require(await failure(of: try post("https://127.0.0.1:\(listener.port)/token")))
        #expect(error.code == .noTLS)
        #expect(!error.requestWasSent)
        #expect(error.message.contains("does not speak TLS"))
    }

    @Test("A server that never answers is given up in time, and may have the request")
    func silence() async throws {
        let server = try CannedServer { _ in .silence }
        defer { server.stop() }
        let error = try #require(await failure(of: try post(server.base, limits: Self.tightLimits)))
        #expect(error.code == .timedOut)
        #expect(error.requestWasSent)
    }

    @Test("A server that takes the connection and never speaks TLS does not have the request")
    func silentHandshake() async throws {
        let listener = try Socket.listening()
        defer { listener.close() }
        let error = try #require(
            await failure(of: try post("https://127.0.0.1:\(listener.port)/token", limits: Self.tightLimits)))
        #expect(error.code == .timedOut)
        #expect(!error.requestWasSent)
    }

    @Test("A body that stalls is given up in time")
    func stalledBody() async throws {
        let server = try CannedServer { _ in .answer(Data("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".utf8)) }
        defer { server.stop() }
        let error = try #require(await failure(of: try post(server.base, limits: Self.tightLimits)))
        #expect(error.code == .timedOut)
        #expect(error.requestWasSent)
    }

    @Test("A body larger than the limit is refused, declared or not")
    func tooLarge() async throws {
        let body = Data(repeating: 0x20, count: 2000)
        let chunked =
            Data("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n".utf8) + body
            + Data("\r\n0\r\n\r\n".utf8)
        for behaviour in [CannedServer.Behaviour.http("200 OK", body: body), .answer(chunked)] {
            let server = try CannedServer { _ in behaviour }
            defer { server.stop() }
            let error = try #require(await failure(of: try post(server.base)))
            #expect(error.code == .tooLarge)
            #expect(error.requestWasSent)
        }
    }

    /// 2,000 blanks, compressed.
    static let compressedBlanks = Data(
        base64Encoded: "H4sIAAAAAAACA1NQGAWjYBSMglEwCkbBUAcAKsoWVdAHAAA=")

    @Test("A compressed body is decompressed")
    func gzip() async throws {
        let bytes = try #require(Self.compressedBlanks)
        let server = try CannedServer { request in
            .http(
                "200 OK", ["Content-Encoding: gzip", "X-Asked: \(request.header("Accept-Encoding") ?? "")"], body: bytes
            )
        }
        defer { server.stop() }
        let request = try TransportRequest(
            .get, ServerAddress(server.base), limits: TransportLimits(bodySize: 2000, time: .seconds(20)))
        let response = try await send(request)
        #expect(response.body == Data(repeating: 0x20, count: 2000))
        #expect(response.header("X-Asked")?.contains("gzip") == true)
    }

    @Test("The limit counts what a compressed body grows to")
    func bomb() async throws {
        let bytes = try #require(Self.compressedBlanks)
        let server = try CannedServer { _ in .http("200 OK", ["Content-Encoding: gzip"], body: bytes) }
        defer { server.stop() }
        let error = try #require(
            await failure(of: try TransportRequest(.get, ServerAddress(server.base), limits: Self.limits)))
        #expect(error.code == .tooLarge)
    }

    @Test("What is not HTTP is named so")
    func rubbish() async throws {
        let server = try CannedServer { _ in .answer(Data("SSH-2.0-OpenSSH_9.6\r\n\r\n".utf8)) }
        defer { server.stop() }
        let error = try #require(await failure(of: try post(server.base)))
        #expect(error.code == .malformed)
        #expect(error.requestWasSent)
    }

    @Test(
        "Nothing is sent to an address that is neither https nor loopback (R-1)",
        arguments: [
            "http://fhir.example.org/token", "ftp://127.0.0.1/token", "token", "", "https://",
            "https://user:pw@127.0.0.1/t",
            "http://127.0.0.1.example.org/token",
        ])
    func unsafeAddress(_ url: String) {
        // No request to it can be made.
        #expect(throws: ServerAddressError.self) { try post(url) }
    }

    @Test("A cancelled request ends at once and says whether it was sent")
    func cancellation() async throws {
        let server = try CannedServer { _ in .silence }
        defer { server.stop() }
        let waiting = Task { [request = try post(server.base)] in await failure(of: request) }
        try await until("the request has arrived") { !server.received.isEmpty }
        waiting.cancel()
        let error = try #require(await waiting.value)
        #expect(error.code == .cancelled)
        #expect(error.requestWasSent)
    }

    @Test("A file without certificates is refused by name")
    func certificateFile() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "authorities-\(UUID()).pem")
        try Data("nothing".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        for path in [file.path, "/nonexistent/authorities.pem"] {
            let error = #expect(throws: TrustError.self) { try AsyncHTTPTransport(certificateAuthorities: path) }
            #expect(error?.path == path)
        }
    }

    @Test("A request's description holds no secret")
    func description() throws {
        #expect(!String(reflecting: try post("https://a.example/token")).contains("a=b"))
        #expect(!String(describing: try post("https://a.example/token")).contains("eDp5"))
    }
}

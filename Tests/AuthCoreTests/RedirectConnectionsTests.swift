import Foundation
import SMART
import TestSupport
import Testing

@testable import AuthCore

@Suite("Who connects to the redirect receiver", .timeLimit(.minutes(5)))
struct RedirectConnectionsTests {
    /// A receiver that takes whatever carries `code=` for the answer, and its port.
    private func receiver() async throws -> (LoopbackRedirectReceiver, Int, Task<Void, any Error>) {
        let receiver = try #require(try await LoopbackRedirectReceiver(for: "http://127.0.0.1/callback"))
        let port = try #require(URLComponents(string: receiver.redirectURI.text)?.port)
        let waiting = Task {
            try await receiver.wait { target in
                RedirectJudgement(title: "", words: "", endsTheWait: target.contains("code="))
            }
        }
        return (receiver, port, waiting)
    }

    private func request(_ path: String, on port: Int, method: String = "GET") async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let socket = try Socket.connected(to: port)
                        defer { socket.close() }
                        socket.write(
                            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n")
                        return String(decoding: socket.readToEnd(), as: UTF8.self)
                    })
            }
        }
    }

    @Test("64 connections are kept at most, the oldest that says nothing goes, and the redirect gets through")
    func flood() async throws {
        let (receiver, port, waiting) = try await receiver()
        let idle = try (0..<200).map { _ in try Socket.connected(to: port) }
        defer { for socket in idle { socket.close() } }
        let answer = try await request("/callback?code=c", on: port)
        #expect(answer.hasPrefix("HTTP/1.1 200"))
        try await waiting.value
        // The oldest were closed from the other end.
        #expect(idle[0].readToEnd().isEmpty)
        #expect(idle[100].readToEnd().isEmpty)
        await receiver.close()
    }

    @Test("The start of a sign-in is redirected from an address that nobody can guess, for this user's programs")
    func start() async throws {
        let (receiver, port, _) = try await receiver()
        let address = "https://auth.example.org/authorize?state=s&code_challenge=c"
        let local = try #require(receiver.offer(address))
        #expect(local.hasPrefix("http://127.0.0.1:\(port)/start/") && !local.contains("state"))
        let path = String(local.dropFirst("http://127.0.0.1:\(port)".count))
        #expect(path.count > 40)
        let answer = try await request(path, on: port)
        #expect(answer.hasPrefix("HTTP/1.1 302"))
        #expect(answer.contains("Location: \(address)\r\n") && answer.lowercased().contains("no-store"))
        #expect(try await request(path, on: port, method: "POST").hasPrefix("HTTP/1.1 405"))
        #expect(try await request("/start/guessed", on: port).hasPrefix("HTTP/1.1 404"))
        await receiver.close()
    }

    @Test("A program of another user, or one that the kernel does not show, is not told where a sign-in starts")
    func stranger() throws {
        let start = LocalStart()
        let path = start.offer("https://auth.example.org/authorize?state=s")
        for peer in [nil, LoopbackPeer(port: 1, ownPort: 2, isIPv6: false)] {
            let request = RedirectRequest(
                method: "GET", target: path, host: "127.0.0.1", contentType: nil, body: .complete(""), peer: peer)
            let reply = try #require(start.reply(to: request))
            #expect(reply.status == 403 && reply.location == nil && !reply.text.contains("state"))
        }
    }

    @Test("The kernel's table of connections tells whose the other end is")
    func table() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
               1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 30 10 -1
               2: 0100007F:D431 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0 20 4 30 10 -1
            """
        #expect(LoopbackPeer(port: 0xD431, ownPort: 0x1F90, isIPv6: false).user(in: table) == 1001)
        #expect(LoopbackPeer(port: 0xD432, ownPort: 0x1F90, isIPv6: false).user(in: table) == nil)
    }
}

import AuthCore
import Foundation
import SMART
import Synchronization
import TestSupport
import Testing

@Suite("The loopback redirect receiver (RFC 8252 section 7.3)", .timeLimit(.minutes(5)))
struct LoopbackRedirectReceiverTests {
    /// A receiver whose judge remembers targets and ends the wait at one that contains `code=`.
    private final class Visit: Sendable {
        let receiver: any RedirectReceiver
        let port: Int
        private let seen = Mutex<[String]>([])
        private let waiting = Mutex<Task<Void, any Error>?>(nil)

        init(_ redirectURI: RedirectURI = "http://127.0.0.1/callback", words: String = "Signed in.") async throws {
            let receiver = try #require(try await LoopbackRedirectReceiver(for: redirectURI))
            self.receiver = receiver
            port = try #require(URLComponents(string: receiver.redirectURI.text)?.port)
            let task = Task { [self] in
                try await receiver.wait { target in
                    self.seen.withLock { $0.append(target) }
                    let ends = target.contains("code=")
                    return RedirectJudgement(
                        title: ends ? "Done" : "Not this one", words: words, endsTheWait: ends)
                }
            }
            waiting.withLock { $0 = task }
        }

        var targets: [String] { seen.withLock(\.self) }

        func waitIsOver() async throws {
            try await waiting.withLock { $0 }?.value
        }

        /// Sends a request as a browser would and returns the whole answer.
        func send(_ line: String, _ headers: [String] = [], body: String = "", host: String? = nil, ipv6: Bool = false)
            async throws -> String
        {
            let port = port
            return try await Self.onThread {
                let socket = try Socket.connected(to: port, ipv6: ipv6)
                defer { socket.close() }
                let head = [line + " HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")", "Connection: close"] + headers
                socket.write(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
                return String(decoding: socket.readToEnd(), as: UTF8.self)
            }
        }

        private static func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws
            -> Value
        {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
            }
        }
    }

    @Test("The redirect ends the wait and the browser is told so, without cache, referrer or anything from elsewhere")
    func redirect() async throws {
        let visit = try await Visit()
        let answer = try await visit.send("GET /callback?code=c1&state=s1")
        try await visit.waitIsOver()
        await visit.receiver.close()
        #expect(visit.targets == ["/callback?code=c1&state=s1"])
        #expect(answer.hasPrefix("HTTP/1.1 200"))
        let lowercased = answer.lowercased()
        for header in [
            "cache-control: no-store", "referrer-policy: no-referrer", "content-type: text/html; charset=utf-8",
            "content-security-policy: default-src 'none'",
        ] {
            #expect(lowercased.contains(header))
        }
        #expect(answer.contains("<h1>Done</h1>"))
        #expect(answer.contains("You may close this window"))
        #expect(!answer.contains("c1") && !answer.contains("src=") && !answer.contains("href="))
    }

    @Test("Both address families are served on one port", .enabled(if: Socket.hasIPv6))
    func families() async throws {
        let visit = try await Visit("http://localhost/callback")
        #expect(visit.receiver.redirectURI.text == "http://localhost:\(visit.port)/callback")
        let first = try await visit.send("GET /callback?x=1", host: "localhost:\(visit.port)", ipv6: true)
        #expect(first.hasPrefix("HTTP/1.1 400"))
        _ = try await visit.send("GET /callback?code=1", host: "[::1]:\(visit.port)")
        try await visit.waitIsOver()
        await visit.receiver.close()
        #expect(visit.targets.count == 2)
    }

    @Test("A registered port is used as it stands, and a taken one is named with what to do")
    func registeredPort() async throws {
        let occupant = try Socket.listeningAside()
        let port = occupant.port
        let error = await #expect(throws: RedirectReceiverError.self) {
            _ = try await LoopbackRedirectReceiver(for: RedirectURI("http://127.0.0.1:\(port)/callback"))
        }
        #expect(error?.code == .portTaken(port))
        #expect(error?.description.contains("\(port)") == true)
        #expect(error?.description.contains("pasting") == true)
        occupant.close()

        let visit = try await Visit(RedirectURI("http://127.0.0.1:\(port)/callback"))
        #expect(visit.receiver.redirectURI.text == "http://127.0.0.1:\(port)/callback")
        await visit.receiver.close()
    }

    @Test("A port that another program holds on ::1 alone is taken", .enabled(if: Socket.hasIPv6))
    func otherFamilyTaken() async throws {
        let occupant = try Socket.listeningAside(ipv6: true)
        defer { occupant.close() }
        await #expect(throws: RedirectReceiverError(.portTaken(occupant.port))) {
            _ = try await LoopbackRedirectReceiver(for: RedirectURI("http://localhost:\(occupant.port)/"))
        }
        // Nothing is left behind on the other family.
        try Socket.listening(on: occupant.port).close()
    }

    @Test("Closing frees the port and ends the wait")
    func closing() async throws {
        let occupant = try Socket.listeningAside()
        let port = occupant.port
        occupant.close()
        let visit = try await Visit(RedirectURI("http://127.0.0.1:\(port)/callback"))
        await visit.receiver.close()
        await #expect(throws: CancellationError.self) { try await visit.waitIsOver() }
        try Socket.listening(on: visit.port).close()
        if Socket.hasIPv6 { try Socket.listening(on: visit.port, ipv6: true).close() }
    }

    @Test("Closing does not wait for a browser that opened a connection and says nothing")
    func idleConnection() async throws {
        let visit = try await Visit()
        let idle = try Socket.connected(to: visit.port)
        defer { idle.close() }
        await visit.receiver.close()
        #expect(idle.readToEnd().isEmpty)
    }

    @Test("Each of several requests is judged until one ends the wait; later ones are told so")
    func several() async throws {
        let visit = try await Visit()
        let wrong = try await visit.send("GET /callback?state=other")
        #expect(wrong.hasPrefix("HTTP/1.1 400"))
        #expect(wrong.contains("Not this one"))
        let right = try await visit.send("GET /callback?code=c1")
        #expect(right.contains("Done"))
        try await visit.waitIsOver()
        let late = try await visit.send("GET /callback?code=c1")
        #expect(late.hasPrefix("HTTP/1.1 200"))
        #expect(late.contains("Already done"))
        await visit.receiver.close()
        #expect(visit.targets == ["/callback?state=other", "/callback?code=c1"])
    }

    @Test("A redirect that comes before anyone waits is kept")
    func early() async throws {
        let receiver = try #require(try await LoopbackRedirectReceiver(for: "http://127.0.0.1/"))
        let port = try #require(URLComponents(string: receiver.redirectURI.text)?.port)
        let browser = try Socket.connected(to: port)
        browser.write("GET /?code=early HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
        let target = Mutex("")
        try await receiver.wait { seen in
            target.withLock { $0 = seen }
            return RedirectJudgement(title: "Done", words: "", endsTheWait: true)
        }
        await receiver.close()
        #expect(target.withLock(\.self) == "/?code=early")
        #expect(String(decoding: browser.readToEnd(), as: UTF8.self).contains("<h1>Done</h1>"))
        browser.close()
    }

    @Test("A form that is posted counts as its query would")
    func formPost() async throws {
        let visit = try await Visit()
        let body = "code=c1&state=s%201"
        let answer = try await visit.send(
            "POST /callback",
            ["Content-Type: application/x-www-form-urlencoded", "Content-Length: \(body.utf8.count)"], body: body)
        #expect(answer.contains("Done"))
        try await visit.waitIsOver()
        await visit.receiver.close()
        #expect(visit.targets == ["/callback?code=c1&state=s%201"])
    }

    struct Stranger: Sendable, CustomTestStringConvertible {
        let line: String
        var headers: [String] = []
        var body = ""
        var host: String?
        let status: Int
        var testDescription: String { String(line.prefix(40)) + " → \(status)" }
    }

    @Test(
        "Whatever is not the redirect is turned away and never judged",
        arguments: [
            Stranger(line: "GET /favicon.ico", status: 404),
            Stranger(line: "GET /", status: 404),
            Stranger(line: "GET /callback/?code=1", status: 404),
            Stranger(line: "GET /Callback?code=1", status: 404),
            Stranger(line: "GET /callback/../callback?code=1", status: 404),
            Stranger(line: "HEAD /callback?code=1", status: 405),
            Stranger(line: "PUT /callback?code=1", status: 405),
            Stranger(line: "OPTIONS /callback?code=1", status: 405),
            Stranger(line: "GET /callback?code=1", host: "evil.example", status: 421),
            Stranger(line: "GET /callback?code=1", host: "127.0.0.1.evil.example", status: 421),
            Stranger(line: "GET /callback?code=" + String(repeating: "a", count: 17_000), status: 414),
            Stranger(
                line: "POST /callback", headers: ["Content-Type: application/json", "Content-Length: 2"], body: "{}",
                status: 415),
            Stranger(
                line: "POST /callback",
                headers: ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 20000"],
                body: "code=" + String(repeating: "a", count: 19_995), status: 413),
        ])
    func strangers(_ stranger: Stranger) async throws {
        let visit = try await Visit()
        let answer = try await visit.send(stranger.line, stranger.headers, body: stranger.body, host: stranger.host)
        #expect(answer.hasPrefix("HTTP/1.1 \(stranger.status)"), "\(answer.prefix(60))")
        #expect(visit.targets.isEmpty)
        await visit.receiver.close()
    }

    @Test("Headers without end are refused")
    func hugeHeaders() async throws {
        let visit = try await Visit()
        let answer = try await visit.send("GET /callback?code=1", ["X-Big: " + String(repeating: "a", count: 100_000)])
        #expect(!answer.hasPrefix("HTTP/1.1 200"))
        #expect(visit.targets.isEmpty)
        await visit.receiver.close()
    }

    @Test("Words are shown as words, not as markup")
    func escaping() async throws {
        let visit = try await Visit(words: #"<script>alert("1")</script> & 'more'"#)
        let answer = try await visit.send("GET /callback?code=1")
        try await visit.waitIsOver()
        await visit.receiver.close()
        #expect(answer.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;"))
        #expect(!answer.contains("<script"))
    }

    @Test("Cancelling the wait ends it")
    func cancellation() async throws {
        let receiver = try #require(try await LoopbackRedirectReceiver(for: "http://127.0.0.1/cb"))
        let waiting = Task {
            try await receiver.wait { _ in RedirectJudgement(title: "", words: "", endsTheWait: true) }
        }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        await receiver.close()
    }

    @Test(
        "A redirect that does not come to this machine over plain http is for pasting",
        arguments: ["https://app.example.org/callback", "https://127.0.0.1/callback"] as [RedirectURI])
    func elsewhere(_ redirectURI: RedirectURI) async throws {
        #expect(try await LoopbackRedirectReceiver(for: redirectURI) == nil)
    }
}

import AsyncHTTPClient
import NIOCore
import NIOPosix
import SMART
import TestSupport
import Testing

@testable import Sandbox

@Suite("Starting, stopping and steering")
struct LifecycleTests {
    @Test("A busy port is an error that names the port")
    func busyPort() async throws {
        try await withSandbox { client async throws in
            let error = await #expect(throws: SandboxError.self) {
                try await RunningSandbox.start(SandboxOptions(port: client.running.port))
            }
            #expect(error?.code == .portBusy)
            #expect(error?.description.contains("\(client.running.port)") == true)
        }
    }

    @Test("The sandbox listens on loopback only", arguments: ["0.0.0.0", "192.0.2.1", "example.org"])
    func loopbackOnly(host: String) async {
        let error = await #expect(throws: SandboxError.self) {
            try await RunningSandbox.start(SandboxOptions(host: host))
        }
        #expect(error?.code == .notLoopback)
    }

    @Test("After stopping the port is free, though a client still holds its connection")
    func stop() async throws {
        try await withSandbox { client in
            _ = try await client.send("GET", "/fhir/metadata")
            await client.running.stop()
            let again = try await RunningSandbox.start(SandboxOptions(port: client.running.port))
            await again.stop()
        }
    }

    @Test("Stopping does not wait for a slow answer")
    func stopWhileSlow() async throws {
        try await withSandbox(SandboxOptions(faults: [FaultRule(.slow(3600), times: 1)])) { client in
            let waiting = Task { try await client.refresh("x") }
            try await until("the fault has met a request") { await client.control.faults.isEmpty }
            await client.running.stop()
            await #expect(throws: (any Error).self) { try await waiting.value }
        }
    }

    @Test("A client of HTTP/1.0, which reads until the connection ends, gets its page whole")
    func oldClient() async throws {
        try await withSandbox { client in
            let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: client.running.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            let answer = try await connection.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "GET /ehr HTTP/1.0\r\n\r\n"))
                return try await inbound.reduce(into: "") { $0 += String(buffer: $1) }
            }
            #expect(answer.hasPrefix("HTTP/1.0 200") || answer.hasPrefix("HTTP/1.1 200"))
            #expect(answer.contains("</html>"))
        }
    }

    @Test("The control endpoint shows the state and takes faults and time")
    func control() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn(client: "app-1")
            func command(_ name: String, _ body: String, type: String = "application/json") async throws
                -> SandboxClient.Reply
            {
                try await client.send("POST", "/control/" + name, headers: [("Content-Type", type)], body: body)
            }
            let state = try await client.send("GET", "/control/state").json
            #expect(state["refresh_tokens"]?.array?.first?.text("refresh_token") == tokens.text("refresh_token"))
            #expect(state["token_requests"]?.array?.first?.text("grant_type") == "authorization_code")
            #expect(state["token_requests"]?.array?.first?["count"]?.number == 1)
            let set = try await command("faults", #"{"faults": ["503,on=refresh,times=2"]}"#)
            #expect(set.json["faults"]?.strings == ["503,on=refresh,times=2"])
            #expect(try await command("faults", #"{"faults": ["nonsense"]}"#).status == 400)
            #expect(try await command("faults", #"{"faults": []}"#, type: "text/plain").status == 400)
            for body in ["rubbish", "{}", #"{"seconds": -1}"#, #"{"seconds": 1e300}"#] {
                #expect(try await command("advance", body).status == 400)
            }
            #expect(try await command("lifetimes", #"{"access": 1e300}"#).status == 400)
            #expect(try await command("advance", #"{"seconds": 300}"#).status == 200)
            #expect(try await client.fhir("Patient", token: tokens.text("access_token")).status == 401)
            let grant = try #require(state["grants"]?.array?.first?.text("id"))
            #expect(try await command("lapse", "{\"grant\": \"\(grant)\"}").status == 200)
            #expect(try await command("lapse", "{\"grant\": \"\(grant)\"}").status == 400)
            #expect(try await command("lifetimes", #"{"access": 9, "refresh": 30}"#).status == 200)
            #expect(try await client.signIn()["expires_in"]?.number == 9)
            let signedOut = try await command("sign-out", #"{"user": "camila"}"#)
            #expect(signedOut.status == 200)
            #expect(signedOut.json["refresh_tokens"]?.array?.count == 1)
        }
    }

    @Test("Neither errors nor descriptions of the state print a token")
    func redaction() async throws {
        try await withSandbox { client in
            let tokens = try await client.signIn()
            let honoured = await client.control.honouredRefreshTokens
            var text = ""
            dump(honoured, to: &text)
            #expect(!text.contains(try #require(tokens.text("refresh_token"))))
        }
    }
}

@Suite("The visitor")
struct SandboxVisitorTests {
    @Test("A page that is none of the sandbox's ends the visit with what it says")
    func strangePage() async throws {
        let visitor = SandboxVisitor(user: "camila") { _ in
            SandboxVisitor.Response(status: 502, headers: [], body: "<html><main><h1>Bad &amp; gone</h1></main></html>")
        }
        let error = await #expect(throws: SandboxVisitError.self) {
            try await visitor.visit("http://127.0.0.1:1/authorize")
        }
        #expect(error == SandboxVisitError(status: 502, text: "Bad & gone"))
    }

    @Test("Pages that lead in a circle end the visit")
    func circle() async throws {
        let visitor = SandboxVisitor(user: "camila") { _ in
            SandboxVisitor.Response(status: 303, headers: [("Location", "/authorize")], body: "")
        }
        await #expect(throws: SandboxVisitError.self) { try await visitor.visit("http://127.0.0.1:1/authorize") }
    }

    @Test(
        "Rubbish is read without a trap",
        arguments: ["", "<", "<form", "<input name=\"", "<form><input name>", "<<>>&amp"])
    func rubbish(html: String) {
        #expect(PageForm.forms(in: html).count <= 1)
        #expect(PageForm.text(of: html).count <= html.count)
    }
}

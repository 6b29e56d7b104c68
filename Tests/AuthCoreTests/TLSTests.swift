import AuthCore
import Foundation
import SMART
import Testing

/// The transport against `openssl s_server` with a certificate made for the test; skipped where there is no `openssl`.
@Suite("TLS (R-1, R-318)", .enabled(if: OpenSSL.isInstalled), .timeLimit(.minutes(5)))
struct TLSTests {
    private func failure(_ transport: AsyncHTTPTransport, _ port: Int) async throws -> TransportError? {
        let request = try TransportRequest(
            .post, ServerAddress("https://localhost:\(port)/token"), form: Redacted("a=b"),
            limits: TransportLimits(bodySize: 1 << 20, time: .seconds(20)))
        do throws(TransportError) {
            _ = try await transport.send(request)
            return nil
        } catch {
            return error
        }
    }

    @Test("A certificate of an unknown authority gets nothing; with the authority's file it is trusted")
    func authority() async throws {
        let server = try OpenSSL(host: "localhost")
        defer { server.stop() }
        let strict = try AsyncHTTPTransport()
        let refusal = try #require(try await failure(strict, server.port))
        await strict.shutdown()
        #expect(refusal.code == .noTLS)
        #expect(!refusal.requestWasSent)
        #expect(refusal.message.contains("not trusted"))

        let trusting = try AsyncHTTPTransport(certificateAuthorities: server.certificate.path)
        let request = try TransportRequest(
            .get, ServerAddress("https://localhost:\(server.port)/"),
            limits: TransportLimits(bodySize: 1 << 20, time: .seconds(20)))
        let answer = try await trusting.send(request)
        await trusting.shutdown()
        #expect(answer.status == 200)
    }

    @Test("A trusted certificate for another host gets nothing")
    func otherHost() async throws {
        let server = try OpenSSL(host: "fhir.example.org")
        defer { server.stop() }
        let transport = try AsyncHTTPTransport(certificateAuthorities: server.certificate.path)
        let refusal = try #require(try await failure(transport, server.port))
        await transport.shutdown()
        #expect(refusal.code == .noTLS)
        #expect(!refusal.requestWasSent)
        #expect(refusal.message.contains("another host"))
    }

    @Test("A server that knows nothing newer than TLS 1.1 gets nothing")
    func oldProtocol() async throws {
        let server = try OpenSSL(host: "localhost", options: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"])
        defer { server.stop() }
        let transport = try AsyncHTTPTransport(certificateAuthorities: server.certificate.path)
        let refusal = try #require(try await failure(transport, server.port))
        await transport.shutdown()
        #expect(refusal.code == .noTLS)
        #expect(!refusal.requestWasSent)
    }
}

/// `openssl s_server -www` on a free port, with a self-signed certificate in a folder of its own.
private struct OpenSSL {
    let port: Int
    let certificate: URL
    private let folder: URL
    private let process: Process

    static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first(
        where: FileManager.default.isExecutableFile(atPath:))
    static var isInstalled: Bool { path != nil }

    init(host: String, options: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem")
        let key = folder.appending(path: "key.pem")
        let making = try Self.start([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + host, "-addext",
            "subjectAltName=DNS:" + host, "-keyout", key.path, "-out", certificate.path,
        ])
        making.process.waitUntilExit()
        let serving = try Self.start(
            ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate.path, "-key", key.path] + options)
        process = serving.process
        port = Self.announcedPort(serving.output)
    }

    func stop() {
        // The threads that run tests block SIGTERM, and what they start inherits that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Reads as far as `ACCEPT 127.0.0.1:PORT`; 0 where the server ends first.
    private static func announcedPort(_ output: FileHandle) -> Int {
        var text = ""
        while true {
            let chunk = output.availableData
            if chunk.isEmpty { return 0 }
            text += String(decoding: chunk, as: UTF8.self)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            where line.hasPrefix("ACCEPT") {
                return line.split(separator: ":").last.flatMap { Int($0) } ?? 0
            }
        }
    }

    private static func start(_ arguments: [String]) throws -> (process: Process, output: FileHandle) {
        let process = Process()
        process.executableURL = URL(filePath: path ?? "")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return (process, output.fileHandleForReading)
    }
}

import AuthCore
import Commands
import Foundation
import SMART
import Sandbox
import TestSupport
import Testing

/// A person's own browser: Stoke opens an address in it, and somebody signs in there.
final class FakeBrowser {
    private let folder: URL
    private var record: URL { folder.appending(path: "opened") }

    /// What `BROWSER` is to be.
    ///
    /// It writes down what it is to open, and leaves the rest to ``signIn(at:as:refusing:)``.
    var program: String { folder.appending(path: "fake-browser").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script =
            "#!/bin/sh\nprintf '%s\\n' \"$1\" > '\(record.path).new' && mv '\(record.path).new' '\(record.path)'\n"
        try script.write(toFile: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Waits until an address was opened.
    func opened(before deadline: ContinuousClock.Instant) async throws -> String {
        var address = ""
        try await until("an address to be opened in the browser", before: deadline) {
            address = (try? String(contentsOf: record, encoding: .utf8)) ?? ""
            return !address.isEmpty
        }
        return try await led(from: address.trimmingCharacters(in: .newlines))
    }

    /// Where this machine's address leads: no more of a sign-in is on the browser's command line.
    private func led(from address: String) async throws -> String {
        #expect(!address.contains("state="))
        return try await withTransport { transport in
            let answer = try await transport.send(
                TransportRequest(.get, try ServerAddress(address), limits: .discovery))
            return answer.header("location") ?? address
        }
    }

    /// Forgets what was opened.
    func forget() throws {
        try FileManager.default.removeItem(at: record)
    }

    /// Walks through the sandbox's pages, and back to Stoke as the last one redirects.
    func signIn(at address: String, as user: String, refusing: Set<String> = []) async throws {
        try await withTransport { transport in
            let visitor = SandboxVisitor(user: user, refusing: refusing, over: transport)
            let target = try await ServerAddress(visitor.visit(address))
            _ = try await transport.send(TransportRequest(.get, target, limits: .discovery))
        }
    }
}

import AuthCore
import Commands
import Foundation
import SMART
import Sandbox

/// A sandbox in this process, and people who sign in at it without a browser.
struct TestSandbox {
    let running: RunningSandbox
    let transport: AsyncHTTPTransport

    static func with<Result>(
        _ options: SandboxOptions = SandboxOptions(), _ body: (TestSandbox) async throws -> Result
    ) async throws -> Result {
        let transport = try AsyncHTTPTransport()
        let sandbox = TestSandbox(running: try await RunningSandbox.start(options), transport: transport)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(sandbox)) } catch { result = .failure(error) }
        await sandbox.running.stop()
        await transport.shutdown()
        return try result.get()
    }

    /// Walks through the pages and returns the address that the sandbox redirects to.
    func visit(
        _ address: String, as user: String = "camila", refusing: Set<String> = [], denies: Bool = false
    ) async throws -> String {
        try await SandboxVisitor(user: user, refusing: refusing, denies: denies, over: transport).visit(address)
    }

    /// Opens an address as a browser would that was redirected there.
    ///
    /// Returns the page.
    @discardableResult
    func open(_ address: String) async throws -> String {
        let response = try await transport.send(TransportRequest(.get, ServerAddress(address), limits: .discovery))
        return String(decoding: response.body, as: UTF8.self)
    }

    /// Signs in with `stoke login NAME --no-browser`, through the redirect receiver.
    @discardableResult
    func signIn(
        _ session: String, in home: TestHome, as user: String = "camila", refusing: Set<String> = []
    ) async throws -> StokeProcess.Ending {
        let login = try home.start(["login", session, "--no-browser"])
        guard let address = await login.firstLine() else {
            throw TestHome.Failure(description: "login printed no address: \(await login.finish())")
        }
        try await open(visit(address, as: user, refusing: refusing))
        let ending = await login.finish()
        guard ending.status == 0 else { throw TestHome.Failure(description: "\(ending)") }
        return ending
    }
}

import ArgumentParser
import Foundation
import Records
import SMART
import Sessions

struct LoginCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Sign in, or sign in again.",
        discussion: """
            Opens the authorization address in your browser and waits for the redirect. Where the browser runs elsewhere, \
            or the redirect URI is not on this machine, paste the address that the browser ends up at; line breaks in it do \
            no harm.
            """)

    enum Flow: String, ExpressibleByArgument, CaseIterable {
        case browser, paste
    }

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID

    @Option(help: "How the redirect comes back: to a port of this machine, or pasted on stdin.")
    var flow: Flow = .browser

    @Flag(help: "Print the authorization address alone on a line of stdout, and wait.")
    var noBrowser = false

    @Option(help: ArgumentHelp("Ask for this access mode instead of the endpoint's.", valueName: "offline|online|none"))
    var access: AccessMode?

    @Option(
        name: .customLong("scope"),
        help: ArgumentHelp("Ask for this scope instead of the endpoint's; repeatable.", valueName: "S"))
    var scopes: [String] = []

    @Option(help: ArgumentHelp("Seconds to wait for the redirect; what follows it takes its own time.", valueName: "S"))
    var timeout = 300

    func validate() throws {
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout takes seconds, from 1 to 86400.") }
    }

    func perform() async throws {
        let snapshot = try await OpenHome.asKeeper(program: "stoke login", of: .session(session)) {
            try await signIn(with: $0.keeper)
        }
        Console.note(SignInReview(of: snapshot).text)
    }

    private func signIn(with keeper: LocalKeeper) async throws -> SessionSnapshot {
        let pending = try await keeper.beginSignIn(try await plan(with: keeper))
        let mustPaste = flow == .paste || !pending.isReceiving
        if noBrowser || mustPaste {
            try Console.result(pending.address)
        } else {
            Console.note("Sign in at this address:\n\(pending.address)")
            if try await BrowserOpening.open(pending.address) == nil {
                Console.note("No browser was found here; open the address yourself.")
            }
        }
        if let problem = pending.receiverProblem { Console.error(problem) }
        let takesPaste = mustPaste || Console.isInteractive
        if takesPaste { Console.note("Waiting. The address that the browser ends up at can be pasted here.") }
        return try await SignInWait(pending: pending, keeper: keeper, timeout: Double(timeout), takesPaste: takesPaste)
            .outcome()
    }

    /// What the person asks for, else what the session was signed in for, else what the endpoint is configured for.
    private func plan(with keeper: LocalKeeper) async throws -> SignInPlan {
        let endpoint = try await keeper.endpoint(named: session.endpoint)
        return SignInPlan(
            session: session, access: access ?? endpoint.access,
            scopes: scopes.isEmpty ? endpoint.scopes : ScopeSet(scopes.joined(separator: " ")))
    }
}

extension AccessMode: ExpressibleByArgument {}

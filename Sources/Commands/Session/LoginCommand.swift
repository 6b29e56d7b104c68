import ArgumentParser
import Foundation
import Records
import SMART
import Sessions
import Terminal

/// `stoke login`: signs in, with the person's own browser (RFC 8252).
///
/// The review of what was granted goes to stderr; stdout is for the address, where it is asked for.
struct LoginCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Sign in, or sign in again.",
        discussion: """
            Opens the authorization address in your browser and waits for the redirect. Where the browser runs elsewhere, \
            or the redirect URI is not on this machine, paste the address that the browser ends up at; line breaks in it do \
            no harm.
            """)

    /// How the redirect comes back.
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

    @Option(
        name: .customLong("accept-server"),
        help: ArgumentHelp(
            "Agree to a server that discovery moved an endpoint to since the last sign-in; repeatable.",
            valueName: "HOST"))
    var acceptedServers: [String] = []

    @Option(help: ArgumentHelp("Seconds to wait for the redirect; what follows it takes its own time.", valueName: "S"))
    var timeout = 300

    /// A wait of no time would never succeed, one of more than a day is a slip of the finger.
    func validate() throws {
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout takes seconds, from 1 to 86400.") }
    }

    /// Signs in as the home's keeper.
    ///
    /// - Throws: ``KeeperError``, with `signInNeeded` where nobody signed in in time; ``HomeError`` where another
    ///   process keeps the home.
    func perform() async throws {
        let snapshot = try await OpenHome.asKeeperAtTheEnd(program: "stoke login", of: .session(session)) {
            try await signIn(with: $0.keeper)
        }
        Console.note(SignInReview(of: snapshot).text)
    }

    /// Sends the person to the server and waits for the way back.
    ///
    /// Where no browser can be opened or nothing can listen, it goes on by hand and says so.
    private func signIn(with keeper: LocalKeeper) async throws -> SessionSnapshot {
        let pending = try await begin(try await plan(with: keeper), with: keeper)
        let mustPaste = flow == .paste || !pending.isReceiving
        if noBrowser || mustPaste {
            try Console.result(pending.address)
        } else {
            Console.note("Sign in at this address:\n\(pending.address)")
            if try await BrowserOpening.open(BrowserTarget(pending.address, localAddress: pending.localAddress)) == nil
            {
                Console.note("No browser was found here; open the address yourself.")
            }
        }
        if let problem = pending.receiverProblem { Console.error(problem) }
        let takesPaste = mustPaste || Console.isInteractive
        if takesPaste { Console.note("Waiting. The address that the browser ends up at can be pasted here.") }
        return try await SignInWait(pending: pending, keeper: keeper, timeout: Double(timeout), takesPaste: takesPaste)
            .outcome()
    }

    /// Begins; where discovery moved an endpoint to another server, the person is asked, or told what to run.
    private func begin(_ plan: SignInPlan, with keeper: LocalKeeper) async throws -> PendingSignIn {
        do throws(KeeperError) {
            return try await keeper.beginSignIn(plan)
        } catch {
            guard let moved = error.cause as? MovedServer else { throw error }
            guard Console.isInteractive else {
                let options = moved.servers.sorted().map { "--accept-server \($0)" }.joined(separator: " ")
                throw KeeperError(
                    .unsafe, session: session, "\(error.message); if that is right: stoke login \(session) \(options)")
            }
            for move in moved.moves { Console.note("\(session): \(move).") }
            guard try await Console.confirm("Send this sign-in’s code and the client’s secret there?") else {
                throw error
            }
            var agreed = plan
            agreed.acceptedServers.formUnion(moved.servers)
            return try await keeper.beginSignIn(agreed)
        }
    }

    /// What the person asks for, else what the session was signed in for, else what the endpoint is configured for.
    private func plan(with keeper: LocalKeeper) async throws -> SignInPlan {
        let endpoint = try await keeper.endpoint(named: session.endpoint)
        var plan = SignInPlan(
            session: session, access: access ?? endpoint.access,
            scopes: scopes.isEmpty ? endpoint.scopes : ScopeSet(scopes.joined(separator: " ")))
        plan.acceptedServers = Set(acceptedServers)
        return plan
    }
}

/// Read from its word, as endpoint files write it.
extension AccessMode: ExpressibleByArgument {}

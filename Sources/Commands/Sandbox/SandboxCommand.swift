import ArgumentParser
import Sandbox

/// `stoke sandbox`: the embedded server alone, to try clients against.
///
/// It listens on this machine only, and its faults can be changed while it runs.
struct SandboxCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run the embedded SMART authorization server and FHIR server alone.",
        discussion: """
            Prints its FHIR base URL on a line of stdout, then serves until interrupted. It takes any client id as a public \
            client, and sandbox-confidential with the secret sandbox-secret. Everything in it is synthetic and in memory.

            A fault is written FAULT[,on=PLACE][,client=ID][,user=NAME][,times=N], such as \
            503+retry-after=2,on=refresh,times=3. FAULT is a status of 400 to 599, an OAuth error code, slow=SECONDS, \
            drop-before, drop-after, portal, bare-400, no-rotation, no-refresh-token, drop-scopes, \
            expires-in=absent|string|float or other-patient. PLACE is \
            \(FaultRule.Place.allCases.map(\.rawValue).joined(separator: ", ")). POST /control/faults changes the faults of a running sandbox.
            """)

    @Option(help: ArgumentHelp("The port; 0 takes any free one.", valueName: "N"))
    var port = 8080

    @Option(help: ArgumentHelp("Seconds that an access token lives.", valueName: "S"))
    var accessLifetime = 300

    @Option(
        help: ArgumentHelp(
            "Seconds after the sign-in at which refreshing ends; never where left out.", valueName: "S"))
    var refreshLifetime: Int?

    @Option(
        help: ArgumentHelp("Seconds that a sign-in at the sandbox lasts, and online access with it.", valueName: "S"))
    var signInLifetime = 8 * 60 * 60

    @Option(
        name: .customLong("fault"), help: ArgumentHelp("Something that goes wrong; repeatable.", valueName: "FAULT"))
    var faults: [String] = []

    /// Refuses what would fail later: a lifetime or port out of range, a fault that cannot be read.
    func validate() throws {
        for seconds in [accessLifetime, refreshLifetime ?? 1, signInLifetime]
        where !(1...1_000_000_000).contains(seconds) {
            throw ValidationError("A lifetime is in seconds, from 1 up.")
        }
        guard (0...65_535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        _ = try faultRules()
    }

    /// The faults as rules.
    ///
    /// - Throws: `ValidationError` with what is wrong with the first that is none.
    private func faultRules() throws -> [FaultRule] {
        try faults.map { text in
            do { return try FaultRule(parsing: text) } catch { throw ValidationError("\(error)") }
        }
    }

    /// Prints the base URL once the server answers there, then serves until interrupted.
    ///
    /// - Throws: where the port cannot be had.
    func perform() async throws {
        let options = SandboxOptions(
            port: port,
            lifetimes: TokenLifetimes(access: Double(accessLifetime), refresh: refreshLifetime.map(Double.init)),
            signInLifetime: Double(signInLifetime), faults: try faultRules())
        let sandbox = try await RunningSandbox.start(options)
        try Console.result(sandbox.baseURL)
        Console.note("EHR launch page: \(sandbox.launchPage)")
        await withTaskCancellationHandler {
            await sandbox.untilStopped()
        } onCancel: {
            Task { await sandbox.stop() }
        }
    }
}

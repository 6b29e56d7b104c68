import ServiceLifecycle

/// An embedded SMART authorization server with a small FHIR R4 server behind it, for the demo, the tests and for learning.
///
/// ```swift
/// let sandbox = try await RunningSandbox.start(SandboxOptions(lifetimes: TokenLifetimes(access: 60)))
/// print(sandbox.baseURL)  // http://127.0.0.1:41234/fhir
/// await sandbox.control.addFault(FaultRule(.dropAfter, on: .refresh, times: 1))
/// await sandbox.stop()
/// ```
package struct RunningSandbox: Sendable {
    let address: SandboxAddress
    /// The port that it got, also where any free one was asked for.
    package let port: Int
    /// Inspection, faults and the clock.
    package let control: SandboxControl
    private let lifetime: ServiceGroup
    /// The server itself, which ends with ``stop()``.
    private let serving: Task<Void, any Error>

    init(
        address: SandboxAddress, port: Int, control: SandboxControl, lifetime: ServiceGroup,
        serving: Task<Void, any Error>
    ) {
        self.address = address
        self.port = port
        self.control = control
        self.lifetime = lifetime
        self.serving = serving
    }

    /// The FHIR base URL, such as `http://127.0.0.1:41234/fhir`.
    package var baseURL: String { address.fhirBase }

    /// The page from which a practitioner launches an app.
    package var launchPage: String { address.origin + "/ehr" }

    /// Stops listening, answers what is under way, or ends its connection after a second, and returns when the port is free.
    ///
    /// Hummingbird traps where it is cancelled while it accepts a connection, so listening ends first.
    package func stop() async {
        await lifetime.triggerGracefulShutdown()
        _ = await serving.result
    }

    /// Returns when the sandbox has stopped.
    package func untilStopped() async {
        _ = await serving.result
    }
}

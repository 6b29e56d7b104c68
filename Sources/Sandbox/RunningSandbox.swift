/// A sandbox that listens.
package struct RunningSandbox: Sendable {
    let address: SandboxAddress
    package let port: Int
    /// Inspection, faults and the clock.
    package let control: SandboxControl
    private let serving: Task<Void, any Error>

    init(address: SandboxAddress, port: Int, control: SandboxControl, serving: Task<Void, any Error>) {
        self.address = address
        self.port = port
        self.control = control
        self.serving = serving
    }

    /// The FHIR base URL, such as `http://127.0.0.1:41234/fhir`.
    package var baseURL: String { address.fhirBase }

    /// The page from which a practitioner launches an app.
    package var launchPage: String { address.origin + "/ehr" }

    /// Stops listening, closes every connection and returns when the port is free. Answers under way are cut off.
    package func stop() async {
        serving.cancel()
        _ = await serving.result
    }

    /// Returns when the sandbox has stopped.
    package func untilStopped() async {
        _ = await serving.result
    }
}

/// Why a sandbox did not start.
package struct SandboxError: Error, Equatable, CustomStringConvertible {
    /// What keeps a sandbox from starting.
    package enum Code: Sendable {
        /// Another program listens on the port.
        case portBusy
        /// The host is not this machine's loopback.
        case notLoopback
        /// The address cannot be listened on for another reason.
        case cannotListen
        /// What is embedded at build time cannot be read.
        case brokenResources
    }

    /// What keeps it from starting.
    package let code: Code
    /// Where it was to listen.
    package let host: String
    /// Where it was to listen; 0 for any free port.
    package let port: Int
    /// The cause, in words; empty where ``code`` says it all.
    package let detail: String

    /// A failure of the sandbox that was to listen there.
    package init(code: Code, host: String, port: Int, detail: String = "") {
        self.code = code
        self.host = host
        self.port = port
        self.detail = detail
    }

    /// What is wrong, and what to do.
    package var description: String {
        switch code {
        case .portBusy:
            "port \(port) on \(host) is taken by another program; give another with --port, or 0 for any free one"
        case .notLoopback:
            "the sandbox listens on this machine's loopback only (such as 127.0.0.1), not on “\(host)”"
        case .cannotListen: "the sandbox cannot listen on \(host):\(port): \(detail)"
        case .brokenResources: "the sandbox's embedded patients cannot be read: \(detail)"
        }
    }
}

import Foundation
import SMART

/// The address of an endpoint that a server advertised, checked before anything is sent there.
package struct ServerAddress: Hashable, Sendable {
    /// Host and port as shown to the person, cleaned.
    package let server: String
    package let scheme: String
    /// Whether it may be talked to: `https`, or `http` on a loopback host, without credentials in the address.
    package let isSafe: Bool

    package init(_ text: String) {
        let components = URLComponents(string: text)
        let host = components?.host ?? ""
        scheme = components?.scheme?.lowercased() ?? ""
        server = host.isEmpty ? text.cleaned : (host + (components?.port.map { ":\($0)" } ?? "")).cleaned
        let isLocal = scheme == "http" && FHIRBaseURL.isLoopback(host: host)
        isSafe = !host.isEmpty && (scheme == "https" || isLocal) && components?.user == nil
    }
}

import Hummingbird
import SMART

/// The cookie by which the sandbox knows a browser.
///
/// Browsers keep one cookie jar for all ports of a host, so the name carries the port: two sandboxes do not sign each
/// other's people out.
struct BrowserCookie {
    /// The cookie's name.
    let name: String

    /// The cookie of the sandbox on this connection's port.
    init(_ context: SandboxContext) {
        name = "stoke_sandbox_\(context.channel.localAddress?.port ?? 0)"
    }

    /// What the browser holds, if anything.
    func value(in request: Request) -> Redacted? {
        request.cookies[name].map { Redacted($0.value) }
    }

    /// The `Set-Cookie` header for `browser`.
    ///
    /// It goes with navigation from an app, and with no form of another site.
    func header(for browser: BrowserSession) -> String {
        "\(name)=\(browser.cookie.reveal()); Path=/; HttpOnly; SameSite=Lax"
    }
}

/// A request to the loopback port, as far as it matters.
struct RedirectRequest: Hashable, Sendable {
    enum Body: Hashable, Sendable {
        case complete(String)
        case tooLarge
    }

    /// The HTTP method, in capitals.
    let method: String
    /// Path and query as the browser sent them.
    let target: String
    /// `Host`, to tell who was asked for.
    let host: String?
    let contentType: String?
    let body: Body
    /// Who sends it; `nil` where that is not known.
    var peer: LoopbackPeer?

    /// The path alone.
    var path: Substring {
        target.prefix { $0 != "?" && $0 != "#" }
    }
}

/// What a request to the loopback port is answered with.
struct RedirectReply: Hashable, Sendable {
    let status: Int
    let contentType: String
    let text: String
    var allowedMethods: String?
    var location: String?

    /// The page for what came of a request.
    static func page(_ outcome: RedirectInbox.Outcome) -> RedirectReply {
        let page = RedirectPage(outcome)
        return RedirectReply(status: page.status, contentType: "text/html; charset=utf-8", text: page.html)
    }

    /// One line of text, for whatever is no redirect.
    static func plain(_ status: Int, _ text: String, allowing methods: String? = nil) -> RedirectReply {
        RedirectReply(
            status: status, contentType: "text/plain; charset=utf-8", text: text + "\n", allowedMethods: methods)
    }

    /// Sends the browser elsewhere.
    static func leading(to address: String) -> RedirectReply {
        RedirectReply(status: 302, contentType: "text/plain; charset=utf-8", text: "", location: address)
    }

    /// The address bar holds a code: it must not be cached, nor travel on as a referrer.
    var headers: [(String, String)] {
        [
            ("Content-Type", contentType), ("Content-Length", String(text.utf8.count)), ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
            ("Connection", "close"),
        ] + (allowedMethods.map { [("Allow", $0)] } ?? []) + (location.map { [("Location", $0)] } ?? [])
    }
}

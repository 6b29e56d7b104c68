import Foundation
import SMART

/// Answers requests on the loopback port: the registered path goes to the inbox, everything else is turned away.
struct RedirectResponder: Sendable {
    let path: String
    let inbox: RedirectInbox
    let start: LocalStart

    /// In bytes, for targets and forms.
    ///
    /// Authorization codes of a few thousand characters exist; nothing near this size does.
    static let longest = 16 << 10

    /// Answers a request as soon as the sign-in has judged it; what is no redirect is turned away at once.
    func answer(to request: RedirectRequest) async -> RedirectReply {
        guard Self.isOwn(authority: request.host) else {
            return .plain(421, "This port belongs to this machine alone.")
        }
        guard request.target.utf8.count <= Self.longest else { return .plain(414, "The address is too long.") }
        if let reply = start.reply(to: request) { return reply }
        guard request.path == path else { return .plain(404, "There is nothing here.") }
        switch request.method {
        case "GET": return .page(await inbox.bring(request.target))
        case "POST": return await answer(toForm: request)
        default: return .plain(405, "Only GET and POST are answered here.", allowing: "GET, POST")
        }
    }

    /// Whether a `Host` header names this machine.
    ///
    /// A web page that had its own name resolved to 127.0.0.1 sends that name.
    private static func isOwn(authority: String?) -> Bool {
        guard let authority, let host = URLComponents(string: "http://" + authority)?.host else { return false }
        return RedirectURI.isReceived(host: host)
    }

    /// `response_mode=form_post` brings in the body what a query would (OAuth 2.0 Form Post Response Mode).
    private func answer(toForm request: RedirectRequest) async -> RedirectReply {
        guard request.contentType?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else {
            return .plain(415, "Only a form can be posted here.")
        }
        guard case .complete(let form) = request.body else { return .plain(413, "The form is too large.") }
        return .page(await inbox.bring(path + "?" + form))
    }
}

import SMART
import Synchronization

/// An address of this machine that leads the person's browser to the authorization server.
///
/// A command line can be read by every user of the machine. The authorization request carries `state`, with which a stranger
/// could bring a redirect of their own; so a browser is started with this address instead, which says nothing and which only
/// programs of the same user are redirected from.
final class LocalStart: Sendable {
    private struct Offer {
        let path: String
        let address: String
    }

    private let offer = Mutex<Offer?>(nil)

    /// Offers the authorization request, in the place of one offered before.
    ///
    /// - Returns: the path that redirects to it, which nobody can guess.
    func offer(_ address: String) -> String {
        let path = "/start/" + RandomText.generate()
        offer.withLock { $0 = Offer(path: path, address: address) }
        return path
    }

    /// The answer to a request for an offered path; `nil` where it is for something else.
    func reply(to request: RedirectRequest) -> RedirectReply? {
        guard let offer = offer.withLock({ $0 }), request.path == offer.path else { return nil }
        guard request.method == "GET" || request.method == "HEAD" else {
            return .plain(405, "Only GET is answered here.", allowing: "GET, HEAD")
        }
        guard request.peer?.isOfThisUser == true else {
            return .plain(403, "This is for the browser of another user. Open the address that Stoke shows instead.")
        }
        return .leading(to: offer.address)
    }
}

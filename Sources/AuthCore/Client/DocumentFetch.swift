import Foundation
import SMART

/// Fetches public documents: discovery documents, issuer configurations and key sets.
///
/// Unlike requests that carry a secret, these may follow redirects (real servers redirect their well-known address): at most 5,
/// never to plain http from https, and nothing is sent along but `Accept`.
struct DocumentFetch: Sendable {
    let transport: any HTTPTransport
    let limits: TransportLimits

    private static let mostRedirects = 5

    /// The answer that is no redirect, and the address it came from.
    func get(_ url: String, accept: String) async throws(TransportError) -> (answer: TransportResponse, url: String) {
        var url = url
        for _ in 0...Self.mostRedirects {
            let answer = try await transport.send(TransportRequest(.get, url, accept: accept, limits: limits))
            guard answer.isRedirect, let location = answer.header("Location") else { return (answer, url) }
            url = try Self.resolve(location, against: url)
        }
        throw TransportError(
            .malformed, "it redirects more than \(Self.mostRedirects) times, last to \(ServerAddress(url).server)",
            requestWasSent: true)
    }

    private static func resolve(_ location: String, against url: String) throws(TransportError) -> String {
        let target = URL(string: location, relativeTo: URL(string: url))?.absoluteURL.absoluteString ?? location
        let (old, new) = (ServerAddress(url), ServerAddress(target))
        guard new.isSafe, new.scheme == old.scheme else {
            throw TransportError(
                .unusableAddress, "it redirects to “\(String(target.cleaned.prefix(200)))”, which is not followed",
                requestWasSent: true)
        }
        return target
    }
}

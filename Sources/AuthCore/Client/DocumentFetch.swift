import SMART

/// Fetches public documents: discovery documents, issuer configurations and key sets.
///
/// Unlike requests that carry a secret, these may follow redirects (real servers redirect their well-known address): at most 5,
/// never to plain http from https, and nothing is sent along but `Accept`.
struct DocumentFetch: Sendable {
    let transport: any HTTPTransport
    let limits: TransportLimits

    /// As many as browsers' users would sit through, and real servers need one.
    private static let mostRedirects = 5

    /// The answer that is no redirect, and the address it came from.
    ///
    /// - Throws: ``TransportError``, also where a redirect leads to nowhere or without end.
    func get(
        _ address: ServerAddress, accept: String
    ) async throws(TransportError) -> (answer: ServerAnswer, address: ServerAddress) {
        var address = address
        for _ in 0...Self.mostRedirects {
            let answer = try await transport.send(TransportRequest(.get, address, accept: accept, limits: limits))
            guard answer.isRedirect, let location = answer.header("Location") else {
                return (ServerAnswer(answer), address)
            }
            address = try Self.follow(location, from: address)
        }
        throw TransportError(
            .malformed, "\(address.server) redirects more than \(Self.mostRedirects) times", requestWasSent: true)
    }

    /// The target of a redirect, at the same scheme; any other is an error.
    private static func follow(
        _ location: String, from address: ServerAddress
    ) throws(TransportError) -> ServerAddress {
        if let target = try? address.resolving(location), target.isEncrypted == address.isEncrypted { return target }
        throw TransportError(
            .unusableAddress,
            "\(address.server) redirects to “\(String(location.cleaned.prefix(200)))”, which is not followed",
            requestWasSent: true)
    }
}

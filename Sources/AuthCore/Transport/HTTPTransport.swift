/// Carries single HTTP requests; the one door of this room to the network, with an in-memory double in the tests.
package protocol HTTPTransport: Sendable {
    /// Sends `request` once and collects the answer, whatever its status. Redirects are answers, never followed.
    ///
    /// Nothing is ever sent a second time: a refresh token that reaches the server twice may cost the session.
    ///
    /// - Throws: where no complete answer arrived; the error says whether the request may have reached the server.
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse

    /// Closes every connection. Nothing can be sent afterwards.
    func shutdown() async
}

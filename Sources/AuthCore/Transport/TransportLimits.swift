/// How much a request may cost.
package struct TransportLimits: Hashable, Sendable {
    /// The largest body that is taken, in bytes, after decompression.
    package var bodySize: Int
    /// From the first attempt to connect until the last byte of the answer.
    package var time: Duration

    /// Limits of one's own; those of every endpoint here are named below.
    package init(bodySize: Int, time: Duration) {
        self.bodySize = bodySize
        self.time = time
    }

    /// For discovery documents and key sets.
    package static let discovery = TransportLimits(bodySize: 2 << 20, time: .seconds(15))
    /// For the token, revocation and introspection endpoints.
    ///
    /// Far more than any answer has: tokens are not lost for its size.
    package static let token = TransportLimits(bodySize: 16 << 20, time: .seconds(30))
    /// For reads from a FHIR server.
    package static let read = TransportLimits(bodySize: 64 << 20, time: .seconds(60))
}

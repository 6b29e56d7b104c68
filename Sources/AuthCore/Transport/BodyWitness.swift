import AsyncHTTPClient
import NIOCore
import Synchronization

/// A request body that notes the moment the HTTP client asks for it.
///
/// The client takes the body only after the connection stands, TLS included, and the head of the request is written. A body that
/// was never asked for therefore never left this machine, whatever went wrong: that is what tells a refresh token that was
/// certainly not used from one that may have been.
final class BodyWitness: Sendable {
    private let bytes: ByteBuffer
    private let asked = Atomic(false)

    /// A body of so much text.
    init(_ text: String) {
        bytes = ByteBuffer(string: text)
    }

    /// Whether the client has taken the body, so that it may have left this machine.
    var wasAskedFor: Bool { asked.load(ordering: .sequentiallyConsistent) }

    /// The body as the client takes it.
    var requestBody: HTTPClient.Body {
        .stream(contentLength: Int64(bytes.readableBytes)) { writer in
            self.asked.store(true, ordering: .sequentiallyConsistent)
            return writer.write(.byteBuffer(self.bytes))
        }
    }
}

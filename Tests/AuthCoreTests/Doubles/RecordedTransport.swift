import AuthCore
import Foundation
import SMART
import Synchronization

/// A transport in memory: answers from a closure and remembers what was asked.
final class RecordedTransport: HTTPTransport {
    typealias Answering = @Sendable (TransportRequest) throws(TransportError) -> TransportResponse

    private let answering: Answering
    private let recorded = Mutex<[TransportRequest]>([])

    init(_ answering: @escaping Answering) {
        self.answering = answering
    }

    /// Answers by address; everything else is a 404 in plain text.
    convenience init(_ answers: [String: TransportResponse]) {
        self.init { request in answers[request.address.text] ?? .text("not found", status: 404) }
    }

    var requests: [TransportRequest] { recorded.withLock(\.self) }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        recorded.withLock { $0.append(request) }
        return try answering(request)
    }

    func shutdown() async {}
}

extension TransportResponse {
    static func json(_ text: String, status: Int = 200, headers: [(name: String, value: String)] = []) -> Self {
        TransportResponse(
            status: status, headers: headers + [("Content-Type", "application/json")], body: Data(text.utf8))
    }

    static func text(
        _ text: String, status: Int, type: String = "text/plain", headers: [(name: String, value: String)] = []
    ) -> Self {
        TransportResponse(status: status, headers: headers + [("Content-Type", type)], body: Data(text.utf8))
    }

    static let portalPage = """
        <!DOCTYPE html><html><head><title>Guest network</title></head><body>Accept our terms</body></html>
        """

    static func redirect(to location: String, status: Int = 302) -> Self {
        TransportResponse(status: status, headers: [("Location", location)])
    }
}

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SMART

/// The transport on async-http-client: TLS 1.2 or later, verified certificates, no redirects, bounded size and time.
///
/// **Each request has a connection of its own.** A server may close a kept connection at the very moment that a refresh token is
/// written to it; whether the token was taken is then unknown, and sending it again may be the reuse that revokes the whole family
/// (RFC 9700 section 4.14.2). The client resends nothing by itself, but such a failure would still cost a needless doubt each
/// time. Requests here are minutes apart, so a handshake each costs nothing that a person would notice. For the same
/// reason it is HTTP/1.1 only: HTTP/2 shares connections by design.
package final class AsyncHTTPTransport: HTTPTransport {
    private let client: HTTPClient
    private let records = WireRecords()

    /// The one thread that carries every request of the process.
    ///
    /// Few are under way at once, and passing them from thread to thread costs more than they do.
    private static let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// - Parameters:
    ///   - certificateAuthorities: A PEM file of authorities to trust beside the system's.
    ///   - connectTimeout: For name resolution, connection and TLS handshake together.
    /// - Throws: ``TrustError`` where the file holds no certificate.
    package init(certificateAuthorities: String? = nil, connectTimeout: Duration = .seconds(10)) throws(TrustError) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.certificateVerification = .fullVerification
        if let certificateAuthorities {
            tls.additionalTrustRoots = [.certificates(try Self.certificates(in: certificateAuthorities))]
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .nanoseconds(connectTimeout.nanoseconds)))
        configuration.httpVersion = .http1Only
        configuration.maximumUsesPerConnection = 1
        // The keeper backs off by itself; a client that goes on connecting behind its back would only delay the news.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { [records] in
            WireMatcher.install(in: $0, records: records)
        }
        client = HTTPClient(eventLoopGroupProvider: .shared(Self.loops), configuration: configuration)
    }

    /// Sends `request` on a connection of its own.
    ///
    /// - Throws: ``TransportError``, which names the server and says whether the request may have reached it.
    package func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        guard request.keepsWhatComes else { return try await exchange(request, recording: nil) }
        let record = WireRecord(limit: request.limits.bodySize + Self.mostHead)
        let response = try await exchange(request, recording: record)
        if AnswerBody(response.body).json != nil {
            record.letGo()
            return response
        }
        await record.settled()
        return response.keeping(record.bytes)
    }

    /// How much of a record is for the head of an answer.
    private static let mostHead = 64 << 10

    /// One request and its answer.
    ///
    /// - Parameters:
    ///   - request: what is sent.
    ///   - record: what is to note all that comes, whole or not.
    /// - Returns: the answer, decompressed.
    /// - Throws: ``TransportError`` with what arrived all the same.
    private func exchange(
        _ request: TransportRequest, recording record: WireRecord?
    ) async throws(TransportError) -> TransportResponse {
        let witness = request.form.map { BodyWitness($0.reveal()) }
        let number = record.map(records.expect)
        defer { _ = number.map(records.take) }
        do {
            let prepared = try Self.prepare(request, body: witness, number: number)
            let response = try await answer(to: prepared, within: request.limits)
            return try Self.decompressed(response, for: request)
        } catch {
            let failure = TransportError(error, from: request.address.server, bodyWasSent: witness?.wasAskedFor)
            if failure.code != .timedOut, failure.code != .cancelled { await record?.settled() }
            record?.letGo()
            throw failure.keeping(record?.bytes)
        }
    }

    /// The answer with its body as it was before it was coded.
    ///
    /// - Parameters:
    ///   - response: as it came.
    ///   - request: what it answers.
    /// - Returns: the answer; what is to be kept whatever it is also where its body is not whole.
    /// - Throws: ``BodyTooLarge``, ``UnreadableCoding``.
    private static func decompressed(
        _ response: TransportResponse, for request: TransportRequest
    ) throws -> TransportResponse {
        guard let coding = response.header("Content-Encoding") else { return response }
        let decoded = try ContentCoding.decoded(response.body, by: coding, limit: request.limits.bodySize)
        guard decoded.isWhole || request.keepsWhatComes else { throw UnreadableCoding(name: coding) }
        return response.with(body: decoded.body)
    }

    /// Closes every connection.
    package func shutdown() async {
        // The only error is a second shutdown, which leaves nothing open either.
        try? await client.shutdown()
    }

    /// The request in the HTTP client's form, with `Connection: close`.
    private static func prepare(
        _ request: TransportRequest, body: BodyWitness?, number: String?
    ) throws -> HTTPClient.Request {
        var headers = HTTPHeaders([("User-Agent", "stoke"), ("Connection", "close")])
        // What cannot be asked for again had better come as it is; it is read all the same if it does not.
        headers.add(name: "Accept-Encoding", value: request.keepsWhatComes ? "identity" : ContentCoding.offered)
        if let number { headers.add(name: WireMatcher.header, value: number) }
        if let accept = request.accept { headers.add(name: "Accept", value: accept) }
        if let authorization = request.authorization {
            headers.add(name: "Authorization", value: authorization.reveal())
        }
        if let cookie = request.cookie { headers.add(name: "Cookie", value: cookie.reveal()) }
        if body != nil { headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded") }
        return try HTTPClient.Request(
            url: request.address.wireText, method: .init(rawValue: request.method.rawValue), headers: headers,
            body: body?.requestBody)
    }

    /// The whole answer, its body included.
    ///
    /// - Throws: ``TimeIsUp``, ``BodyTooLarge`` as soon as it grows beyond the limit, and the HTTP client's own errors.
    private func answer(
        to request: HTTPClient.Request, within limits: TransportLimits
    ) async throws -> TransportResponse {
        let exchange = client.execute(
            request: request, delegate: ResponseAccumulator(request: request, maxBodySize: limits.bodySize),
            deadline: .now() + .nanoseconds(limits.time.nanoseconds))
        do {
            let response = try await withTaskCancellationHandler {
                try await exchange.get()
            } onCancel: {
                exchange.cancel()
            }
            return TransportResponse(response)
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            throw TimeIsUp(limit: limits.time)
        } catch is ResponseAccumulator.ResponseTooBigError {
            throw BodyTooLarge(limit: limits.bodySize)
        }
    }

    /// The authorities in a PEM file.
    private static func certificates(in path: String) throws(TrustError) -> [NIOSSLCertificate] {
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(path)
            guard !certificates.isEmpty else { throw TrustError(path: path) }
            return certificates
        } catch {
            throw TrustError(path: path)
        }
    }
}

/// A file of certificate authorities that holds none.
package struct TrustError: Error, Hashable, CustomStringConvertible {
    /// The file as it was named.
    package let path: String

    /// What is wrong, and what is expected.
    package var description: String {
        "\(path) holds no certificate that can be read; give a PEM file of certificate authorities"
    }
}

/// An answer grew beyond what is taken.
struct BodyTooLarge: Error {
    /// In bytes.
    let limit: Int
}

/// An answer is compressed in a way that is not known, or not whole.
struct UnreadableCoding: Error {
    /// As the server names it.
    let name: String
}

/// A request took longer than it may.
struct TimeIsUp: Error {
    let limit: Duration
}

extension TransportResponse {
    /// Takes over what the HTTP client collected.
    fileprivate init(_ response: HTTPClient.Response) {
        self.init(
            status: Int(response.status.code), headers: response.headers.map { (name: $0.name, value: $0.value) },
            body: response.body.map { Data($0.readableBytesView) } ?? Data())
    }
}

extension Duration {
    /// The whole of it in nanoseconds.
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}

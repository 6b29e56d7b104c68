import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
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
            timeout: .init(connect: .nanoseconds(connectTimeout.nanoseconds)),
            decompression: .enabled(limit: .size(TransportLimits.read.bodySize)))
        configuration.httpVersion = .http1Only
        configuration.maximumUsesPerConnection = 1
        // The keeper backs off by itself; a client that goes on connecting behind its back would only delay the news.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .shared(Self.loops), configuration: configuration)
    }

    /// Sends `request` on a connection of its own.
    ///
    /// - Throws: ``TransportError``, which names the server and says whether the request may have reached it.
    package func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let witness = request.form.map { BodyWitness($0.reveal()) }
        do {
            return try await answer(to: Self.prepare(request, body: witness), within: request.limits)
        } catch {
            throw TransportError(error, from: request.address.server, bodyWasSent: witness?.wasAskedFor)
        }
    }

    /// Closes every connection.
    package func shutdown() async {
        // The only error is a second shutdown, which leaves nothing open either.
        try? await client.shutdown()
    }

    /// The request in the HTTP client's form, with `Connection: close`.
    private static func prepare(_ request: TransportRequest, body: BodyWitness?) throws -> HTTPClient.Request {
        var headers = HTTPHeaders([("User-Agent", "stoke"), ("Connection", "close")])
        if let accept = request.accept { headers.add(name: "Accept", value: accept) }
        if let authorization = request.authorization {
            headers.add(name: "Authorization", value: authorization.reveal())
        }
        if let cookie = request.cookie { headers.add(name: "Cookie", value: cookie.reveal()) }
        if body != nil { headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded") }
        return try HTTPClient.Request(
            url: request.address.text, method: .init(rawValue: request.method.rawValue), headers: headers,
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

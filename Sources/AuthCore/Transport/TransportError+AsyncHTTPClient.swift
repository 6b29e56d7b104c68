import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SMART

extension TransportError {
    /// Says what an error of the HTTP client means.
    ///
    /// - Parameters:
    ///   - error: what the client threw.
    ///   - server: host and port, the subject of the sentence.
    ///   - bodyWasSent: Whether the body was handed to a connection; `nil` for a request without one, of which only the kind of
    ///     error tells.
    init(_ error: any Error, from server: String, bodyWasSent: Bool?) {
        let (code, message) = Reading(server: server).reading(of: error)
        let needsConnection = code != .unreachable && code != .noTLS && code != .unusableAddress
        switch (code, bodyWasSent) {
        case (.noTLS, true), (.unreachable, true):
            // With the request under way these are ways for a connection to break.
            self.init(.connectionLost, "the connection to \(server) broke: \(message)", requestWasSent: true)
        case (.connectionLost, false):
            self.init(.unreachable, message + " before the request was sent", requestWasSent: false)
        case (.timedOut, false):
            self.init(.timedOut, message + " before the request was sent", requestWasSent: false)
        default:
            self.init(code, message, requestWasSent: bodyWasSent ?? needsConnection)
        }
    }
}

/// Puts the HTTP client's errors into sentences about one server.
private struct Reading {
    /// Host and port, the subject of each sentence.
    let server: String

    typealias Code = TransportError.Code

    /// The kind of error and its sentence.
    func reading(of error: any Error) -> (Code, String) {
        switch error {
        case is CancellationError: (.cancelled, "the request to \(server) was cancelled")
        case let error as TimeIsUp:
            (.timedOut, "\(server) did not answer within \(error.limit.formatted(.units(width: .wide)))")
        case let error as BodyTooLarge:
            (.tooLarge, "\(server) answered with more than \(error.limit / 1024) KiB, which is not read")
        case let error as UnreadableCoding:
            (
                .malformed,
                "\(server) answered with a body that cannot be decompressed (\(error.name.cleaned.prefix(40)))"
            )
        case let error as HTTPClientError: reading(of: error)
        case let error as NIOConnectionError: (.unreachable, words(for: error))
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: (.noTLS, words(forTLS: error))
        case let error as IOError where error.meansNoConnection:
            (.unreachable, "\(server) did not take the connection (\(error.localizedReason))")
        case let error as IOError: (.connectionLost, "the connection to \(server) was lost (\(error.localizedReason))")
        case HTTPParserError.invalidEOFState: (.connectionLost, "\(server) ended the connection before its answer")
        default:
            (.malformed, "\(server) did not answer in proper HTTP (\(String(describing: error).cleaned.prefix(120)))")
        }
    }

    /// The same for what the HTTP client itself finds.
    private func reading(of error: HTTPClientError) -> (Code, String) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
            (.unreachable, "\(server) did not take the connection in time")
        case .tlsHandshakeTimeout: (.noTLS, "\(server) did not complete the TLS handshake in time")
        case .cancelled: (.cancelled, "the request to \(server) was cancelled")
        case .deadlineExceeded, .readTimeout, .writeTimeout: (.timedOut, "\(server) did not answer in time")
        case .remoteConnectionClosed: (.connectionLost, "\(server) closed the connection without a whole answer")
        case .invalidURL, .emptyHost, .emptyScheme: (.unusableAddress, "the address of \(server) cannot be used")
        case .alreadyShutdown: (.unreachable, "\(server) was not asked, since Stoke is closing its connections")
        default: (.connectionLost, "the exchange with \(server) broke off (\(error.shortDescription))")
        }
    }

    /// Why no connection came about: of several addresses the first tells.
    private func words(for error: NIOConnectionError) -> String {
        guard let attempt = error.connectionErrors.first else { return "the name “\(error.host.cleaned)” is not known" }
        guard let cause = attempt.error as? IOError else { return "\(server) did not take the connection in time" }
        return "\(server) did not take the connection (\(cause.localizedReason))"
    }

    /// Why there is no TLS session, by what BoringSSL prints; it has no better codes.
    private func words(forTLS error: any Error) -> String {
        let text = String(describing: error)
        return if text.contains("CERTIFICATE_VERIFY_FAILED") {
            "the certificate of \(server) is not trusted; where an authority of your own signed it, name that authority's file"
        } else if text.contains("failedToValidateHostname") || text.contains("Hostname") {
            "the certificate of \(server) is for another host"
        } else if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            "\(server) does not speak TLS on this port"
        } else if text.contains("PROTOCOL_VERSION") || text.contains("UNSUPPORTED_PROTOCOL") {
            "\(server) offers no TLS version from 1.2 on"
        } else {
            "no TLS session with \(server) came about"
        }
    }
}

extension IOError {
    /// Whether no connection came about, so that nothing was sent.
    fileprivate var meansNoConnection: Bool {
        [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL].contains(errnoCode)
    }

    /// The system's reason in words; “refused” is left to servers that said no.
    fileprivate var localizedReason: String {
        switch errnoCode {
        case ECONNREFUSED: "nothing listens there"
        case ECONNRESET: "connection reset"
        case EPIPE: "connection closed"
        case ENETUNREACH, EHOSTUNREACH: "no route to it"
        case ETIMEDOUT: "timed out"
        default: "error \(errnoCode)"
        }
    }
}

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
    /// - Parameter bodyWasSent: Whether the body was handed to a connection; `nil` for a request without one, of which only the
    ///   kind of error tells.
    init(_ error: any Error, bodyWasSent: Bool?) {
        let (code, message) = Self.reading(of: error)
        let needsConnection = code != .unreachable && code != .noTLS && code != .unusableAddress
        switch (code, bodyWasSent) {
        case (.noTLS, true), (.unreachable, true):
            // With the request under way these are ways for a connection to break.
            self.init(.connectionLost, "the connection broke: " + message, requestWasSent: true)
        case (.connectionLost, false):
            self.init(.unreachable, message + " before the request was sent", requestWasSent: false)
        case (.timedOut, false):
            self.init(.timedOut, message + " before the request was sent", requestWasSent: false)
        default:
            self.init(code, message, requestWasSent: bodyWasSent ?? needsConnection)
        }
    }

    private static func reading(of error: any Error) -> (Code, String) {
        switch error {
        case is CancellationError: (.cancelled, "the request was cancelled")
        case let error as TimeIsUp:
            (.timedOut, "it did not answer within \(error.limit.formatted(.units(width: .wide)))")
        case let error as BodyTooLarge: (.tooLarge, "the answer is larger than \(error.limit / 1024) KiB")
        case let error as HTTPClientError: reading(of: error)
        case let error as NIOConnectionError: (.unreachable, words(for: error))
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: (.noTLS, words(forTLS: error))
        case let error as IOError where error.meansNoConnection:
            (.unreachable, "it did not take the connection (\(error.localizedReason))")
        case let error as IOError: (.connectionLost, "the connection was lost (\(error.localizedReason))")
        case HTTPParserError.invalidEOFState: (.connectionLost, "the connection ended before the answer did")
        default: (.malformed, "the answer is not proper HTTP (\(String(describing: error).cleaned.prefix(120)))")
        }
    }

    private static func reading(of error: HTTPClientError) -> (Code, String) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: (.unreachable, "it did not take the connection in time")
        case .tlsHandshakeTimeout: (.noTLS, "it did not complete the TLS handshake in time")
        case .cancelled: (.cancelled, "the request was cancelled")
        case .deadlineExceeded, .readTimeout, .writeTimeout: (.timedOut, "it did not answer in time")
        case .remoteConnectionClosed: (.connectionLost, "it closed the connection without a whole answer")
        case .invalidURL, .emptyHost, .emptyScheme: (.unusableAddress, "the address cannot be used")
        case .alreadyShutdown: (.unreachable, "the program is closing its connections")
        default: (.connectionLost, "the exchange broke off (\(error.shortDescription))")
        }
    }

    private static func words(for error: NIOConnectionError) -> String {
        guard let attempt = error.connectionErrors.first else { return "the name “\(error.host.cleaned)” is not known" }
        guard let cause = attempt.error as? IOError else { return "it did not take the connection in time" }
        return "it did not take the connection (\(cause.localizedReason))"
    }

    private static func words(forTLS error: any Error) -> String {
        let text = String(describing: error)
        return if text.contains("CERTIFICATE_VERIFY_FAILED") {
            "its certificate is not trusted; where an authority of your own signed it, name that authority's file"
        } else if text.contains("failedToValidateHostname") || text.contains("Hostname") {
            "its certificate is for another host"
        } else if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            "it does not speak TLS on this port"
        } else if text.contains("PROTOCOL_VERSION") || text.contains("UNSUPPORTED_PROTOCOL") {
            "it offers no TLS version from 1.2 on"
        } else {
            "no TLS session came about"
        }
    }
}

extension IOError {
    fileprivate var meansNoConnection: Bool {
        [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL].contains(errnoCode)
    }

    fileprivate var localizedReason: String {
        switch errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET: "connection reset"
        case EPIPE: "connection closed"
        case ENETUNREACH, EHOSTUNREACH: "no route to it"
        case ETIMEDOUT: "timed out"
        default: "error \(errnoCode)"
        }
    }
}

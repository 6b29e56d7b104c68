import Foundation
import NIOCore
package import SMART

/// Receives one redirect on 127.0.0.1 and, where the machine has it, on ::1, both on one port.
///
/// Both families, because a browser may resolve `localhost` to either and another user's program must not sit on the other one.
package struct LoopbackRedirectReceiver: RedirectReceiver {
    package let redirectURI: RedirectURI
    private let inbox: RedirectInbox
    private let listeners: [LoopbackListener]
    private let connections = RedirectConnections(limit: RedirectConnections.affordable)
    private let start = LocalStart()

    /// Opens the receiver: on the port that the redirect URI names, or on any free one.
    ///
    /// `nil` where the redirect does not come to this machine.
    ///
    /// - Throws: ``RedirectReceiverError``, or `CancellationError`.
    package init?(for redirectURI: RedirectURI) async throws {
        guard let loopback = redirectURI.loopback else { return nil }
        inbox = RedirectInbox()
        let responder = RedirectResponder(path: loopback.path, inbox: inbox, start: start)
        listeners = try await Self.listen(for: loopback, responder, connections)
        self.redirectURI = redirectURI.onPort(listeners.first?.port ?? 0)
    }

    /// Judges what browsers bring, in order of arrival.
    ///
    /// - Throws: `CancellationError` where the receiver is closed, or the task cancelled, before a judgement ends the wait.
    package func wait(judging judge: @escaping @Sendable (String) async -> RedirectJudgement) async throws {
        try await inbox.wait(judging: judge)
    }

    package func offer(_ address: String) -> String? {
        guard let port = listeners.first?.port else { return nil }
        return "http://127.0.0.1:\(port)\(start.offer(address))"
    }

    /// Frees the port, after the browser has its page; a browser that does not take it is waited for 2 seconds.
    package func close() async {
        for listener in listeners { await listener.stopListening() }
        await inbox.close()
        // In a task of its own, so that the page arrives also where the sign-in was cancelled.
        await Task {
            await withTaskGroup { group in
                group.addTask { await inbox.answeredAll() }
                group.addTask { try? await Task.sleep(for: .seconds(2)) }
                await group.next()
                group.cancelAll()
            }
            await connections.close()
        }.value
    }

    /// Listens on the registered port, or looks for one that both families have free.
    private static func listen(
        for registered: RedirectURI.Loopback, _ responder: RedirectResponder, _ connections: RedirectConnections
    ) async throws -> [LoopbackListener] {
        if let port = registered.port {
            return try await listen(on: port, needsIPv6: registered.needsIPv6, responder, connections)
        }
        // A port that is free on 127.0.0.1 may be taken on ::1: try others.
        var lastTaken = 0
        for _ in 0..<8 {
            do {
                return try await listen(on: 0, needsIPv6: registered.needsIPv6, responder, connections)
            } catch let error as RedirectReceiverError {
                guard case .portTaken(let port) = error.code else { throw error }
                lastTaken = port
            }
        }
        throw RedirectReceiverError(.portTaken(lastTaken))
    }

    private static func listen(
        on port: Int, needsIPv6: Bool, _ responder: RedirectResponder, _ connections: RedirectConnections
    ) async throws -> [LoopbackListener] {
        let ipv4: LoopbackListener
        do {
            ipv4 = try await LoopbackListener(
                host: "127.0.0.1", port: port, responder: responder, connections: connections)
        } catch let error as IOError {
            throw RedirectReceiverError(error, port: port)
        }
        do {
            let ipv6 = try await LoopbackListener(
                host: "::1", port: ipv4.port, responder: responder, connections: connections)
            return [ipv4, ipv6]
        } catch let error as IOError where error.errnoCode != EADDRINUSE {
            if !needsIPv6 { return [ipv4] }
            await ipv4.stopListening()
            throw RedirectReceiverError(.noIPv6)
        } catch {
            await ipv4.stopListening()
            throw (error as? IOError).map { RedirectReceiverError($0, port: ipv4.port) } ?? error
        }
    }
}

extension RedirectReceiverError {
    /// What the system's refusal of a port means.
    fileprivate init(_ error: IOError, port: Int) {
        switch error.errnoCode {
        case EADDRINUSE: self.init(.portTaken(port))
        case EACCES: self.init(.cannotListen("port \(port) is reserved for the system"))
        default: self.init(.cannotListen("error \(error.errnoCode) on port \(port)"))
        }
    }
}

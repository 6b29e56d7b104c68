import Foundation
import SMART
import Terminal

extension Console {
    /// Asks for a secret on the terminal, without echo.
    ///
    /// Ask before a lock is taken: nobody knows how long a person takes.
    ///
    /// - Returns: `nil` at the end of input.
    /// - Throws: ``Interruption`` by ^C, TERM or HUP, or `CancellationError`; the terminal is then as it was.
    static func askSecret(_ question: String) async throws -> Redacted? {
        guard var answer = try await ask(question, hidden: true) else { return nil }
        return Redacted(wiping: &answer)
    }

    /// Asks a person at the terminal for a yes, which Enter alone is not.
    ///
    /// - Throws: ``Interruption`` by ^C, TERM or HUP, or `CancellationError`.
    static func confirm(_ question: String) async throws -> Bool {
        let answer = try await ask(question + " [y/N] ", hidden: false) ?? []
        return ["y", "yes"].contains(String(decoding: answer, as: UTF8.self).lowercased())
    }

    private static func ask(_ question: String, hidden: Bool) async throws -> [UInt8]? {
        let waker = TerminalPrompt.Waker()
        return try await withTaskCancellationHandler {
            try await onThreadOfItsOwn {
                do throws(TerminalPrompt.Ending) {
                    return try TerminalPrompt(question, hidesAnswer: hidden, waker: waker).answer()
                } catch {
                    switch error {
                    case .signal(let signal): throw Interruption(signal: signal.number)
                    case .calledOff: throw CancellationError()
                    case .failed(let error): throw error
                    }
                }
            }
        } onCancel: {
            waker.wake()
        }
    }

    /// A secret from whoever calls: asked at a terminal, else the whole of stdin.
    ///
    /// - Throws: what ``askSecret(_:)`` throws.
    static func secretInput(_ question: String) async throws -> Redacted {
        if isInteractive { return try await askSecret(question) ?? Redacted("") }
        // Reading cannot be cancelled: the thread then ends with the process.
        let (input, continuation) = AsyncStream.makeStream(of: Redacted.self)
        Thread.detachNewThread { continuation.yield(Redacted(readInput())) }
        for await secret in input { return secret }
        throw CancellationError()
    }

    private static func onThreadOfItsOwn<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}

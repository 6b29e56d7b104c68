import Foundation
import Sessions
import Terminal

/// Opens an authorization address for a person at the command line.
enum BrowserOpening {
    /// Opens `$BROWSER`, else the desktop's, else a text browser in this terminal, which is waited for.
    ///
    /// - Returns: the browser's name; `nil` where there is none to open.
    ///
    /// - Throws: where the browser does not start.
    static func open(_ target: BrowserTarget) async throws -> String? {
        let usable = BrowserChoice.available().first { $0.kind == .graphical || Console.isInteractive }
        guard let browser = usable else { return nil }
        let program = browser.program(opening: target)
        switch browser.kind {
        case .graphical: try program.launchDetached()
        case .text:
            // Waiting for a program blocks, so it gets a thread of its own.
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread { continuation.resume(with: Result { _ = try program.run() }) }
            }
        }
        return browser.name
    }
}

import Foundation
import Testing

/// w3m in the terminal, driven by the keys that a person would press.
extension TmuxTerminal {
    static let hasW3M: Bool = {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/w3m") }
    }()

    /// Goes from one box, button or link to the next until the cursor stands on the one that begins with `label`.
    func moveInW3M(to label: String) async throws {
        let start = try cursor()
        var here = start
        repeat {
            if try rows()[here.row].dropFirst(here.column - 1).hasPrefix(label) { return }
            let before = here
            try press("Tab")
            try await waitFor("the next box or button") { _ in
                here = try cursor()
                return here != before
            }
        } while here != start
        throw Failure(description: "w3m shows no “\(label)”:\n\(try text())")
    }

    /// Presses the button, or changes the box, that begins with `label`.
    func useInW3M(_ label: String) async throws {
        try await moveInW3M(to: label)
        try press("Enter")
    }

    private func cursor() throws -> (row: Int, column: Int) {
        let numbers = try value("#{cursor_y} #{cursor_x}").split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 2 else { throw Failure(description: "tmux knows no cursor") }
        return (numbers[0], max(1, numbers[1]))
    }
}

import Foundation

/// The program that called `stoke`, for the record of hand-offs.
enum CallingProgram {
    static var description: String {
        let parent = getppid()
        let name = try? String(contentsOfFile: "/proc/\(parent)/comm", encoding: .utf8)
        return "\(name?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "a program") (process \(parent))"
    }
}

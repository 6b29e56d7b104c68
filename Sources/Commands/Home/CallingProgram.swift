import Foundation

/// The program that called `stoke`, for the record of hand-offs.
///
/// It is the parent process, for a script the shell. Any program can name itself as it likes, so this is a help to
/// whoever reads the log, and proof of nothing.
enum CallingProgram {
    /// Such as `backup.sh (process 4242)`.
    static var description: String {
        let parent = getppid()
        let name = try? String(contentsOfFile: "/proc/\(parent)/comm", encoding: .utf8)
        return "\(name?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "a program") (process \(parent))"
    }
}

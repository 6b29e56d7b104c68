package import Foundation
import SMART
import Synchronization

/// The right to be the one keeper of a home.
///
/// It is a `flock` on a file that is never removed, so that the kernel gives it back when its holder dies, however it dies,
/// and what a dead holder left in the file harms nobody. It holds until ``release()``: losing the last reference does not
/// give it up, since Swift may drop one before the end of its scope.
package final class HomeLock: Sendable {
    /// Who holds a home.
    package struct Holder: Hashable, Codable, Sendable, CustomStringConvertible {
        /// The command, such as `stoke`.
        package let program: String
        /// Its process id.
        package let process: Int32
        /// When it took the lock.
        package let since: Date
        /// When the process began, as the kernel counts it: the same number is no longer the same process after a while.
        let start: String?
        private let lasts: Bool?

        init(program: String, process: Int32, since: Date, start: String?, isLasting: Bool) {
            self.program = program
            self.process = process
            self.since = since
            self.start = start
            lasts = isLasting ? true : nil
        }

        /// Whether it holds the home until a person leaves, so that it is no use to wait a moment.
        package var isLasting: Bool { lasts == true }

        /// Such as `stoke (process 4242, since 12:03)`, with the date where it was not today.
        package var description: String {
            "\(program.cleaned) (process \(process), since \(since.localClock))"
        }
    }

    /// The locks that this process holds.
    private static let held = Mutex<[HomeLock]>([])

    private let file: Mutex<OpenFile?>

    /// Takes the lock, or does not.
    ///
    /// - Parameters:
    ///   - url: the lock's file.
    ///   - program: what others are told who holds it.
    ///   - isLasting: whether it is held until a person leaves.
    ///   - now: since when.
    /// - Throws: ``HomeError`` with `heldByAnother`, saying who; `unsafePermissions`; `full` or `refused`.
    package init(at url: URL, program: String, isLasting: Bool = false, now: Date = Date()) throws(HomeError) {
        let opened = try OpenFile(url, O_RDWR | O_CREAT | O_NOFOLLOW)
        try Privacy.checkFile(url)
        while flock(opened.descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else { throw HomeError.system("lock", url.path) }
            let holder = Self.holder(at: url)?.description ?? "another process"
            throw HomeError(
                .heldByAnother,
                "\(holder) holds this home, \(url.deletingLastPathComponent().path); use or quit that one first")
        }
        let process = getpid()
        let holder = Holder(
            program: program, process: process, since: now, start: Self.start(of: process), isLasting: isLasting)
        try opened.truncate()
        // A full disk must not keep a token that is still valid from whoever asks; others then learn only that it is held.
        try? opened.write((try? JSONEncoder().encode(holder)) ?? Data())
        file = Mutex(opened)
        Self.held.withLock { $0.append(self) }
    }

    /// Gives the home up.
    ///
    /// Further calls do nothing.
    package func release() {
        file.withLock { held in
            // The description goes first, while nobody else may write it.
            if let held { try? held.truncate() }
            held = nil
        }
        Self.held.withLock { $0.removeAll { $0 === self } }
    }

    /// Who holds the lock, read without taking it, which would turn away a keeper that starts in that moment.
    ///
    /// - Returns: `nil` where nobody does, as far as this machine's process list can tell.
    package static func holder(at url: URL) -> Holder? {
        guard let text = try? Data(contentsOf: url), let holder = try? JSONDecoder().decode(Holder.self, from: text),
            let start = start(of: holder.process), start == holder.start
        else { return nil }
        return holder
    }

    /// The 22nd field of `/proc/PID/stat`; the second may hold spaces and brackets.
    private static func start(of process: Int32) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let bracket = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[bracket...].split(separator: " ")
        return fields.count > 20 ? String(fields[20]) : nil
    }
}

extension Date {
    /// The local time of day, after the date where that is not today's.
    fileprivate var localClock: String {
        let (then, now) = (civil(self), civil(Date()))
        let isToday = (then.year, then.month, then.day) == (now.year, now.month, now.day)
        return isToday ? then.hourAndMinute : "\(then.isoDate) \(then.hourAndMinute)"
    }

    private func civil(_ date: Date) -> CivilTime {
        CivilTime(date, offset: TimeZone.current.secondsFromGMT(for: date))
    }
}

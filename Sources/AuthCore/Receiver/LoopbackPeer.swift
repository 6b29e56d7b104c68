import Foundation

/// Which of this machine's users is at the other end of a loopback connection, as the kernel tells (proc(5), `/proc/net/tcp`).
struct LoopbackPeer: Hashable, Sendable {
    /// The port at its end.
    let port: Int
    /// The port at ours.
    let ownPort: Int
    let isIPv6: Bool

    /// Whether it is a program of this process's user, or of root, from whom nothing can be kept.
    ///
    /// A program that the kernel does not show here, such as one in another network namespace, is a stranger's.
    var isOfThisUser: Bool {
        guard let user = user(in: Self.table(isIPv6 ? "/proc/net/tcp6" : "/proc/net/tcp")) else { return false }
        return user == geteuid() || user == 0
    }

    /// The owner of the socket at the other end; `nil` where the table has none such.
    func user(in table: String) -> uid_t? {
        for line in table.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count > 7, Self.port(in: fields[1]) == port, Self.port(in: fields[2]) == ownPort else {
                continue
            }
            return uid_t(fields[7])
        }
        return nil
    }

    /// The whole of a file that the kernel hands out in short pieces, which Foundation takes for the end.
    private static func table(_ path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var text = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = unsafe read(descriptor, &buffer, buffer.count), count > 0 {
            text.append(contentsOf: buffer[..<count])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The port of an address such as `0100007F:D431`.
    private static func port(in address: Substring) -> Int? {
        address.split(separator: ":").last.flatMap { Int($0, radix: 16) }
    }
}

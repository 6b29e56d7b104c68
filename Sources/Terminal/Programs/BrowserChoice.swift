import FoundationEssentials
import Glibc

/// What a browser is to open.
package struct BrowserTarget: Hashable, Sendable {
    /// The address itself.
    package let address: String
    /// One of this machine that leads there and may be read on a command line; `nil` where there is none.
    package let localAddress: String?

    package init(_ address: String, localAddress: String? = nil) {
        self.address = address
        self.localAddress = localAddress
    }
}

/// A web browser that this machine has, and how an address is opened in it.
package struct BrowserChoice: Hashable, Sendable {
    /// Whether it needs this terminal.
    package enum Kind: Hashable, Sendable {
        /// Opens a window of its own: `ChildProgram.launchDetached`.
        case graphical
        /// Needs this terminal: `EventLoop.handOver` and `ChildProgram.run`.
        case text
    }

    /// Whether it needs this terminal.
    package let kind: Kind
    /// The program's name, to be shown.
    package let name: String
    /// Its path.
    private let executable: String
    /// Its arguments; the address takes the place of `%s`, else comes last.
    private let arguments: [String]

    /// The program that opens the address.
    ///
    /// - Parameter target: opened by its local address, but for a browser that runs elsewhere.
    /// - Returns: the program, not started yet.
    package func program(opening target: BrowserTarget) -> ChildProgram {
        let address = runsElsewhere ? target.address : target.localAddress ?? target.address
        let filled = arguments.map { $0.replacing("%s", with: address) }
        return ChildProgram(executable, arguments: filled == arguments ? arguments + [address] : filled)
    }

    /// All the browsers there are, best first: those of `$BROWSER`, the desktop's, the text browsers.
    package static func available(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [BrowserChoice] {
        let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
        // Browsers are separated by colons; each is a command, with %s where the address goes.
        let wanted = (environment["BROWSER"] ?? "").split(separator: ":").map(String.init)
        let commands = wanted + (hasDesktop ? ["xdg-open"] : []) + textBrowsers
        var choices: [BrowserChoice] = []
        for command in commands {
            guard let choice = BrowserChoice(command: command, path: path), !choices.contains(choice) else { continue }
            choices.append(choice)
        }
        return choices
    }

    /// A command of `$BROWSER` or of the usual ones; `nil` where there is no such program.
    private init?(command: String, path: String) {
        let words = command.split(separator: " ").map(String.init)
        guard let word = words.first, let executable = Self.find(word, in: path) else { return nil }
        self.executable = executable
        arguments = Array(words.dropFirst())
        name = String(word.split(separator: "/").last ?? "")
        kind = Self.textBrowsers.contains(name) ? .text : .graphical
    }

    /// Whether it is started on another machine, where this machine's addresses lead nowhere.
    private var runsElsewhere: Bool { ["ssh", "autossh", "mosh", "rsh", "slogin"].contains(name) }

    /// Those known to run in a terminal, the best first.
    private static let textBrowsers = ["w3m", "lynx", "links", "links2", "elinks", "www-browser", "browsh"]

    /// The path of a program: as given, or in a folder of `PATH`.
    private static func find(_ word: String, in path: String) -> String? {
        if word.contains("/") { return isProgram(word) ? word : nil }
        return path.split(separator: ":").map { "\($0)/\(word)" }.first(where: isProgram)
    }

    /// Whether a path is a file that may be run.
    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}

import CTerm
import Foundation
import Glibc
import Testing

@testable import Terminal

/// One at a time: ncurses and the signals of a process are one.
@Suite("The screen and the loop on a pseudo-terminal", .serialized)
final class ScreenTests {
    private let pty: PseudoTerminal
    private let xterm = ["TERM": "xterm-256color"]

    /// The locale of this process, set once: tests beside these read the environment.
    private static let utf8: Void = { _ = unsafe setenv("LC_ALL", "C.UTF-8", 1) }()

    init() throws {
        Self.utf8
        pty = try #require(PseudoTerminal())
    }

    private func screen(_ environment: [String: String]? = nil) throws -> Screen {
        try Screen(input: pty.terminal, output: pty.terminal, environment: environment ?? xterm)
    }

    @Test(
        "What is no terminal for a full screen is told, and nothing is changed",
        arguments: [
            (["TERM": "no-such-terminal"], TerminalError.Code.unknownType), ([:], .unknownType),
            (["TERM": "dumb"], .incapable),
            (["TERM": "../../etc/passwd\u{1B}"], .unknownType),
        ] as [([String: String], TerminalError.Code)])
    func unusable(environment: [String: String], code: TerminalError.Code) throws {
        let before = pty.localModes()
        let error = try #require(throws: TerminalError.self) { _ = try self.screen(environment) }
        #expect(error.code == code)
        #expect(!error.message.contains("\u{1B}"))
        #expect(pty.localModes() == before)
        #expect(pty.output() == "")
    }

    @Test("A pipe is no terminal")
    func pipe() throws {
        let pipe = Pipe()
        let error = try #require(throws: TerminalError.self) {
            _ = try Screen(
                input: pipe.fileHandleForReading.fileDescriptor, output: pty.terminal, environment: self.xterm)
        }
        #expect(error.code == .notATerminal)
    }

    @Test("The terminal is taken and given back as it was")
    func takenAndGivenBack() throws {
        let before = pty.localModes()
        let screen = try screen()
        screen.present()
        let taken = pty.output()
        #expect(taken.contains("\u{1B}[?1049h") && taken.contains("\u{1B}[?2004h") && taken.contains("\u{1B}[?25l"))
        #expect(pty.localModes() & tcflag_t(ICANON | ECHO | ISIG) == 0)
        screen.close()
        let given = pty.output()
        for sequence in ["\u{1B}[?2004l", "\u{1B}[?1049l", "\u{1B}[?1l"] { #expect(given.contains(sequence)) }
        #expect(given.contains("\u{1B}[?25h"))
        #expect(pty.localModes() == before)
        screen.close()
        #expect(pty.output() == "")
    }

    @Test("The terminal is given away and taken again, over and over")
    func suspended() throws {
        let before = pty.localModes()
        let screen = try screen()
        screen.draw(row: 1, column: 0, text: "kept")
        screen.present()
        for _ in 0..<3 {
            _ = pty.output()
            screen.suspend()
            #expect(pty.output().contains("\u{1B}[?1049l"))
            #expect(pty.localModes() == before)
            screen.present()
            screen.send("\u{7}")
            #expect(pty.output() == "")
            screen.resume()
            screen.present()
            let resumed = pty.output()
            #expect(resumed.contains("\u{1B}[?1049h") && resumed.contains("kept") && resumed.contains("\u{1B}[?2004h"))
            #expect(pty.localModes() & tcflag_t(ICANON | ECHO | ISIG) == 0)
        }
    }

    @Test("Only what changes is sent, and nothing where nothing does")
    func economy() throws {
        try setSize(columns: 200, rows: 60)
        let screen = try screen()
        #expect(screen.size == TerminalSize(columns: 200, rows: 60))
        func draw(selected: Int) {
            for row in 0..<60 {
                let style = Style(nil, on: nil, row == selected ? .bold : [])
                screen.draw(row: row, column: 0, text: row == selected ? "▸" : " ")
                screen.draw(row: row, column: 2, text: "endpoint-\(row)", style: style)
                screen.draw(row: row, column: 40, text: String(repeating: "live · ", count: 20), style: Style(.green))
            }
            screen.present(cursor: (row: selected, column: 2))
        }
        draw(selected: 3)
        #expect(pty.output().utf8.count > 6000)
        draw(selected: 3)
        #expect(pty.output() == "")
        draw(selected: 4)
        let move = pty.output()
        #expect(move.utf8.count <= 150)
        #expect(!move.contains("\u{1B}[2J") && !move.contains("\u{1B}[J"))
    }

    @Test("Text is cut at the edges, and drawn nowhere beyond them")
    func edges() throws {
        let screen = try screen()
        screen.draw(row: 0, column: 77, text: "日本")
        for (row, column) in [(-1, 0), (24, 0), (0, -1), (0, 80), (Int.max, Int.max)] {
            screen.draw(row: row, column: column, text: "nowhere")
        }
        screen.draw(row: 23, column: 70, text: "the corner and more")
        screen.present(cursor: (row: 99, column: -5))
        let output = pty.output()
        #expect(output.contains("日") && !output.contains("本") && !output.contains("nowhere"))
        #expect(output.contains("the corne"))
    }

    @Test("Control characters in a text never reach the terminal")
    func controlCharacters() throws {
        let screen = try screen()
        screen.present()
        _ = pty.output()
        screen.draw(row: 0, column: 0, text: "a\u{1B}]0;title\u{7}\u{9B}31mb")
        screen.present()
        let output = pty.output()
        #expect(output.contains("a�]0;title��31mb"))
    }

    @Test("Marks stay on their characters, and a mark that is first stands alone")
    func marks() throws {
        let screen = try screen()
        screen.draw(row: 0, column: 0, text: "\u{301}Jose\u{301}日\u{302}|")
        screen.present()
        #expect(pty.output().contains("\u{FFFD}Jose\u{301}日\u{302}|"))
    }

    @Test("A locale without UTF-8 gets ASCII of the same width")
    func asciiLocale() async {
        // In a process of its own, as the next: a locale is that of all tests.
        await #expect(processExitsWith: .success) {
            unsafe setenv("LC_ALL", "C", 1)
            let pty = try #require(PseudoTerminal())
            let screen = try Screen(input: pty.terminal, output: pty.terminal, environment: ["TERM": "xterm-256color"])
            #expect(!screen.isUTF8)
            screen.draw(row: 0, column: 0, text: "▸ José ─ 日本…|")
            screen.present()
            #expect(pty.output().contains("> Jos? - ????.|"))
        }
    }

    @Test("A locale that is not installed still says UTF-8")
    func missingLocale() async {
        await #expect(processExitsWith: .success) {
            unsafe setenv("LC_ALL", "xx_XX.UTF-8", 1)
            let pty = try #require(PseudoTerminal())
            let screen = try Screen(input: pty.terminal, output: pty.terminal, environment: ["TERM": "xterm-256color"])
            #expect(screen.isUTF8)
        }
    }

    @Test(
        "Colours are the terminal's own; NO_COLOR leaves bold and reverse",
        arguments: [
            ("xterm-256color", "", "\u{1B}[31m"), ("xterm-256color", "1", "\u{1B}[1m"), ("vt100", "", "\u{1B}[1m"),
            ("linux", "", "\u{1B}[31m"), ("tmux-256color", "", "\u{1B}[31m"),
        ])
    func colors(type: String, noColor: String, expected: String) throws {
        let screen = try screen(["TERM": type, "NO_COLOR": noColor])
        screen.draw(row: 0, column: 0, text: "lapsed", style: Style(.red, on: nil, [.bold, .underline]))
        screen.present()
        let output = pty.output()
        #expect(output.contains("lapsed"))
        if expected == "\u{1B}[31m" {
            #expect(output.contains("31m") || output.contains("31;") || output.contains(";31"))
        } else {
            #expect(!output.contains("\u{1B}[31m"))
            #expect(output.contains("\u{1B}[1m") || output.contains(";1m") || output.contains("\u{1B}[0;1"))
        }
        if !noColor.isEmpty { #expect(!output.contains("\u{1B}[4m")) }
    }

    @Test("Keys, messages, sizes and signals come out of the loop, and ^Z without a shell goes on")
    func loop() throws {
        let signals = try Signals()
        let screen = try screen()
        let mailbox = try Mailbox<String>()
        let keyboard = Keyboard(of: screen, input: pty.terminal, environment: [:])
        let loop = EventLoop(screen: screen, keyboard: keyboard, mailbox: mailbox, signals: signals)
        var log: [String] = []
        pty.type("a\u{1B}")
        try loop.run { input in
            switch input {
            case .keys([.character("a")]), .keys([.escape]):
                log.append("\(input)")
                if input.isEscape { mailbox.post("hello") }
            case .messages(["hello"]):
                log.append("hello")
                try setSize(columns: 100, rows: 30)
                kill(getpid(), SIGWINCH)
            case .resized(let size):
                log.append("\(size.columns)×\(size.rows)")
                kill(getpid(), SIGTERM)
            case .signal(.terminate):
                log.append("terminate")
                pty.type("\u{1B}[200~x\ry\u{1B}[201~")
            case .keys([.paste("x\ny")]):
                log.append("paste")
                return .stop
            default:
                Issue.record("unexpected \(input)")
                return .stop
            }
            return .proceed
        }
        let a = "\(Input<String>.keys([.character("a")]))"
        #expect(log == [a, "\(Input<String>.keys([.escape]))", "hello", "100×30", "terminate", "paste"])
        #expect(screen.size == TerminalSize(columns: 100, rows: 30))
    }

    @Test("A terminal that hangs up is told once, and the loop rests")
    func hangup() throws {
        let signals = try Signals()
        let screen = try screen()
        let mailbox = try Mailbox<String>()
        let input = Pipe()
        let keyboard = Keyboard(of: screen, input: input.fileHandleForReading.fileDescriptor, environment: [:])
        let loop = EventLoop(screen: screen, keyboard: keyboard, mailbox: mailbox, signals: signals)
        try input.fileHandleForWriting.close()
        var hangups = 0
        loop.run { input in
            switch input {
            case .signal(.hangup):
                hangups += 1
                mailbox.post("after")
                return .proceed
            default:
                return .stop
            }
        }
        #expect(hangups == 1)
    }

    @Test("A program gets the terminal, and its ending is told")
    func childProgram() throws {
        let screen = try screen()
        let program = ChildProgram("sh", arguments: ["-c", "exit 7"])
        screen.suspend()
        #expect(try program.run() == .exited(7))
        #expect(try ChildProgram("sh", arguments: ["-c", "kill -TERM $$"]).run() == .killed(signal: SIGTERM))
        screen.resume()
        #expect(throws: TerminalError.self) { try ChildProgram("/no/such/program").run() }
    }

    private func setSize(columns: Int, rows: Int) throws {
        let program = ChildProgram("stty", arguments: ["-F", pty.name, "cols", "\(columns)", "rows", "\(rows)"])
        #expect(try program.run() == .exited(0))
    }
}

extension Screen {
    /// Draws text over what was drawn before.
    fileprivate func draw(row: Int, column: Int, text: String, style: Style = .plain) {
        var grid = drawn ?? Grid(size: size)
        grid.put(text, row: row, column: column, style: style)
        draw(grid)
    }
}

extension Input {
    fileprivate var isEscape: Bool {
        if case .keys([.escape]) = self { true } else { false }
    }
}

import CLinux
import CTerm
import FoundationEssentials
import Glibc

/// The full screen: the one owner of ncurses and of the modes of the terminal.
///
/// ncurses is not thread-safe and holds the process's one screen: create, use and drop it on the main thread. The terminal
/// is given back by ``close()``, when the screen is dropped, when the process exits, and when a signal kills it.
@safe package final class Screen {
    /// Whether the terminal takes UTF-8, by the locale.
    ///
    /// Where not, text is drawn in ASCII.
    package let isUTF8: Bool
    /// The size at the last ``resize()`` or ``resume()``.
    package private(set) var size: TerminalSize
    /// The environment variable `TERM`.
    let type: String

    /// The terminal's descriptor, for what ncurses does not send.
    private let output: Int32
    /// The screen as ncurses knows it.
    private let handle: OpaquePointer
    /// A duplicate that ncurses reads from: never, as the keyboard does so.
    private let inputFile: UnsafeMutablePointer<FILE>
    /// A duplicate that ncurses writes to.
    private let outputFile: UnsafeMutablePointer<FILE>
    /// What turns rows into ncurses' cells.
    private var painter: CellPainter
    /// What gives the terminal back, also when the process dies.
    private var guardian: TerminalGuard
    /// Whether another program has the terminal; nothing is sent then.
    private var isSuspended = false
    /// Whether the terminal was given back for good.
    private var isClosed = false
    /// As it was last sent; `nil` where it is not known.
    private var isCursorVisible: Bool?
    /// What was drawn last; `nil` where all has to be drawn anew.
    private(set) var drawn: Grid?

    /// Takes over the terminal.
    ///
    /// `NO_COLOR`, where not empty, leaves bold and reverse only.
    /// - Throws: ``TerminalError`` where there is no terminal or none that a screen can be drawn on; nothing is changed then.
    package init(
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(TerminalError) {
        guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
        type = environment["TERM"] ?? ""
        isUTF8 = clinux_use_locale() != 0
        switch unsafe type.isEmpty ? CTERM_UNKNOWN_TYPE : cterm_probe(type, output) {
        case CTERM_USABLE: break
        case CTERM_INCAPABLE: throw .incapable(type)
        default: throw .unknownType(type)
        }
        self.output = output
        guardian = try TerminalGuard(terminal: output)
        unsafe (inputFile, outputFile) = try unsafe Self.open(input: input, output: output)
        // The size is asked of the terminal: LINES and COLUMNS left in the environment would stay when it changes.
        use_env(false)
        use_tioctl(true)
        guard let handle = unsafe newterm(type, outputFile, inputFile) else {
            unsafe fclose(inputFile)
            unsafe fclose(outputFile)
            throw .incapable(type)
        }
        unsafe self.handle = unsafe handle
        let allowsColor = (environment["NO_COLOR"] ?? "").isEmpty
        painter = CellPainter(isUTF8: isUTF8, allowsColor: allowsColor)
        size = unsafe TerminalSize(columns: Int(getmaxx(cterm_stdscr())), rows: Int(getmaxy(cterm_stdscr())))
        configure()
    }

    deinit {
        close()
    }

    /// Sets the modes: every key as it comes, no echo, and nothing read by ncurses.
    private func configure() {
        raw()
        noecho()
        nonl()
        // Input is read by Keyboard; ncurses must not look for it while it draws.
        typeahead(-1)
        unsafe keypad(cterm_stdscr(), true)
        unsafe intrflush(cterm_stdscr(), false)
        guardian.prepare()
        takeTerminal()
        resize()
    }

    /// Files of their own over duplicates of the descriptors, so that closing them closes nothing of the caller's.
    private static func open(
        input: Int32, output: Int32
    ) throws(TerminalError) -> (UnsafeMutablePointer<FILE>, UnsafeMutablePointer<FILE>) {
        let descriptors = (fcntl(input, F_DUPFD_CLOEXEC, 3), fcntl(output, F_DUPFD_CLOEXEC, 3))
        guard let inputFile = unsafe fdopen(descriptors.0, "r"), let outputFile = unsafe fdopen(descriptors.1, "w")
        else {
            throw .system("Opening the terminal", errno)
        }
        return unsafe (inputFile, outputFile)
    }
}

// MARK: - Drawing

/// What is shown.
extension Screen {
    /// Draws a grid from the upper left corner, cut at the edges.
    ///
    /// Rows that are as they were drawn last are passed over; which cells of the others differ from what the terminal shows,
    /// ncurses finds when it sends them. Nothing is sent before ``present(cursor:)``.
    package func draw(_ grid: Grid) {
        for row in grid.rows(changedFrom: drawn) where row < size.rows {
            painter.paint(row: row, of: grid, columns: size.columns)
        }
        drawn = grid
    }

    /// Sends what has changed since the last time, and puts the cursor there or hides it.
    package func present(cursor: (row: Int, column: Int)? = nil) {
        guard !isSuspended else { return }
        if let cursor {
            let row = min(max(cursor.row, 0), size.rows - 1)
            let column = min(max(cursor.column, 0), size.columns - 1)
            unsafe wmove(cterm_stdscr(), Int32(row), Int32(column))
        }
        if isCursorVisible != (cursor != nil) {
            isCursorVisible = cursor != nil
            curs_set(cursor == nil ? 0 : 1)
        }
        unsafe wnoutrefresh(cterm_stdscr())
        doupdate()
    }

    /// Sends a control sequence that draws nothing, such as one of ``Clipboard``.
    package func send(_ controlSequence: String) {
        guard !isSuspended else { return }
        unsafe fflush(outputFile)
        writeFully(controlSequence.utf8, to: output)
    }
}

// MARK: - Changes from outside

/// The terminal given away and taken back.
extension Screen {
    /// Takes up the terminal's present size and forgets what it shows: draw everything afterwards.
    @discardableResult
    package func resize() -> TerminalSize {
        var rows: Int32 = 0
        var columns: Int32 = 0
        if unsafe clinux_window_size(output, &rows, &columns) == 0 {
            resizeterm(rows, columns)
        }
        size = unsafe TerminalSize(columns: Int(getmaxx(cterm_stdscr())), rows: Int(getmaxy(cterm_stdscr())))
        drawn = nil
        // The terminal may have reflowed what it shows, so that it is no longer what ncurses remembers.
        unsafe clearok(cterm_curscr(), true)
        return size
    }

    /// Gives the terminal back for another program or the shell, until ``resume()``.
    package func suspend() {
        guard !isSuspended else { return }
        isSuspended = true
        leaveTerminal()
    }

    /// Takes the terminal again, at the size it now has; also after a stop that could not be foreseen.
    ///
    /// Draw everything afterwards.
    package func resume() {
        if !isSuspended { leaveTerminal() }
        isSuspended = false
        isCursorVisible = nil
        resize()
        // After endwin() it is a refresh that sets the modes again.
        unsafe wrefresh(cterm_stdscr())
        takeTerminal()
    }

    /// Gives the terminal back for good.
    ///
    /// May be called more than once.
    package func close() {
        guard !isClosed else { return }
        suspend()
        isClosed = true
        guardian.restoreModes()
        unsafe delscreen(handle)
        unsafe fclose(inputFile)
        unsafe fclose(outputFile)
    }

    /// Arms the guard and asks for bracketed paste.
    private func takeTerminal() {
        unsafe fflush(outputFile)
        guardian.arm()
        writeFully("\u{1B}[?2004h".utf8, to: output)
    }

    /// Takes back what was asked of the terminal, and leaves its second screen.
    private func leaveTerminal() {
        writeFully("\u{1B}[?2004l".utf8, to: output)
        endwin()
        unsafe fflush(outputFile)
        guardian.disarm()
    }
}

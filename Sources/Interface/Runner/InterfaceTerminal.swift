import Terminal

/// What effects need of the terminal.
protocol InterfaceTerminal {
    /// Sends a control sequence that draws nothing.
    func send(_ controlSequence: String)
    /// Lends the terminal to `body`, which runs another program on it; all has to be drawn anew afterwards.
    func handOver<Result>(_ body: () throws -> Result) rethrows -> Result
}

/// The terminal of the running interface.
extension EventLoop: InterfaceTerminal {
    /// Sends by the screen, which keeps it back while another program has the terminal.
    func send(_ controlSequence: String) { screen.send(controlSequence) }
}

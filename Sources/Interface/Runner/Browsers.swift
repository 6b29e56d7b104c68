import Terminal

/// The browsers found at start: the best of each kind.
struct Browsers: Sendable {
    let graphical: BrowserChoice?
    let text: BrowserChoice?

    init() {
        let all = BrowserChoice.available()
        graphical = all.first { $0.kind == .graphical }
        text = all.first { $0.kind == .text }
    }
}

import Testing

@testable import Terminal

@Suite("Sequences to the terminal")
struct ControlSequenceOutputTests {
    @Test("A copy goes by OSC 52")
    func clipboard() {
        #expect(Clipboard.sequence(copying: "tökén", environment: [:]) == "\u{1B}]52;c;dMO2a8Opbg==\u{7}")
    }

    @Test("In tmux a copy goes out for tmux, and wrapped with its escapes doubled for the terminal outside")
    func clipboardInTmux() {
        let sequence = Clipboard.sequence(copying: "a", environment: ["TMUX": "/tmp/tmux,1,0"])
        #expect(sequence == "\u{1B}]52;c;YQ==\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;YQ==\u{7}\u{1B}\\")
    }

    @Test("In GNU screen a copy is wrapped in strings that it does not cut")
    func clipboardInScreen() throws {
        let text = String(repeating: "token", count: 200)
        let plain = try #require(Clipboard.sequence(copying: text, environment: [:]))
        let wrapped = try #require(Clipboard.sequence(copying: text, environment: ["STY": "1.pts"]))
        let pieces = wrapped.split(separator: "\u{1B}\\")
        #expect(pieces.allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count < 256 })
        #expect(pieces.map { $0.dropFirst(2) }.joined() == plain)
    }

    @Test("What terminals would drop is not sent")
    func clipboardLimit() {
        #expect(Clipboard.sequence(copying: String(repeating: "x", count: Clipboard.limit), environment: [:]) != nil)
        #expect(
            Clipboard.sequence(copying: String(repeating: "x", count: Clipboard.limit + 1), environment: [:]) == nil)
    }

    @Test(
        "A notification goes the way the person chose",
        arguments: [
            (Notifications.Method.bell, "\u{7}"),
            (.osc9, "\u{1B}]9;epic,1: lapses in 1 h;\u{FFFD}\u{7}\u{7}"),
            (.osc777, "\u{1B}]777;notify;epic,1;lapses in 1 h;\u{FFFD}\u{7}\u{7}"),
        ])
    func notification(method: Notifications.Method, expected: String) {
        let sequence = Notifications.sequence(
            title: "epic;1", body: "lapses in 1 h;\u{1B}", method: method, environment: [:])
        #expect(sequence == expected)
    }

    @Test("A title with a number first is not taken for another kind of OSC 9")
    func numberedTitle() {
        let sequence = Notifications.sequence(title: "4", body: "x", method: .osc9, environment: [:])
        #expect(sequence.hasPrefix("\u{1B}]9;– 4"))
    }
}

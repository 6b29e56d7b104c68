import Sessions
import Terminal
import Testing

@testable import Interface

@Suite("Waiting for the browser")
struct SignInWaitTests {
    @Test(
        "The ways to sign in are those that this machine has",
        arguments: [
            ("firefox", "w3m", [.openBrowser, .openTextBrowser, .copyAddress, .showQRCode, .paste]),
            (nil, "w3m", [.openTextBrowser, .copyAddress, .showQRCode, .paste]),
            ("firefox", nil, [.openBrowser, .copyAddress, .showQRCode, .paste]),
            (nil, nil, [.copyAddress, .showQRCode, .paste]),
        ] as [(String?, String?, [Action.ID])])
    func methods(browser: String?, textBrowser: String?, expected: [Action.ID]) {
        var surroundings = Samples.surroundings
        surroundings.browser = browser
        surroundings.textBrowser = textBrowser
        #expect(SignInWait(call: 1, surroundings: surroundings).methods.map(\.action) == expected)
    }

    @Test("It waits for its own calls and no others")
    func awaits() {
        var wait = SignInWait(call: 3, surroundings: Samples.surroundings)
        wait.pasteCall = 5
        #expect((1...6).filter(wait.awaits) == [3, 5])
    }

    @Test("Letters are keys until the field is focused; a paste focuses it")
    func focus() {
        var wait = SignInWait(call: 1, surroundings: Samples.surroundings)
        let isLetterTaken = wait.edit(.character("q"))
        #expect(!isLetterTaken)
        let isPasteTaken = wait.edit(.paste("https://x.example/?code=1\n&state=2"))
        #expect(isPasteTaken && wait.isPasting)
        #expect(wait.field.text == "https://x.example/?code=1&state=2")
        let isNextTaken = wait.edit(.character("q"))
        #expect(isNextTaken)
    }

    @Test("What was wrong with a paste goes as soon as it is edited")
    func problem() {
        var wait = SignInWait(call: 1, surroundings: Samples.surroundings)
        _ = wait.edit(.paste("x"))
        wait.pasteProblem = "another sign-in's address"
        _ = wait.edit(.character("y"))
        #expect(wait.pasteProblem == nil)
    }

    @Test("A failed sign-in takes no paste")
    func failed() {
        var wait = SignInWait(call: 1, surroundings: Samples.surroundings)
        wait.phase = .failed("refused")
        let isTaken = wait.edit(.paste("x"))
        #expect(!isTaken)
        #expect(wait.failure == "refused")
        #expect(wait.pending == nil)
    }

    @Test("The focus stays among the ways there are")
    func moving() {
        var wait = SignInWait(call: 1, surroundings: Samples.surroundings)
        wait.move(by: -3)
        #expect(wait.cursor == 0)
        wait.move(by: 100)
        #expect(wait.cursor == wait.methods.count - 1)
    }

    @Test("The page tells the phase: asking, waiting with the address in full, or what went wrong")
    func page() {
        let state = Driver().state
        func text(_ wait: SignInWait) -> String {
            wait.page(of: state, columns: 80).lines.map(\.text).joined(separator: "\n")
        }
        var wait = SignInWait(call: 1, surroundings: Samples.surroundings)
        #expect(text(wait).contains("Asking the server how to sign in"))
        #expect(!text(wait).contains("ADDRESS"))
        wait.phase = .ready(Samples.pending)
        let ready = text(wait)
        #expect(ready.contains("Waiting for the browser to come back to http://127.0.0.1:41873/callback"))
        #expect(
            ready.split(separator: "\n").map { $0.drop { $0 == " " } }.joined().contains(Samples.pending.address))
        wait.pasteCall = 2
        #expect(text(wait).contains("Handed over; waiting for the server."))
        wait.phase = .failed("refused")
        #expect(text(wait).contains("refused") && !text(wait).contains("HOW TO SIGN IN"))
    }
}

import Foundation
import Records
import SMART
import Sessions
import Terminal
import Testing

@testable import Interface

@Suite("The session list")
struct SessionListTests {
    @Test("The focus follows the session through sorting, filtering and changes")
    func focusFollows() {
        var driver = Driver()
        driver.select("meditech-greenfield")
        for _ in SessionSort.allCases {
            driver.press(.character("s"))
            #expect(driver.selected == "meditech-greenfield")
        }
        driver.press(.character("S"))
        #expect(driver.selected == "meditech-greenfield")
        driver.send(.keeper(.session(Samples.session("aaa", "https://a.example/fhir", .live))))
        driver.send(.keeper(.removed(Samples.athena.id)))
        #expect(driver.selected == "meditech-greenfield")
        driver.press(.character("/"))
        driver.type("meditech")
        #expect(driver.selected == "meditech-greenfield")
        driver.press(.escape)
        #expect(driver.selected == "meditech-greenfield")
    }

    @Test("A filter that hides the focused session gives the focus back when it is cleared")
    func focusReturns() {
        var driver = Driver()
        driver.select("va-lighthouse")
        driver.press(.character("/"))
        driver.type("epic")
        #expect(driver.selected == "epic-sandbox:nurse")
        driver.press(.escape)
        #expect(driver.selected == "va-lighthouse")
    }

    @Test("A change of what the list is sorted by moves the row", arguments: SessionSort.allCases)
    func changesKeepOrder(sort: SessionSort) {
        var table = SessionTable()
        table.load(Samples.sessions)
        table.sort(by: sort)
        for (number, session) in Samples.sessions.enumerated() {
            var changed = session
            changed.state = SessionState.allCases[number % SessionState.allCases.count]
            changed.accessExpiresAt = Samples.now + Double(number * 977 % 13)
            changed.refreshExpiresAt = Samples.now + Double(number * 31 % 7)
            table.update(changed)
            let rows = Array(table.rows)
            let sorted = rows.sorted { (sort.rank(of: $0), $0.id) < (sort.rank(of: $1), $1.id) }
            #expect(rows.map(\.id) == sorted.map(\.id))
            #expect(rows.count == Samples.sessions.count)
        }
        #expect(table.counts.values.reduce(0, +) == Samples.sessions.count)
    }

    @Test("All words of a filter must occur, in name, address, state or patient")
    func filterWords() {
        var table = SessionTable()
        table.load(Samples.sessions)
        table.filter(by: "EPIC live")
        #expect(table.rows.map { "\($0.id)" } == ["epic-sandbox", "epic-sandbox:nurse"])
        table.filter(by: "camila")
        #expect(table.rows.map { "\($0.id)" } == ["epic-sandbox"])
        table.filter(by: "東京")
        #expect(table.shownCount == 1)
        table.filter(by: "")
        #expect(table.shownCount == Samples.sessions.count)
    }

    @Test("Shortening a filter shows again what it hid")
    func filterWidens() {
        var driver = Driver()
        driver.press(.character("/"))
        driver.type("epicx")
        #expect(driver.state.table.shownCount == 0)
        #expect(driver.text.contains("Nothing matches epicx"))
        driver.press(.backspace)
        #expect(driver.state.table.shownCount == 2)
        #expect(driver.text.contains("1 of 2 (filtered)"))
    }

    @Test("Esc takes back what is awaited, then the filter, then the marks")
    func escape() {
        var driver = Driver()
        driver.press(.character(" "), .character("/"))
        driver.type("epic")
        driver.press(.enter, .character("R"))
        let pressed1 = driver.press(.escape)
        #expect(pressed1.count == 1)
        #expect(!driver.state.table.filter.isEmpty)
        driver.press(.escape)
        #expect(driver.state.table.filter.isEmpty)
        #expect(driver.state.table.marked.count == 1)
        driver.press(.escape)
        #expect(driver.state.table.marked.isEmpty)
    }

    @Test("Actions apply to all marked sessions that they can apply to")
    func bulk() {
        var driver = Driver()
        driver.press(.character("*"))
        let works = driver.press(.character("r")).works
        #expect(
            works == [
                .refresh(Samples.blueButton.id), .refresh(Samples.epic.id), .refresh(Samples.nurse.id),
                .refresh(Samples.meditech.id),
            ])
        #expect(driver.state.table.marked.isEmpty)
    }

    @Test("A range is marked from the last marked session to the focused one")
    func range() {
        var driver = Driver()
        driver.select("blue-button")
        driver.press(.character(" "), .down, .down, .character("v"))
        #expect(
            driver.state.table.marked.map { "\($0)" }.sorted() == [
                "blue-button", "cerner-code", "epic-sandbox", "epic-sandbox:nurse",
            ])
    }

    @Test("Endpoints read again come onto the list, and what is wrong with one is said")
    func reload() {
        var driver = Driver(sessions: [])
        #expect(driver.press(.character("R")).works == [.reload])
        driver.finish(.reloaded(Samples.sessions, log: [], problems: ["bad.yaml, line 4: what it says"]))
        #expect(driver.text.contains("epic-sandbox"))
        #expect(driver.state.notice?.text == "bad.yaml, line 4: what it says")
    }

    @Test("What went wrong before the screen was there is said on it")
    func earlyWarning() {
        let driver = Driver(options: InterfaceOptions(warning: "bad.yaml, line 4: what it says"))
        #expect(driver.text.contains("bad.yaml, line 4"))
    }

    @Test("Copying names the session, goes to the clipboard and shows no token")
    func copyToken() {
        var driver = Driver()
        driver.select("epic-sandbox")
        let pressed2 = driver.press(.character("c"))
        #expect(pressed2.works == [.token(Samples.epic.id)])
        let token = AccessToken(
            token: Redacted("canary-token"), tokenType: "Bearer", expiresAt: Samples.now + 100, scope: "openid",
            baseURL: Samples.epic.baseURL)
        let concluded3 = driver.finish(.token(token))
        #expect(concluded3 == [.copyBriefly(Redacted("canary-token"))])
        #expect(driver.text.contains("Sent the access token of epic-sandbox to the terminal's clipboard"))
        #expect(driver.text.contains("cleared in a minute"))
        #expect(!driver.text.contains("canary"))
    }

    @Test("Enter is not yes; y signs out; what the server did not revoke is told")
    func signOut() {
        var driver = Scenes.driver(in: .confirm)
        let pressed4 = driver.press(.enter)
        #expect(pressed4 == [])
        #expect(driver.state.context == .confirm)
        #expect(driver.state.notice?.text == "y signs out, n does not")
        let pressed5 = driver.press(.character("y"))
        #expect(pressed5.works == [.signOut(Samples.epic.id)])
        driver.finish(.signedOut(problem: "404 Not Found"))
        #expect(
            driver.state.notice?.text == "Signed out of epic-sandbox here; the server did not revoke: 404 Not Found")
    }

    @Test("Removing an endpoint asks, and takes all its sessions off the list")
    func remove() {
        var driver = Driver()
        driver.select("epic-sandbox:nurse")
        driver.press(.character("D"), .character("y"))
        #expect(driver.effects.works.last == .removeEndpoint("epic-sandbox"))
        driver.finish(.done)
        #expect(driver.state.table.count == Samples.sessions.count - 2)
    }

    @Test("^C cancels what is awaited and its late outcome changes nothing")
    func cancel() {
        var driver = Driver()
        driver.select("epic-sandbox")
        driver.press(.character("r"))
        let id = driver.state.calls.last?.id ?? 0
        let pressed6 = driver.press(.control("c"))
        #expect(pressed6 == [.cancel(id)])
        driver.send(.finished(id, .failed(Outcome.Failure("late"))))
        #expect(driver.state.notice?.text == "Cancelled")
    }

    @Test(
        "A near lapse is told on the screen, and to the terminal only where that was asked for",
        arguments: [true, false])
    func notifications(asked: Bool) {
        var driver = Driver(options: InterfaceOptions(notifies: asked))
        let entry = LogEntry(time: Samples.now, kind: .lapseNear, session: Samples.epic.id, message: "lapses in 1 h")
        let effects = driver.send(.keeper(.logged(entry)))
        #expect(effects == (asked ? [.notify(title: "epic-sandbox", body: "lapses in 1 h")] : []))
        #expect(driver.state.notice?.text == "epic-sandbox: lapses in 1 h")
    }

    @Test("The end of the keeper is told")
    func keeperEnds() {
        var driver = Driver()
        driver.send(.keeperEnded)
        #expect(driver.text.contains("The keeper of these sessions has ended"))
    }

    @Test("Another patient after a renewal withholds the token until it is accepted")
    func otherPatient() {
        var driver = Driver()
        var changed = Samples.epic
        changed.unconfirmedPatient = "other"
        driver.send(.keeper(.session(changed)))
        driver.select("epic-sandbox")
        let pressed7 = driver.press(.character("c"))
        #expect(pressed7 == [])
        let pressed8 = driver.press(.character("p"), .character("y"))
        #expect(pressed8.works == [.confirmPatient(Samples.epic.id)])
    }

    @Test("A locked vault asks for its passphrase at once, masks it, and says when it is wrong")
    func unlock() {
        let locked = Samples.session("zulu", "https://zulu.example/fhir", .locked)
        var driver = Driver(sessions: [locked])
        #expect(driver.state.context == .unlock)
        driver.type("hunter2")
        #expect(!driver.text.contains("hunter2"))
        let pressed9 = driver.press(.enter)
        #expect(pressed9.works == [.unlock(Redacted("hunter2"))])
        driver.finish(.failed(Outcome.Failure("The passphrase is wrong", code: .wrongPassphrase)))
        #expect(driver.text.contains("The passphrase is wrong"))
        driver.type("x")
        driver.press(.enter)
        let concluded10 = driver.finish(.done)
        #expect(concluded10.works == [.load])
        #expect(driver.state.context == .list)
    }

    @Test("What a locked vault refuses leads to its passphrase")
    func lockedMeanwhile() {
        var driver = Driver()
        driver.select("epic-sandbox")
        driver.press(.character("r"))
        driver.finish(.failed(Outcome.Failure("The vault is locked", code: .vaultLocked)))
        #expect(driver.state.context == .unlock)
        #expect(driver.text.contains("The vault is locked"))
    }

    @Test("A screen that is too small says so, and no key does unseen things")
    func tooSmall() {
        var driver = Driver(columns: 20, rows: 5)
        #expect(driver.text.contains("needs 40x10"))
        let pressed11 = driver.press(.character("x"), .character("y"), .enter)
        #expect(pressed11 == [])
        let pressed12 = driver.press(.character("q"))
        #expect(pressed12 == [.quit])
    }

    @Test("The list scrolls with the focus, which a resize keeps in sight")
    func scrolling() {
        let sessions = (100..<200).map { Samples.session("server-\($0)", "https://\($0).example/fhir", .live) }
        var driver = Driver(sessions: sessions)
        driver.press(.character("G"))
        #expect(driver.text.contains("▸ server-199"))
        #expect(!driver.text.contains("server-150"))
        driver.press(.pageUp, .pageUp)
        driver.send(.resized(TerminalSize(columns: 40, rows: 10)))
        #expect(driver.selected == "server-181")
        #expect(driver.text.contains("▸ server-181"))
        driver.press(.character("g"))
        #expect(driver.text.contains("▸ server-100"))
    }

    @Test("A frame builds its visible rows and no others, with 100,000 sessions")
    func onlyVisibleRows() {
        let counter = CountingRows(count: 100_000)
        var window = ScrollWindow()
        window.move(to: 70_000, of: 100_000)
        window.settle(count: 100_000, height: 55)
        var canvas = Canvas(
            size: TerminalSize(columns: 200, rows: 60),
            ticker: Ticker(now: Samples.now, plain: false, timeZone: Samples.utc),
            theme: Theme(isUTF8: true, plain: false))
        canvas.paintSessions(
            counter, window: window, ListColumns(width: 200), in: Area(row: 1, column: 0, height: 55, width: 200)
        ) { _ in false }
        #expect(counter.asked == Array(69_946...70_000))
    }
}

/// Rows that note which of them are asked for.
private final class CountingRows: RandomAccessCollection {
    let count: Int
    private(set) var asked: [Int] = []

    init(count: Int) { self.count = count }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(row: Int) -> SessionSnapshot {
        asked.append(row)
        return Samples.epic
    }
}

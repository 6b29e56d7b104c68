import Foundation
import Records
import SMART
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Interface

@Suite("Signing in")
struct SignInTests {
    @Test("Two keystrokes bring a lapsed session back to the browser with its scopes kept")
    func twoKeystrokes() {
        var driver = Driver()
        driver.select("va-lighthouse")
        let plan = SignInPlan(
            session: Samples.lighthouse.id, access: .offline, scopes: Samples.lighthouse.requestedScopes)
        let pressed1 = driver.press(.enter)
        #expect(pressed1.works == [.beginSignIn(plan)])
        driver.press(.enter)
        let effects = driver.finish(.began(Samples.pending))
        #expect(effects.works == [.finishSignIn(Samples.pending.id)])
        #expect(effects.contains(.openBrowser(BrowserTarget(Samples.pending.address))))
        driver.finish(.signedIn(Samples.lighthouse))
        #expect(driver.state.context == .granted)
        driver.press(.enter)
        #expect(driver.state.context == .list)
        #expect(driver.selected == "va-lighthouse")
    }

    @Test("The checklist asks for what is checked, in the chosen mode")
    func checklist() {
        var driver = Scenes.driver(in: .asking)
        driver.press(.down, .character(" "), .down, .down, .character(" "))
        let works = driver.press(.enter).works
        let plan = SignInPlan(session: Samples.athena.id, access: .online, scopes: "launch/patient patient/*.rs")
        #expect(works == [.beginSignIn(plan)])
    }

    @Test("Scopes edited as text become the checklist, and a scope for the access mode sets that mode")
    func editedAsText() {
        var driver = Scenes.driver(in: .editingScopes)
        driver.press(.control("u"))
        driver.type("openid patient/Condition.rs online_access")
        driver.press(.enter)
        #expect(driver.state.context == .asking)
        let plan = SignInPlan(session: Samples.athena.id, access: .online, scopes: "openid patient/Condition.rs")
        let pressed2 = driver.press(.enter)
        #expect(pressed2.works == [.beginSignIn(plan)])
    }

    @Test("Nothing chosen goes nowhere and says so")
    func nothingChosen() {
        var driver = Scenes.driver(in: .editingScopes)
        driver.press(.control("u"), .enter)
        let pressed3 = driver.press(.enter)
        #expect(pressed3 == [])
        #expect(driver.state.notice != nil)
        #expect(driver.state.context == .asking)
    }

    @Test("The address is shown in full, wherever the width breaks it", arguments: [40, 80, 133])
    func fullAddress(columns: Int) {
        var driver = Driver(columns: columns, rows: 60)
        driver.select("va-lighthouse")
        driver.press(.enter)
        driver.finish(.began(Samples.pending))
        let joined = driver.screen.map { $0.trimmingCharacters(in: .whitespaces) }.joined()
        #expect(joined.contains(Samples.pending.address))
    }

    @Test("Each way to sign in has its key")
    func ways() {
        let waiting = Scenes.driver(in: .waiting)
        var driver = waiting
        let pressed4 = driver.press(.character("o"))
        #expect(pressed4 == [.openBrowser(BrowserTarget(Samples.pending.address))])
        driver = waiting
        let pressed5 = driver.press(.character("w"))
        #expect(pressed5 == [.openTextBrowser(BrowserTarget(Samples.pending.address))])
        driver = waiting
        let pressed6 = driver.press(.character("y"))
        #expect(pressed6 == [.copy(Redacted(Samples.pending.address))])
        driver = waiting
        driver.press(.character("Q"))
        #expect(driver.state.context == .qrCode)
    }

    @Test("Without any browser the address is there to copy, and o says why not")
    func noBrowser() {
        var surroundings = Samples.surroundings
        surroundings.browser = nil
        surroundings.textBrowser = nil
        var driver = Driver(surroundings: surroundings)
        driver.select("va-lighthouse")
        driver.press(.enter)
        driver.finish(.began(Samples.pending))
        let pressed7 = driver.press(.character("o"))
        #expect(pressed7 == [])
        #expect(driver.state.notice?.text.contains("No browser was found") == true)
        let pressed8 = driver.press(.enter)
        #expect(pressed8 == [.copy(Redacted(Samples.pending.address))])
    }

    @Test("What is pasted is handed over by Enter, line breaks taken out; a refusal leaves the wait open")
    func pasting() {
        var driver = Scenes.driver(in: .waiting)
        driver.press(.paste("http://127.0.0.1/callback?code=a\n&state=b\n"))
        let works = driver.press(.enter).works
        #expect(works == [.paste(Redacted("http://127.0.0.1/callback?code=a&state=b"), Samples.pending.id)])
        driver.finish(.failed(Outcome.Failure("This is another sign-in's address")))
        #expect(driver.text.contains("This is another sign-in's address"))
        #expect(driver.state.context == .pasting)
        #expect(driver.state.calls.map(\.work) == [.finishSignIn(Samples.pending.id)])
        driver.finish(.signedIn(Samples.epic))
        #expect(driver.state.context == .granted)
    }

    @Test("Where no receiver listens, opening the browser goes on to the paste field")
    func pasteOnly() {
        var driver = Driver()
        driver.select("va-lighthouse")
        driver.press(.enter, .enter)
        driver.finish(
            .began(
                PendingSignIn(
                    id: Samples.pending.id, session: Samples.lighthouse.id, address: "https://a.example/authorize",
                    redirectURI: "http://127.0.0.1:9/callback", isReceiving: false,
                    receiverProblem: "port 9 is taken by another program")))
        #expect(driver.state.context == .pasting)
        #expect(driver.text.contains("port 9 is taken by another program"))
    }

    @Test("A token endpoint that moved is named with both servers, and Enter does not agree to it; y does")
    func movedServer() {
        var driver = Driver()
        driver.select("athena-preview")
        driver.press(.enter, .enter)
        driver.finish(.failed(Samples.moved))
        #expect(driver.state.context == .serverMoved)
        #expect(driver.text.contains("auth.va.example") && driver.text.contains("elsewhere.example"))
        #expect(driver.press(.enter) == [])
        let agreed = driver.press(.character("y")).works
        guard case .beginSignIn(let plan)? = agreed.first else {
            Issue.record("not begun again: \(agreed)")
            return
        }
        #expect(plan.acceptedServers == ["elsewhere.example"])
    }

    @Test("A sign-in that begins in the moment it is given up is taken back")
    func givenUpWhileBeginning() {
        var driver = Driver()
        driver.select("va-lighthouse")
        driver.press(.enter)
        let beginning = driver.state.calls.last?.id ?? 0
        let given = driver.press(.escape)
        #expect(given == [.cancel(beginning)])
        let late = driver.send(.finished(beginning, .began(Samples.pending)))
        #expect(late == [.cancelSignIn(Samples.pending.id)])
        #expect(driver.state.context == .list)
    }

    @Test("Esc ends the wait at the keeper and goes back to the choice")
    func leaving() {
        var driver = Scenes.driver(in: .waiting)
        let waiting = driver.state.calls.last?.id ?? 0
        let pressed9 = driver.press(.escape)
        #expect(pressed9 == [.cancel(waiting), .cancelSignIn(Samples.pending.id)])
        #expect(driver.state.context == .asking)
    }

    @Test("A refused sign-in says why and Enter tries again")
    func failure() {
        var driver = Driver()
        driver.select("va-lighthouse")
        driver.press(.enter)
        driver.finish(.began(Samples.pending))
        driver.finish(.failed(Outcome.Failure("The sign-in was refused: access_denied")))
        #expect(driver.text.contains("The sign-in was refused: access_denied"))
        let pressed10 = driver.press(.enter)
        #expect(pressed10.works.count == 1)
        #expect(driver.state.context == .waiting)
    }

    @Test("The review tells in words what was refused")
    func review() {
        let driver = Scenes.driver(in: .granted)
        #expect(driver.text.contains("REFUSED"))
        #expect(driver.text.contains("patient/Observation.c"))
    }

    @Test("Another user at the same endpoint gets a label of their own, checked as it is given")
    func label() {
        var driver = Driver()
        driver.select("epic-sandbox")
        driver.press(.character("n"))
        driver.type("nurse")
        driver.press(.enter)
        #expect(driver.text.contains("exists already"))
        driver.press(.control("u"))
        driver.type("two words")
        driver.press(.enter)
        #expect(driver.text.contains("A label is made of"))
        driver.press(.control("u"))
        driver.type("doctor")
        driver.press(.enter, .enter)
        guard case .beginSignIn(let plan) = driver.effects.works.last else {
            Issue.record("no sign-in began")
            return
        }
        #expect(plan.session == SessionID(endpoint: "epic-sandbox", label: "doctor"))
    }
}

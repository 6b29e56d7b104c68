import Foundation
import Terminal
import Testing

@testable import Interface

@Suite("Countdowns")
struct CountdownTests {
    @Test(
        "Minutes while more than an hour remains, seconds below",
        arguments: [
            (0.0, "0s"), (-5, "0s"), (0.4, "1s"), (1, "1s"), (42, "42s"), (60, "1m 00s"), (2530, "42m 10s"),
            (3600, "1h 00m"), (3601, "1h 01m"), (7260, "2h 01m"), (83_880, "23h 18m"), (86_400, "24h 00m"),
            (86_401, "1d 1h"),
            (530_000, "6d 4h"), (8_640_000, "100d"), (1e12, "37038d"),
        ])
    func texts(seconds: TimeInterval, text: String) {
        #expect(Countdown(from: Samples.now, to: Samples.now + seconds).text == text)
    }

    @Test(
        "The plain wording knows no seconds",
        arguments: [
            (0.0, "now"), (30, "1 min"), (290, "5 min"), (3600, "1 hour"), (4000, "1 h 7 min"), (7200, "2 hours"),
            (83_880, "24 hours"), (530_000, "7 days"),
        ])
    func plainTexts(seconds: TimeInterval, text: String) {
        #expect(Countdown(from: Samples.now, to: Samples.now + seconds, plain: true).text == text)
    }

    @Test("The text holds until the next change and is another one at it", arguments: [false, true])
    func nextChange(plain: Bool) throws {
        for seconds in [0.3, 1, 59.5, 61, 3599, 3600, 3600.5, 3661, 86_399, 86_400.25, 90_000, 200_000, 9_000_000] {
            let deadline = Samples.now + seconds
            let countdown = Countdown(from: Samples.now, to: deadline, plain: plain)
            let change = try #require(countdown.nextChange)
            #expect(change > Samples.now)
            #expect(Countdown(from: change - 0.01, to: deadline, plain: plain).text == countdown.text)
            #expect(Countdown(from: change, to: deadline, plain: plain).text != countdown.text)
        }
    }

    @Test("A screen on which nothing counts down asks for no timer")
    func noTimer() {
        let driver = Driver(sessions: [Samples.athena, Samples.misconfigured])
        #expect(driver.state.render().nextChange == nil)
    }

    @Test("The timer is asked for at the first visible change, and a plain screen never for seconds")
    func firstChange() {
        let second = Driver().state.render().nextChange
        #expect(second == Samples.now + 1)
        let minute = Driver(options: InterfaceOptions(plain: true), sessions: [Samples.epic]).state.render().nextChange
        #expect(minute.map { $0 > Samples.now + 9 } == true)
    }

    @Test("A token that expires on the screen is repainted at that moment, without any event")
    func expiry() {
        var driver = Driver(sessions: [Samples.blueButton])
        #expect(driver.text.contains("51m 40s"))
        driver.now = Samples.now + 3100
        driver.send(.timeChanged)
        #expect(driver.text.contains("expired"))
        #expect(driver.state.render().nextChange == nil)
    }
}

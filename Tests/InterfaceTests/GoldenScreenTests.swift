import Foundation
import SMART
import Sessions
import Terminal
import Testing

@testable import Interface

@Suite("Golden screens")
struct GoldenScreenTests {
    static let sizes = [
        TerminalSize(columns: 80, rows: 24), TerminalSize(columns: 40, rows: 10), TerminalSize(columns: 200, rows: 60),
    ]

    @Test("Every screen looks as it is kept, at every size", arguments: sizes, Array(scenes.keys).sorted())
    func scene(size: TerminalSize, name: String) throws {
        var driver = Driver(columns: size.columns, rows: size.rows)
        Self.scenes[name]?(&driver)
        try Golden.check(driver.state.render(), "\(name)-\(size.columns)x\(size.rows)")
    }

    @Test("The plain look has no borders and no seconds")
    func plain() throws {
        let driver = Driver(options: InterfaceOptions(plain: true))
        try Golden.check(driver.state.render(), "list-plain-80x24")
    }

    @Test("Without UTF-8 every glyph is ASCII")
    func ascii() throws {
        var surroundings = Samples.surroundings
        surroundings.isUTF8 = false
        let driver = Driver(
            surroundings: surroundings, sessions: Samples.sessions.filter { $0.state != .misconfigured })
        try Golden.check(driver.state.render(), "list-ascii-80x24")
        #expect(driver.text.unicodeScalars.allSatisfy { $0.isASCII })
    }

    private static let scenes: [String: @Sendable (inout Driver) -> Void] = [
        "list": { $0.press(.down, .down, .down) },
        "list-marked": { $0.press(.character(" "), .character(" "), .character("s")) },
        "filter": {
            $0.press(.character("/"))
            $0.type("epic")
        },
        "empty": { driver in
            driver.send(.keeper(.removed(Samples.epic.id)))
            driver.press(.character("R"))
            driver.finish(.reloaded([], log: [], problems: []))
        },
        "detail": { driver in
            driver.select("epic-sandbox")
            driver.press(.character("i"))
        },
        "events": { $0.press(.character("e")) },
        "help": { $0.press(.character("?")) },
        "help-filtered": {
            $0.press(.character("?"))
            $0.type("mark")
        },
        "command": {
            $0.press(.character(":"))
            $0.type("re")
        },
        "confirm-sign-out": { driver in
            driver.select("epic-sandbox")
            driver.press(.character("x"))
        },
        "other-patient": { driver in
            var changed = Samples.epic
            changed.unconfirmedPatient = "eq081-VQEgP8drUUqCWzHfw3"
            driver.send(.keeper(.session(changed)))
            driver.select("epic-sandbox")
            driver.press(.character("p"))
        },
        "renewing-notice": { driver in
            driver.select("epic-sandbox")
            driver.press(.character("r"))
        },
        "failure-notice": { driver in
            driver.select("epic-sandbox")
            driver.press(.character("r"))
            driver.finish(
                .failed(
                    Outcome.Failure(
                        "https://fhir.epic.example/oauth2/token answered 503 Service Unavailable; the token is kept and the next try is in 30 s"
                    )))
        },
        "sign-in-asking": { driver in
            driver.select("athena-preview")
            driver.press(.enter, .down, .down, .down)
        },
        "sign-in-editing": { driver in
            driver.select("athena-preview")
            driver.press(.enter, .character("e"))
        },
        "sign-in-preparing": { driver in
            driver.select("va-lighthouse")
            driver.press(.enter)
        },
        "sign-in-waiting": { driver in
            driver.select("va-lighthouse")
            driver.press(.enter)
            driver.finish(.began(Samples.pending))
            driver.press(.enter)
        },
        "sign-in-pasting": { driver in
            driver.select("va-lighthouse")
            driver.press(.enter)
            driver.finish(.began(Samples.pending))
            driver.press(.paste("http://127.0.0.1:41873/callback?code=abc\n&state=wrong"), .enter)
            driver.finish(.failed(Outcome.Failure("This address belongs to another sign-in: its state differs")))
        },
        "sign-in-failed": { driver in
            driver.select("va-lighthouse")
            driver.press(.enter)
            driver.finish(
                .failed(
                    Outcome.Failure(
                        "https://sandbox-api.va.example/services/fhir/v0/r4 could not be reached: connection refused")))
        },
        "qr-code": { driver in
            driver.select("va-lighthouse")
            driver.press(.enter)
            driver.finish(.began(Samples.pending))
            driver.press(.character("Q"))
        },
        "granted": { driver in
            driver.select("epic-sandbox")
            driver.press(.enter, .enter)
            driver.finish(.began(Samples.pending))
            driver.finish(.signedIn(Samples.epic))
        },
        "add-form": { driver in
            driver.press(.character("a"))
            driver.type("https://fhir.meadow.example/r4")
            driver.press(.down, .down)
        },
        "add-found": { driver in
            driver.press(.character("a"))
            driver.type("https://fhir.example.org/r4")
            driver.press(.down, .down)
            driver.type("my-client")
            driver.press(.enter)
            driver.finish(.discovered(Samples.server))
        },
        "unlock": { driver in
            driver.send(.keeper(.session(Samples.session("zulu", "https://zulu.example/fhir", .locked))))
            driver.press(.character("K"))
            driver.type("secret")
        },
    ]
}

extension Driver {
    mutating func select(_ name: String) {
        press(.character("g"))
        for _ in 0..<state.table.count where selected != name { press(.down) }
        #expect(selected == name)
    }
}

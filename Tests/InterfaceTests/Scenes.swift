import Foundation
import Sessions
import Terminal

@testable import Interface

/// A driver in each context, as a person would get there.
enum Scenes {
    static func driver(in context: Context, options: InterfaceOptions = InterfaceOptions()) -> Driver {
        var driver = Driver(options: options)
        enter(context, &driver)
        return driver
    }

    /// Further states of a context, in which actions are available that are not at first.
    static func variants(of context: Context) -> [Driver] {
        var variants = [driver(in: context)]
        guard context == .list || context == .detail else { return variants }
        var otherPatient = Driver()
        var changed = Samples.epic
        changed.unconfirmedPatient = "someone-else"
        otherPatient.send(.keeper(.session(changed)))
        otherPatient.select("epic-sandbox")
        var locked = Driver()
        locked.send(.keeper(.session(Samples.session("zulu", "https://zulu.example/fhir", .locked))))
        var live = Driver()
        live.select("epic-sandbox")
        for var variant in [otherPatient, locked, live] {
            if context == .detail { variant.press(.character("i")) }
            variants.append(variant)
        }
        return variants
    }

    private static func enter(_ context: Context, _ driver: inout Driver) {
        switch context {
        case .list: break
        case .detail: driver.press(.character("i"))
        case .log: driver.press(.character("e"))
        case .help: driver.press(.character("?"))
        case .filter: driver.press(.character("/"))
        case .command: driver.press(.character(":"))
        case .label: driver.press(.character("n"))
        case .unlock:
            driver.send(.keeper(.session(Samples.session("zulu", "https://zulu.example/fhir", .locked))))
            driver.press(.character("K"))
            driver.type("secret")
        case .confirm:
            driver.select("epic-sandbox")
            driver.press(.character("x"))
        case .asking, .editingScopes, .waiting, .pasting, .signInFailed, .serverMoved, .qrCode, .granted:
            signIn(context, &driver)
        case .addForm, .addLooking, .addFound, .addSaved: add(context, &driver)
        }
    }

    private static func signIn(_ context: Context, _ driver: inout Driver) {
        driver.select("athena-preview")
        driver.press(.enter)
        switch context {
        case .asking: return
        case .editingScopes: driver.press(.character("e"))
        default: driver.press(.enter)
        }
        if context == .signInFailed { driver.finish(.failed(Outcome.Failure("refused"))) }
        if context == .serverMoved { driver.finish(.failed(Samples.moved)) }
        guard [.waiting, .pasting, .qrCode, .granted].contains(context) else { return }
        driver.finish(.began(Samples.pending))
        if context == .pasting { driver.press(.paste("https://x.example/?code=1")) }
        if context == .qrCode { driver.press(.character("Q")) }
        if context == .granted { driver.finish(.signedIn(Samples.epic)) }
    }

    private static func add(_ context: Context, _ driver: inout Driver) {
        driver.press(.character("a"))
        driver.type("https://fhir.example.org/r4")
        driver.press(.down, .down)
        driver.type("my-client")
        guard context != .addForm else { return }
        driver.press(.enter)
        guard context != .addLooking else { return }
        driver.finish(.discovered(Samples.server))
        guard context != .addFound else { return }
        driver.press(.enter)
        driver.finish(.done)
        driver.finish(.loaded(Samples.sessions, log: []))
    }
}

import Terminal
import Testing

@testable import Interface

@Suite("The table of actions")
struct ActionsTests {
    @Test("Every scene is in the context it is named for", arguments: Context.allCases)
    func scenes(context: Context) {
        #expect(Scenes.driver(in: context).state.context == context)
    }

    @Test("Each action's key and its command do the same", arguments: Context.allCases.filter { $0 != .command })
    func keyAndCommandAgree(context: Context) {
        for driver in Scenes.variants(of: context) {
            for action in Actions.available(in: driver.state) where action.id != .command {
                var byKey = driver
                var byName = driver
                let key = action.key(in: context)
                let effects = byKey.press(key)
                let named = byName.command(action.id.rawValue)
                #expect(effects == named, "\(action.id) by \(key)")
                #expect(byKey.text == byName.text, "\(action.id) by \(key)")
            }
        }
    }

    @Test("Each action can be had in each context it names")
    func everyActionIsReachable() {
        for context in Context.allCases {
            let available = Scenes.variants(of: context).flatMap { Actions.available(in: $0.state) }
            for action in Actions.all where action.works(in: context) {
                #expect(available.contains { $0.id == action.id }, "\(action.id) in \(context)")
            }
        }
    }

    @Test("Within a context no key stands for two actions that are available together", arguments: Context.allCases)
    func keysAreUnambiguous(context: Context) {
        for driver in Scenes.variants(of: context) {
            let keys = Actions.available(in: driver.state).flatMap(\.keys)
            #expect(Set(keys).count == keys.count)
        }
    }

    @Test("Every action of the enumeration is in the table")
    func complete() {
        #expect(Set(Actions.all.map(\.id)) == Set(Action.ID.allCases))
    }

    @Test("Read-only, nothing that changes anything is available, and its key says why", arguments: Context.allCases)
    func readOnly(context: Context) {
        var driver = Driver(options: InterfaceOptions(readOnly: true))
        #expect(Actions.available(in: driver.state).allSatisfy { !$0.isChange })
        for action in Actions.all where action.isChange && action.works(in: .list) && action.id != .lock {
            let effects = driver.press(action.key(in: .list))
            #expect(effects == [])
            #expect(driver.state.context == .list)
            #expect(driver.state.notice != nil)
        }
    }

    @Test("An unknown key says so and does nothing else", arguments: Context.allCases)
    func unknownKey(context: Context) {
        var driver = Scenes.driver(in: context)
        let effects = driver.press(.function(9))
        #expect(effects == [])
        #expect(driver.state.context == context)
        #expect(driver.state.notice != nil)
    }

    @Test("Neither Esc nor ^C ever quits", arguments: Context.allCases, [KeyPress.escape, .control("c")])
    func escapeNeverQuits(context: Context, key: KeyPress) {
        var driver = Scenes.driver(in: context)
        for _ in 0..<10 {
            let effects = driver.press(key)
            #expect(!effects.contains(.quit))
        }
        #expect(driver.state.context == .list)
    }

    @Test("A pasted line break submits nothing anywhere", arguments: Context.allCases)
    func pasteNeverSubmits(context: Context) {
        var driver = Scenes.driver(in: context)
        let effects = driver.press(.paste("one\ntwo\r\nthree\n"))
        #expect(effects == [])
        #expect(driver.state.context == (context == .waiting ? .pasting : context))
    }

    @Test("The hint line offers help everywhere, whatever the width", arguments: Context.allCases, [40, 80, 200])
    func hints(context: Context, columns: Int) throws {
        var driver = Scenes.driver(in: context)
        driver.send(.resized(TerminalSize(columns: columns, rows: 24)))
        guard context != .filter, context != .command else { return }
        let hints = try #require(driver.screen.last)
        #expect(hints.contains("help"))
    }
}

@Suite("Help and commands")
struct HelpTests {
    @Test("Help lists exactly what is available beneath it", arguments: Context.allCases.filter { $0 != .help })
    func lists(context: Context) throws {
        var driver = Scenes.driver(in: context)
        let available = Actions.available(in: driver.state).map(\.id)
        driver.press(.function(1))
        let help = try #require(driver.state.screens.last as? HelpScreen)
        #expect(help.shown.map(\.id) == available)
    }

    @Test("Typing filters, Enter does what the row says")
    func filters() {
        var driver = Driver()
        driver.press(.character("?"))
        driver.type("event log")
        driver.press(.enter)
        #expect(driver.state.context == .log)
    }

    @Test("Esc empties the words first, then closes")
    func escape() {
        var driver = Driver()
        driver.press(.character("?"))
        driver.type("zzz")
        driver.press(.escape)
        #expect(driver.state.context == .help)
        driver.press(.escape)
        #expect(driver.state.context == .list)
    }

    @Test("Tab completes as far as all candidates agree, then to the first")
    func completion() {
        var driver = Driver()
        driver.press(.character(":"))
        driver.type("rel")
        driver.press(.tab)
        #expect(driver.screen.last == " :reload")
        driver.press(.control("u"))
        driver.type("re")
        driver.press(.tab)
        #expect(driver.screen.last == " :redraw")
    }

    @Test("An unambiguous beginning runs; an ambiguous one asks which")
    func beginnings() {
        var driver = Driver()
        driver.command("rev")
        #expect(driver.state.table.isReversed)
        driver.command("re")
        #expect(driver.state.notice?.text.contains("reload") == true)
        driver.press(.escape)
        driver.command("nonsense")
        #expect(driver.state.notice?.text.contains("no command “nonsense”") == true)
    }

    @Test("A command that something stands in the way of says what")
    func refusal() {
        var driver = Driver()
        driver.select("athena-preview")
        driver.command("renew")
        #expect(driver.state.notice?.text == "athena-preview is signed out; sign in first")
    }
}

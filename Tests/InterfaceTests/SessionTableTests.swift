import Foundation
import Records
import SMART
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Interface

@Suite("The table of sessions", .replayable)
struct SessionTableTests {
    @Test("Through any changes the rows are those of a table that is loaded anew", arguments: 1...3)
    func agreesWithLoading(_ number: Int) {
        var random = SeededRandom(for: "table \(number)")
        var table = SessionTable()
        var model: [SessionID: SessionSnapshot] = [:]
        for step in 0..<3000 {
            let number = Int.random(in: 0..<700, using: &random)
            var session = Samples.session("server-\(number)", "https://\(number).example/fhir", .live)
            session.state = SessionState.allCases.randomElement(using: &random) ?? .live
            session.accessExpiresAt = Samples.now + Double(Int.random(in: 0..<50, using: &random))
            session.unconfirmedPatient = Bool.random(using: &random) ? nil : "other"
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<15:
                table.remove(session.id)
                model[session.id] = nil
            case 15: table.sort(by: table.sort.next)
            case 16: table.sort(by: table.sort, reversed: !table.isReversed)
            case 17: table.filter(by: ["", "server-1", "live", "stale 3"].randomElement(using: &random) ?? "")
            case 18: table.toggleAllMarks()
            case 19..<25:
                table.move(to: Int.random(in: 0..<700, using: &random))
                table.toggleMark()
            default:
                table.update(session)
                model[session.id] = session
            }
            guard step % 100 == 99 else { continue }
            check(table, model, "step \(step)")
        }
    }

    private func check(_ table: SessionTable, _ model: [SessionID: SessionSnapshot], _ comment: Comment) {
        var fresh = SessionTable()
        fresh.load(model.values.sorted { $0.id < $1.id })
        fresh.sort(by: table.sort, reversed: table.isReversed)
        fresh.filter(by: table.filter.text)
        #expect(Array(table.rows) == Array(fresh.rows), comment)
        #expect(table.count == model.count, comment)
        #expect(table.counts.filter { $0.value != 0 } == fresh.counts.filter { $0.value != 0 }, comment)
        let marked = Array(table.marked)
        #expect(marked.count == table.marks.count, comment)
        for ability in SessionAbilities.each where !marked.isEmpty {
            let able = marked.compactMap { model[$0] }.filter { SessionAbilities(of: $0).contains(ability) }
            #expect(table.targetsInclude(ability) == !able.isEmpty, comment)
            #expect(Set(table.targets(with: ability).map(\.id)) == Set(able.map(\.id)), comment)
        }
    }

    @Test("Of two sessions by one name the later one counts")
    func twice() {
        var table = SessionTable()
        var again = Samples.epic
        again.state = .stale
        table.load([Samples.epic, again, Samples.nurse])
        #expect(table.count == 2)
        #expect(table[Samples.epic.id]?.state == .stale)
        table.update(Samples.session("new", "https://new.example/fhir", .live))
        #expect(table.rows.map { "\($0.id)" } == ["epic-sandbox", "epic-sandbox:nurse", "new"])
    }

    @Test(
        "Letter by letter a filter leaves what it leaves at once",
        arguments: ["epic live", "a b", "live live x", "  e  p "])
    func letterByLetter(text: String) {
        var typed = SessionTable()
        typed.load(Samples.sessions)
        for length in 1...text.count { typed.filter(by: String(text.prefix(length))) }
        var pasted = SessionTable()
        pasted.load(Samples.sessions)
        pasted.filter(by: text)
        #expect(Array(typed.rows) == Array(pasted.rows))
    }

    @Test("Marks stay on their sessions when all are loaded anew")
    func marksStay() {
        var table = SessionTable()
        table.load(Samples.sessions)
        table.toggleAllMarks()
        table.load([Samples.nurse, Samples.session("new", "https://new.example/fhir", .live)])
        #expect(Array(table.marked) == [Samples.nurse.id])
        #expect(table.targetsInclude(.renewal) && !table.targetsInclude(.confirmation))
    }

    @Test("Slots are put in and taken out at their rows, as in an array")
    func slots() {
        var random = SeededRandom()
        var list = SlotList()
        var array: [Slot] = []
        for number in 0..<5000 {
            if !array.isEmpty, Int.random(in: 0..<3, using: &random) == 0 {
                let row = array.indices.randomElement(using: &random) ?? 0
                list.remove(at: row)
                array.remove(at: row)
            } else {
                let row = Int.random(in: 0...array.count, using: &random)
                list.insert(Slot(number), at: row)
                array.insert(Slot(number), at: row)
            }
        }
        #expect(Array(list) == array)
        #expect(Array(list.backwards) == array.reversed())
        #expect(Array(list.filtered { $0 % 2 == 0 }) == array.filter { $0 % 2 == 0 })
        #expect(Array(SlotList(array)) == array)
    }

    @Test("Text is found in lower case whatever its letters, also after it was replaced many times")
    func searchTexts() {
        var texts = SearchTexts()
        for round in 0..<200 {
            var session = Samples.misconfigured
            session.context.patient = "ÄRZTIN-\(round)"
            texts.set(session, at: 0)
            texts.set(Samples.epic, at: 1)
            #expect(texts.match(SessionFilter("Ärztin-\(round) 東京"), at: 0))
            #expect(texts.match(SessionFilter("camila LIVE"), at: 1))
            #expect(!texts.match(SessionFilter("camila"), at: 0))
        }
    }
}

@Suite("Many changes at once")
struct BatchTests {
    @Test("A burst of changes leaves what the changes one by one leave")
    func sameAsOneByOne() {
        let events: [Event] = (0..<500).flatMap { number -> [Event] in
            var session = Samples.sessions[number % Samples.sessions.count]
            session.refreshCount = number
            session.state = number % 3 == 0 ? .stale : .live
            let entry = LogEntry(time: Samples.now, kind: .renewed, session: session.id, message: "renewed \(number)")
            return [.keeper(.session(session)), .keeper(.logged(entry))]
        }
        var atOnce = Driver(columns: 200, rows: 60)
        var oneByOne = atOnce
        atOnce.send(events)
        for event in events { oneByOne.send(event) }
        #expect(atOnce.text == oneByOne.text)
    }

    @Test("The log keeps its newest thousand, and finds those of one session")
    func log() {
        var log = EventLog()
        for number in 0..<2500 {
            let session = Samples.sessions[number % 3].id
            log.append(LogEntry(time: Samples.now, kind: .renewed, session: session, message: "\(number)"))
        }
        #expect(log.count == EventLog.limit)
        #expect(log.first?.message == "1500" && log.last?.message == "2499")
        #expect(log.newest(3, of: Samples.sessions[0].id).map(\.message) == ["2499", "2496", "2493"])
        #expect(log.newest(10_000, of: Samples.sessions[1].id).count == 333)
        #expect(log.newest(3, of: Samples.athena.id).isEmpty)
    }

    @Test("What is read in the log stays where it is while entries come and old ones go")
    func logStays() {
        var driver = Driver()
        let entries = (0..<EventLog.limit).map { number in
            LogEntry(time: Samples.now, kind: .renewed, session: nil, message: "entry \(number)")
        }
        driver.press(.character("R"))
        driver.finish(.reloaded(Samples.sessions, log: entries, problems: []))
        driver.press(.character("e"))
        for _ in 0..<5 { driver.press(.down) }
        #expect(driver.screen.contains { $0.contains("▸") && $0.contains("entry 994") })
        for number in 0..<20 {
            let entry = LogEntry(time: Samples.now, kind: .renewed, session: nil, message: "later \(number)")
            driver.send(.keeper(.logged(entry)))
        }
        #expect(driver.screen.contains { $0.contains("▸") && $0.contains("entry 994") })
    }
}

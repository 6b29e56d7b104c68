import Records
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Interface

@Suite("Changes that come closely together")
struct ChangeGatheringTests {
    private let mailbox: Mailbox<Event>
    private let gathering: ChangeGathering

    init() throws {
        mailbox = try Mailbox()
        gathering = ChangeGathering(to: mailbox)
    }

    /// The labels of the sessions whose change was posted since the last time, in order.
    private func posted() -> [String] {
        mailbox.drain().compactMap { if case .keeper(.removed(let id)) = $0 { id.label } else { nil } }
    }

    private func change(_ label: String) -> KeeperChange {
        .removed(SessionID(endpoint: "lab", label: label))
    }

    @Test("The first after a quiet moment is posted at once, and what follows in one batch, in order")
    func rush() async throws {
        gathering.take(change("first"))
        #expect(posted() == ["first"])
        let rest = (1...100).map { "\($0)" }
        for label in rest { gathering.take(change(label)) }
        var batches: [[String]] = []
        try await until("the rest has come") {
            let batch = posted()
            if !batch.isEmpty { batches.append(batch) }
            return batches.joined().count == rest.count
        }
        #expect(Array(batches.joined()) == rest)
        #expect(batches.count <= 2, "two where a pause happened to end within the rush")
    }

    @Test("After a pause in which nothing came, the next is posted at once again")
    func quiet() async throws {
        gathering.take(change("first"))
        try await Task.sleep(for: ChangeGathering.pause * 4)
        _ = posted()
        try await until("a change is posted as it comes") {
            gathering.take(change("next"))
            return posted().last == "next"
        }
    }

    @Test("At the end what waits is posted before anything else")
    func end() {
        gathering.take(change("first"))
        gathering.take(change("second"))
        gathering.flush()
        #expect(posted() == ["first", "second"])
    }
}

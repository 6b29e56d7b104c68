import Foundation
import Records
import SMART
import TestSupport
import Testing
import Vault

@Suite("Answers that nobody could read, in the vault")
struct UnreadAnswerTests {
    private let id = SessionID(endpoint: "lab")

    private func answer(_ number: Int) -> UnreadAnswer {
        UnreadAnswer(
            receivedAt: Sample.start.addingTimeInterval(Double(number)), server: "auth.example.org", problem: "is odd",
            bytes: RedactedBytes(Data("canary-\(number) \u{1B}".utf8)))
    }

    @Test("are kept sealed, the first of them, also without their session")
    func kept() throws {
        let fixture = try VaultFixture()
        let vault = fixture.store
        for number in 1...6 { try vault.commit([.keepUnread(id, answer(number))]) }
        #expect(try vault.unreadAnswers(of: id) == (1...UnreadAnswer.mostKept).map(answer))
        #expect(try vault.unreadAnswers(of: SessionID(endpoint: "lab", label: "ana")).isEmpty)
        for suffix in ["", "-wal"] {
            let bytes = try Data(contentsOf: URL(filePath: fixture.file.url.path + suffix))
            #expect(bytes.range(of: Data("canary".utf8)) == nil, "\(suffix)")
        }
    }

    @Test("are forgotten with the session, and when it goes on, but not when it ends")
    func forgotten() throws {
        let fixture = try VaultFixture()
        let vault = fixture.store
        var record = try SessionRecord.sample()
        record.details.ending = nil
        try vault.commit([.save(record), .keepUnread(id, answer(1))])
        record.details.ending = SessionRecord.Ending(kind: .interrupted, reason: "cut off", at: Sample.start)
        try vault.commit([.save(record)])
        #expect(try vault.unreadAnswers(of: id).count == 1)
        record.details.ending = nil
        try vault.commit([.save(record)])
        #expect(try vault.unreadAnswers(of: id).isEmpty)
        try vault.commit([.keepUnread(id, answer(2)), .remove(id)])
        #expect(try vault.unreadAnswers(of: id).isEmpty)
    }

    @Test("are cut to what is kept of one")
    func large() {
        let large = UnreadAnswer(
            receivedAt: Sample.start, server: "s", problem: "p", bytes: RedactedBytes(Data(count: 9 << 20)))
        #expect(large.bytes.count == UnreadAnswer.mostBytes)
    }
}

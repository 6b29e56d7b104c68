import Foundation
import Records
import SMART
import TestSupport
import Testing

@testable import Vault

@Suite("An answer that the vault does not take")
struct KeptAnswersTests {
    private let time = Date(timeIntervalSinceReferenceDate: 800_000_000.5)
    private let id = SessionID(endpoint: "lab")

    /// A vault whose session was marked, and whose new pair then went beside it.
    private func kept() throws -> VaultFixture {
        let vault = try VaultFixture()
        try vault.store.save(.sample())
        try vault.store.markRotation(of: id, at: time)
        try vault.block { try vault.store.keepAside(.sample(count: 1)) }
        return vault
    }

    @Test("has room from the moment that its rotation is marked, as much as the session may want")
    func room() throws {
        let vault = try VaultFixture()
        var large = try SessionRecord.sample()
        large.details.additional = ["vendor": .string(String(repeating: "x", count: 100_000))]
        try vault.store.save(large)
        try vault.store.markRotation(of: id, at: time)
        let attributes = try FileManager.default.attributesOfItem(atPath: vault.answers.path)
        #expect((attributes[.size] as? Int ?? 0) >= 200_000)
        #expect(try mode(of: vault.answers) == 0o600)
    }

    @Test("cannot be lost for want of room: where there is none, nothing is marked")
    func noRoom() throws {
        let vault = try VaultFixture()
        try vault.store.save(.sample())
        try FileManager.default.createSymbolicLink(
            at: vault.answers, withDestinationURL: vault.folder.file("elsewhere"))
        #expect(throws: StoreError.self) { try vault.store.markRotation(of: id, at: time) }
        #expect(try vault.store.rotationMarks().isEmpty)
        #expect(throws: StoreError.self) { try vault.store.reserveRoom(for: id) }
    }

    @Test("is what everybody sees, at once and after a kill, and no longer counts as unanswered")
    func seen() throws {
        let vault = try kept()
        let renewed = [StoredSession(try .sample(count: 1))]
        #expect(try vault.store.sessions() == renewed)
        #expect(try vault.file.openReadOnly(passphrase: VaultFixture.passphrase).sessions() == renewed)
        let next = try vault.open()
        #expect(try next.sessions() == renewed)
        #expect(try next.session(id) == renewed[0])
    }

    @Test("is moved into the vault by the next keeper, and kept no longer")
    func takenUp() throws {
        let vault = try kept()
        vault.store.close()
        #expect(try vault.open().records() == [.sample(count: 1)])
        #expect(try Data(contentsOf: vault.answers).prefix(8) == Data(count: 8))
    }

    @Test("is left to the keeper by a guest beside it, which writes other things")
    func guest() throws {
        let vault = try kept()
        let before = try Data(contentsOf: vault.answers)
        let guest = try vault.file.open(as: .guest, checking: .form) { VaultFixture.passphrase }
        try guest.note(LogEntry(time: time, kind: .handedOff, session: id, message: "handed"))
        #expect(try guest.records() == [.sample(count: 1)])
        guest.close()
        #expect(try Data(contentsOf: vault.answers) == before)
    }

    @Test("that is older than what the vault holds by now is passed over")
    func stale() throws {
        let vault = try kept()
        let copy = try Data(contentsOf: vault.answers)
        try vault.store.save(.sample(count: 2))
        vault.store.close()
        try copy.write(to: vault.answers)
        try setMode(0o600, of: vault.answers)
        #expect(try vault.open().records() == [.sample(count: 2)])
    }

    @Test("of a session that was signed out of meanwhile does not bring it back")
    func signedOut() throws {
        let vault = try kept()
        let copy = try Data(contentsOf: vault.answers)
        try vault.store.remove(id)
        vault.store.close()
        try copy.write(to: vault.answers)
        try setMode(0o600, of: vault.answers)
        #expect(try vault.open().records().isEmpty)
    }

    @Test("to a sign-in is kept too, without a row to stand beside")
    func signIn() throws {
        let vault = try VaultFixture()
        try vault.store.reserveRoom(for: id)
        try vault.block { try vault.store.keepAside(.sample()) }
        #expect(try vault.file.openReadOnly(passphrase: VaultFixture.passphrase).records() == [.sample()])
        vault.store.close()
        #expect(try vault.open().records() == [.sample()])
    }

    @Test("is sealed, and an online refresh token is not in it")
    func sealed() throws {
        let vault = try VaultFixture()
        try vault.block { try vault.store.keepAside(.sample(granted: .online)) }
        #expect(try vault.folder.filesHolding("canary").isEmpty)
        #expect(try vault.file.openReadOnly(passphrase: VaultFixture.passphrase).records().first?.refreshToken == nil)
    }

    @Test("is whole or not there, wherever it was cut", arguments: [1, 7, 9, 200, 800])
    func cut(at length: Int) throws {
        let vault = try kept()
        let whole = try Data(contentsOf: vault.answers)
        try (whole.prefix(length) + Data(count: whole.count - length)).write(to: vault.answers)
        try setMode(0o600, of: vault.answers)
        let looker = try vault.file.openReadOnly(passphrase: VaultFixture.passphrase)
        #expect(try looker.records() == [.sample()])
        #expect(try looker.rotationMarks() == [id: time])
    }

    @Test("and others beside it are kept apart, each with its last")
    func several() throws {
        let vault = try VaultFixture()
        let names = ["a", "b", "c"]
        for name in names { try vault.store.save(.sample(name)) }
        try vault.store.commit(names.map { .mark(SessionID(endpoint: $0), at: time) })
        try vault.block {
            for count in 1...3 { for name in names { try vault.store.keepAside(.sample(name, count: count)) } }
        }
        let looker = try vault.file.openReadOnly(passphrase: VaultFixture.passphrase)
        #expect(try looker.records().map(\.details.refreshCount) == [3, 3, 3])
        try vault.store.save(.sample("b", count: 4))
        #expect(try vault.open().records().map(\.details.refreshCount) == [3, 4, 3])
    }

    @Test("too deep for the form that is stored loses what nobody needs, and not its tokens")
    func unencodable() throws {
        let vault = try VaultFixture()
        var deep = try SessionRecord.sample(count: 1)
        deep.details.additional["deep"] = (0..<600).reduce(JSONValue.null) { value, _ in .array([value]) }
        try vault.store.save(deep)
        #expect(try vault.store.records().first?.refreshToken == deep.refreshToken)
        var deeper = deep
        deeper.refreshToken = Redacted("another")
        try vault.store.markRotation(of: id, at: time)
        try vault.store.keepAside(deeper)
        #expect(try vault.open().records().first?.refreshToken == Redacted("another"))
    }
}

import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing

@testable import Vault

@Suite("One damaged row")
struct DamagedRowTests {
    @Test(
        "is told as one damaged session, and hides no other",
        arguments: ["access_token", "refresh_token", "id_token", "details", "rotation_mark"])
    func session(column: String) throws {
        let vault = try VaultFixture()
        for name in ["a", "b", "c"] { try vault.store.save(.sample(name)) }
        try vault.store.markRotation(of: SessionID(endpoint: "b"), at: Date())
        try vault.tamper { try $0.execute(sql: "UPDATE session SET \(column) = x'00' WHERE name = 'b'") }
        let contents = try vault.store.contents()
        #expect(contents.whole.map(\.record) == [try .sample("a"), try .sample("c")])
        #expect(contents.damaged.map(\.id) == [SessionID(endpoint: "b")])
        let damage = try #require(contents.damaged.first?.damage)
        #expect(damage.contains("stoke login b") && damage.contains("stoke logout b") && !damage.contains("backup"))
        #expect(try vault.store.session(SessionID(endpoint: "a"))?.record == .sample("a"))
        _ = try storeError(.damagedRow) { try vault.store.session(SessionID(endpoint: "b")) }
        let finding = try #require(try vault.store.check().first)
        #expect(finding.isProblem && finding.what.contains("“b”"))
    }

    @Test("can be signed in again, and removed")
    func mended() throws {
        let vault = try VaultFixture()
        try vault.store.save(.sample())
        try vault.tamper { try $0.execute(sql: "UPDATE session SET details = x'00'") }
        try vault.store.save(.sample(count: 1))
        #expect(try vault.store.records() == [.sample(count: 1)])
        try vault.tamper { try $0.execute(sql: "UPDATE session SET details = x'00'") }
        try vault.store.remove(SessionID(endpoint: "lab"))
        #expect(try vault.store.contents().damaged.isEmpty)
    }

    @Test("of the log is left out, and a secret that does not open says what stores it again")
    func logAndSecret() throws {
        let vault = try VaultFixture()
        for number in 1...3 {
            try vault.store.append(LogEntry(time: Date(), kind: .renewed, session: nil, message: "\(number)"))
        }
        try vault.store.setClientSecret(Redacted("s"), ofEndpoint: "lab")
        try vault.tamper { db in
            try db.execute(sql: "UPDATE log SET entry = x'00' WHERE id = 2")
            try db.execute(sql: "UPDATE client SET secret = x'00'")
        }
        #expect(try vault.store.log(last: 10).map(\.message) == ["1", "3"])
        let error = try storeError(.damagedRow) { try vault.store.clientSecret(ofEndpoint: "lab") }
        #expect(error.message.contains("stoke endpoint secret lab"))
        #expect(try vault.store.check().filter(\.isProblem).count == 2)
    }

    @Test("is not there in a vault that is whole: its check finds nothing wrong")
    func whole() throws {
        let vault = try VaultFixture()
        try vault.store.save(.sample())
        #expect(try vault.store.check().isEmpty)
        try vault.store.markRotation(of: SessionID(endpoint: "lab"), at: Date())
        #expect(try vault.store.check().map(\.isProblem) == [false])
        try setMode(0o644, of: vault.file.url)
        #expect(try vault.store.check().first?.what.contains("chmod 600") == true)
    }
}

import Foundation
import GRDB
import Records
import SMART
import TestSupport
import Testing
import Vault

/// A vault in a folder of its own, with a passphrase that is cheap to try.
struct VaultFixture {
    static let passphrase = Redacted("correct horse battery staple")
    static let cheap = ScryptCost(rounds: 16, blockSize: 8, parallelism: 1)

    let folder: TemporaryFolder
    let file: VaultFile
    let store: SQLiteSessionStore

    init() throws {
        folder = try TemporaryFolder()
        file = VaultFile(at: folder.file("vault.sqlite"))
        store = try file.create(key: .passphrase(Self.passphrase), cost: Self.cheap)
    }

    func open() throws -> SQLiteSessionStore {
        try file.open(passphrase: Self.passphrase)
    }

    /// Does something to the file that Stoke would not do.
    func tamper<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try DatabaseQueue(path: file.url.path).write(work)
    }
}

extension SessionRecord {
    /// A record with everything in it, whose every secret and identifier begins with `canary`.
    static func sample(
        _ name: String = "lab", granted: AccessMode = .offline, canary: String = "canary", count: Int = 0
    ) throws -> SessionRecord {
        let received = Date(timeIntervalSinceReferenceDate: 800_000_000.125)
        var details = Details(
            baseURL: try FHIRBaseURL("https://fhir.example.org/r4"), clientID: canary + "-client",
            tokenEndpoint: "https://auth.example.org/token", requestedScopes: "openid patient/*.rs offline_access",
            grantedScopes: "openid patient/Observation.rs offline_access", requestedAccess: .offline,
            granted: GrantedAccess(mode: granted, inferred: false), signedInAt: received,
            accessExpiresAt: received.addingTimeInterval(300), accessReceivedAt: received)
        details.context.patient = canary + "-patient"
        details.context.fhirContext = [LaunchContext.Reference(reference: "Encounter/1")]
        details.identity = Identity(subject: "s", name: "Ana", fhirUser: "Practitioner/7")
        details.additional = ["vendor": .array([.number(1.5), .bool(true), .null, .string("x")])]
        details.refreshCount = count
        details.ending = Ending(kind: .interrupted, reason: "the answer was lost", at: received)
        details.warnedBeforeLapse = [3600, 600]
        return SessionRecord(
            id: try #require(SessionID(name)), accessToken: Redacted("\(canary)-access-\(count)"),
            refreshToken: Redacted("\(canary)-refresh-\(count)"), idToken: Redacted("\(canary)-id-\(count)"),
            details: details)
    }
}

/// Runs `work` and returns the ``StoreError`` that it must throw.
func storeError<Value>(
    _ code: StoreError.Code, sourceLocation: SourceLocation = #_sourceLocation, from work: () throws -> Value
) throws -> StoreError {
    let error = try #require(throws: StoreError.self, sourceLocation: sourceLocation) { _ = try work() }
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    return error
}

/// Runs `work` and returns the ``VaultError`` that it must throw.
func vaultError<Value>(
    _ code: VaultError.Code, sourceLocation: SourceLocation = #_sourceLocation, from work: () throws -> Value
) throws -> VaultError {
    let error = try #require(throws: VaultError.self, sourceLocation: sourceLocation) { _ = try work() }
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    return error
}

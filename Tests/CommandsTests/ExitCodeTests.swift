import ArgumentParser
import AuthCore
import Home
import Records
import SMART
import Sessions
import Testing
import Vault

@testable import Commands

@Suite("Exit codes")
struct ExitCodeTests {
    @Test(
        "What the keeper refuses",
        arguments: [
            (KeeperError.Code.failed, Int32(1)), (.signInNeeded, 3), (.vaultLocked, 4), (.wrongPassphrase, 4),
            (.unavailable, 5), (.notFound, 6), (.refused, 7), (.unsafe, 8),
        ])
    func keeper(code: KeeperError.Code, status: Int32) {
        #expect(CommandFailure.code(of: KeeperError(code, "…")) == status)
    }

    @Test(
        "What a server answers",
        arguments: [
            (AuthFailure.Verdict.passing(retryAfter: nil), Int32(5)), (.passing(retryAfter: 3), 5), (.unexplained, 7),
            (.grantRefused(OAuthError(code: "invalid_grant")), 7),
            (.clientRefused(OAuthError(code: "invalid_client")), 7),
            (.refused(OAuthError(code: "invalid_scope")), 7), (.nonsense, 7),
        ])
    func server(verdict: AuthFailure.Verdict, status: Int32) {
        #expect(CommandFailure.code(of: AuthFailure(verdict, server: "auth.example.org", message: "…")) == status)
    }

    @Test(
        "What is wrong with the home or its vault",
        arguments: [
            (VaultError.Code.wrongPassphrase, Int32(4)), (.locked, 4), (.missing, 4), (.keyCommandFailed, 4),
            (.file(.heldByAnother), 8), (.file(.unsafePermissions), 8), (.store(.readOnly), 8), (.unusableKey, 1),
            (.alreadyExists, 1), (.fromTheFuture, 1), (.store(.damaged), 1), (.store(.full), 1), (.noMemory, 1),
        ])
    func vault(code: VaultError.Code, status: Int32) {
        #expect(CommandFailure.code(of: VaultError(code, "…")) == status)
    }

    @Test(
        "What is wrong with the home",
        arguments: [
            (HomeError.Code.heldByAnother, Int32(8)), (.unsafePermissions, 8), (.missing, 1), (.alreadyExists, 1),
            (.noHome, 1), (.full, 1), (.refused, 1),
        ])
    func home(code: HomeError.Code, status: Int32) {
        #expect(CommandFailure.code(of: HomeError(code, "…")) == status)
    }

    @Test(
        "What a store refuses",
        arguments: [
            (StoreError.Code.locked, Int32(4)), (.leftToKeeper, 5), (.busy, 8), (.readOnly, 8), (.damaged, 1),
            (.noSuchSession, 1), (.full, 1), (.refused, 1),
        ])
    func store(code: StoreError.Code, status: Int32) {
        #expect(CommandFailure.code(of: StoreError(code, "…")) == status)
    }

    @Test(
        "A base URL that tokens may not go to is refused for safety; one that is none is wrong usage",
        arguments: [
            ("http://fhir.example.org", Int32(8)), ("https://user:password@fhir.example.org", 8), ("nonsense", 64),
            ("ftp://fhir.example.org", 64), ("https://fhir.example.org?x=1", 64),
        ])
    func address(text: String, status: Int32) throws {
        let error = #expect(throws: FHIRBaseURLError.self) { _ = try FHIRBaseURL(text) }
        #expect(CommandFailure.code(of: try #require(error)) == status)
    }

    @Test("What is cancelled has failed, and what the argument parser throws is left to it")
    func others() {
        #expect((CommandFailure.exit(for: CancellationError()) as? ExitCode)?.rawValue == 1)
        #expect((CommandFailure.exit(for: ExitCode(3)) as? ExitCode)?.rawValue == 3)
        #expect(CommandFailure.exit(for: ValidationError("…")) is ValidationError)
    }
}

import Foundation
import Home
import SMART
import TestSupport
import Testing

@testable import Vault

@Suite("A key command")
struct KeyCommandTests {
    @Test(
        "gives its first line without the line break",
        arguments: [
            ("printf 'key'", "key"), ("echo key", "key"), ("printf 'key\\r\\nmore\\n'", "key"),
            ("printf ' k e y \\n'", " k e y "),
            ("echo key; echo said >&2", "key"), ("printf %s \"$HOME\" | wc -c >/dev/null; echo key", "key"),
        ])
    func firstLine(command: String, expected: String) throws {
        #expect(try KeyCommand(command).run() == Data(expected.utf8))
    }

    @Test(
        "that fails is told by name, with what it complained of and nothing of what it printed",
        arguments: [
            ("echo CANARY; exit 3", "failed with status 3"),
            ("echo CANARY; echo no such key >&2; exit 1", "no such key"),
            ("no-such-program-here", "failed with status 127"), ("echo CANARY; kill -9 $$", "signal 9"),
            ("true", "empty"), ("printf '\\nCANARY'", "empty"),
        ])
    func failures(command: String, expected: String) throws {
        let error = try vaultError(.keyCommandFailed) { try KeyCommand(command).run() }
        #expect(error.message.contains(expected), "\(error)")
        #expect(error.message.replacing(command, with: "").contains("CANARY") == false)
    }

    @Test("that never ends is ended")
    func timeLimit() throws {
        let error = try vaultError(.keyCommandFailed) { try KeyCommand("exec sleep 1000", limit: .zero).run() }
        #expect(error.message.contains("did not end within 0 s"))
    }

    @Test("that never ends is ended with everything that it started", .timeLimit(.minutes(1)))
    func processGroup() async throws {
        let folder = try TemporaryFolder()
        let (child, heir) = (folder.file("child"), folder.file("heir"))
        let command = "sleep 1000 & echo $! > '\(child.path)'; (sleep 1000; true) & echo $! > '\(heir.path)'; wait"
        _ = try vaultError(.keyCommandFailed) { try KeyCommand(command, limit: .milliseconds(500)).run() }
        for file in [child, heir] {
            let text = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            let process = try #require(pid_t(text))
            try await until("process \(process) has gone") { kill(process, 0) != 0 && errno == ESRCH }
        }
    }

    @Test("may print a great deal and may leave a daemon behind that holds its output open")
    func awkwardOutput() throws {
        #expect(try KeyCommand("echo key; head -c 1000000 /dev/zero").run() == Data("key".utf8))
        let folder = try TemporaryFolder()
        let fifo = folder.file("fifo")
        unsafe #expect(mkfifo(fifo.path, 0o600) == 0)
        // The daemon lives until the fifo is opened for writing, which happens after the command was answered.
        #expect(try KeyCommand("echo key; cat '\(fifo.path)' &").run() == Data("key".utf8))
        try Data().write(to: fifo)
    }

    @Test("does not get Stoke's standard input")
    func standardInput() throws {
        #expect(try KeyCommand("cat; echo key").run() == Data("key".utf8))
    }

    @Test("opens the vault that was made with it, until it prints another key")
    func opensVault() throws {
        let folder = try TemporaryFolder()
        let (vault, key) = (VaultFile(at: folder.file("vault.sqlite")), folder.file("key"))
        try DurableFile.write("first\n", to: key)
        let command = "cat '\(key.path)'"
        try vault.create(key: .command(command), cost: VaultFixture.cheap).close()
        #expect(try vault.keySource() == .command(command))
        #expect(try vault.open().records().isEmpty)
        #expect(try vault.openReadOnly().records().isEmpty)

        try DurableFile.write("second\n", to: key)
        let error = try vaultError(.wrongPassphrase) { try vault.open() }
        #expect(error.message.contains(command) && !error.message.contains("second"))
        try DurableFile.remove(key)
        _ = try vaultError(.keyCommandFailed) { try vault.open() }
    }

    @Test("that prints something else each time is refused before anything is sealed with it")
    func notReproducible() throws {
        let folder = try TemporaryFolder()
        let vault = VaultFile(at: folder.file("vault.sqlite"))
        let command = "head -c 16 /dev/urandom | od -An -tx1"
        let error = try vaultError(.unusableKey) { try vault.create(key: .command(command), cost: VaultFixture.cheap) }
        #expect(error.message.contains(command))
        #expect(!vault.isPresent)
    }
}

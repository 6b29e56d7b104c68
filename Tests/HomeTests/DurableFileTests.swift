import Foundation
import Home
import TestSupport
import Testing

@Suite("A durable file")
struct DurableFileTests {
    @Test("is written whole, for its owner alone, in place of what was there")
    func writes() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("a.yaml")
        try Data("old and longer".utf8).write(to: url)
        try setMode(0o644, of: url)
        try DurableFile.write("neu: ä\n", to: url)
        #expect(try String(contentsOf: url, encoding: .utf8) == "neu: ä\n")
        #expect(try mode(of: url) == 0o600)
        #expect(folder.files.map(\.lastPathComponent) == ["a.yaml"])
    }

    @Test("is created only where nothing is")
    func creates() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("a.yaml")
        try DurableFile.create("first", at: url)
        let error = try homeError(.alreadyExists) { try DurableFile.create("second", at: url) }
        #expect(error.message.contains(url.path))
        #expect(try String(contentsOf: url, encoding: .utf8) == "first")
        #expect(folder.files.count == 1)
    }

    @Test("that cannot be written leaves nothing behind")
    func failures() throws {
        let folder = try TemporaryFolder()
        _ = try homeError(.missing) { try DurableFile.write("x", to: folder.file("none/a.yaml")) }
        try FileManager.default.createDirectory(at: folder.file("a.yaml"), withIntermediateDirectories: false)
        _ = try homeError(.refused) { try DurableFile.write("x", to: folder.file("a.yaml")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.yaml"])
    }

    @Test("is removed once")
    func removes() throws {
        let folder = try TemporaryFolder()
        try DurableFile.create("x", at: folder.file("a.yaml"))
        try DurableFile.remove(folder.file("a.yaml"))
        #expect(folder.files.isEmpty)
        _ = try homeError(.missing) { try DurableFile.remove(folder.file("a.yaml")) }
    }
}

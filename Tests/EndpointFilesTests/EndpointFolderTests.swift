import Foundation
import Home
import SMART
import Sessions
import Testing

@testable import EndpointFiles

@Suite("The folder of endpoints")
final class EndpointFolderTests {
    private let url: URL
    private let folder: EndpointFolder

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "stoke-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        folder = EndpointFolder(at: url)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    private func endpoint(_ name: String) throws -> Endpoint {
        Endpoint(name: name, baseURL: try FHIRBaseURL("https://\(name).example/r4"), client: Endpoint.Client(id: name))
    }

    private func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        let file = url.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: url.appendingPathComponent(name + ".yaml").path)
    }

    private func failure(_ work: () throws -> Void) throws -> EndpointFileError {
        try #require(throws: EndpointFileError.self, performing: work)
    }

    @Test("adds, lists, loads and removes endpoints, each in a file for its owner alone")
    func lifeCycle() throws {
        #expect(try folder.load() == EndpointFolder.Contents())
        let endpoints = try ["b", "a.2", "a"].map(endpoint)
        for endpoint in endpoints { try folder.add(endpoint) }
        #expect(Set(try folder.load().endpoints) == Set(endpoints))
        #expect(try folder.load().endpoints.map(\.name) == ["a", "a.2", "b"])
        #expect(try folder.load("b") == endpoints[0])
        #expect(exists("b"))
        let mode = try FileManager.default.attributesOfItem(atPath: url.appendingPathComponent("b.yaml").path)[
            .posixPermissions]
        #expect(mode as? Int == 0o600)

        try folder.remove("b")
        #expect(!exists("b"))
        #expect(try failure { _ = try folder.load("b") }.code == .notFound)
        #expect(try failure { try folder.remove("b") }.code == .notFound)
    }

    @Test("is empty where it is not there yet")
    func noFolder() throws {
        try FileManager.default.removeItem(at: url)
        #expect(try folder.load() == EndpointFolder.Contents())
        #expect(!exists("lab"))
    }

    @Test("never overwrites a file, not even one that cannot be read")
    func refusesToOverwrite() throws {
        try write("# mine\nbroken: [", to: "lab.yaml")
        let error = try failure { try folder.add(try endpoint("lab")) }
        #expect(error.code == .alreadyExists)
        #expect(error.message.contains("“lab”"))
        #expect(try String(contentsOf: url.appendingPathComponent("lab.yaml"), encoding: .utf8) == "# mine\nbroken: [")
        try folder.remove("lab")
        #expect(!exists("lab"))
    }

    @Test("writes no endpoint that it could not read again")
    func refusesToAddNonsense() throws {
        var bad = try endpoint("lab")
        bad.client.id = ""
        let error = try failure { try folder.add(bad) }
        #expect(error.code == .wrongType && error.line == nil && error.message.contains("client.id"))
        #expect(!exists("lab"))
    }

    @Test("leaves the scope of the access mode to the access mode")
    func accessScope() throws {
        var endpoint = try endpoint("lab")
        endpoint.scopes = "openid offline_access"
        try folder.add(endpoint)
        #expect(try folder.load("lab").scopes == "openid")
    }

    @Test("gives the good endpoints and says what is wrong with each of the others")
    func badFilesHideNothing() throws {
        try folder.add(try endpoint("good"))
        try write("base_url: nonsense\nclient: {id: x}\n", to: "bad.yaml")
        try write("base_url: https://a.example\n", to: "my lab.yaml")
        try write("base_url: https://a.example\n", to: "short.yml")
        try write("base_url: https://a.example\nclient: {id: x}\n", to: "open.yaml", mode: 0o666)
        try write(String(repeating: "# long\n", count: 10_000), to: "long.yaml")
        try Data([0x61, 0xFF, 0xFE]).write(to: url.appendingPathComponent("bytes.yaml"))
        try FileManager.default.createDirectory(
            at: url.appendingPathComponent("folder.yaml"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: url.appendingPathComponent("loose.yaml").path, withDestinationPath: "nowhere")
        for name in ["good.yaml~", ".good.yaml.swp", "README", "#good.yaml#"] { try write("rubbish", to: name) }

        let contents = try folder.load()
        #expect(contents.endpoints == [try endpoint("good")])
        let found = contents.failures.map { [URL(fileURLWithPath: $0.file).lastPathComponent, $0.code.name] }
        #expect(
            found == [
                ["bad.yaml", "badValue"], ["bytes.yaml", "notYAML"], ["folder.yaml", "file(refused)"],
                ["long.yaml", "notYAML"],
                ["loose.yaml", "file(missing)"], ["my lab.yaml", "badName"], ["open.yaml", "file(unsafePermissions)"],
                ["short.yml", "badName"],
            ])
        #expect(contents.failures.first?.line == 1)
        for failure in contents.failures {
            #expect(failure.description.contains(failure.file))
            #expect(!failure.description.contains(failure.file + ": " + failure.file))
        }
        #expect(contents.failures.first { $0.code == .file(.unsafePermissions) }?.message.contains("chmod 600") == true)
    }

    @Test("takes a file that others may read: the folder keeps them out, and editors make such files")
    func readableByOthers() throws {
        try write("base_url: https://a.example\nclient: {id: x}\n", to: "lab.yaml", mode: 0o644)
        #expect(try folder.load("lab").client.id == "x")
    }

    @Test("is refused where it is open to others")
    func unsafeFolder() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
        let error = try failure { _ = try folder.load() }
        #expect(error.code == .file(.unsafePermissions) && error.message.contains("chmod 700"))
    }

    @Test(
        "lets no name lead out of it", arguments: ["../lab", "a/b", "", ".lab", "-lab", "l\u{E4}b", "a b", "lab\u{0}"])
    func badNames(name: String) throws {
        #expect(try failure { _ = try folder.load(name) }.code == .badName)
        #expect(try failure { try folder.remove(name) }.code == .badName)
        #expect(!exists(name))
        let bad = Endpoint(name: name, baseURL: try FHIRBaseURL("https://a.example"), client: Endpoint.Client(id: "x"))
        #expect(try failure { try folder.add(bad) }.code == .badName)
    }
}

extension EndpointFileError.Code {
    /// Such as `badName`, or `file(missing)`.
    fileprivate var name: String {
        if case .file(let code) = self { "file(\(code))" } else { "\(self)" }
    }
}

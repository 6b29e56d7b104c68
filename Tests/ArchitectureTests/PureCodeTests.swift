import Foundation
import Testing

@Suite("Code without effects")
struct PureCodeTests {
    @Test(
        "What knows nothing of the network imports no library for it",
        arguments: ["EndpointFiles", "Home", "Interface", "Records", "SMART", "Sessions", "Terminal", "Vault"])
    func network(room: String) throws {
        for file in try SourceTree.files(below: "Sources/\(room)") {
            let found = file.imports.filter { $0.hasPrefix("NIO") || ["AsyncHTTPClient", "Hummingbird"].contains($0) }
            #expect(found == [], "\(file.path)")
        }
    }

    @Test("SMART imports nothing but Foundation, the hashes of Crypto and locks")
    func protocolValues() throws {
        for file in try SourceTree.files(below: "Sources/SMART") {
            #expect(file.imports.subtracting(["Crypto", "Foundation", "Synchronization"]) == [], "\(file.path)")
        }
    }

    @Test(
        "The interface asks neither the system nor a queue, but for its Runner",
        arguments: ["Actions", "Render", "Screens", "State"])
    func system(folder: String) throws {
        for file in try SourceTree.files(below: "Sources/Interface/\(folder)") {
            // Words that are kept once found are the same for whoever asks, and a lock is how a constant keeps them.
            let allowed: Set = file.path.hasSuffix("/ScopeWords.swift") ? ["Synchronization"] : []
            let found = file.imports.intersection(["Dispatch", "Glibc", "Synchronization"]).subtracting(allowed)
            #expect(found == [], "\(file.path)")
        }
    }

    @Test(
        "What is given the time reads no clock",
        arguments: [
            "Sources/Interface/Actions", "Sources/Interface/Render", "Sources/Interface/Screens",
            "Sources/Interface/State", "Sources/Records", "Sources/SMART", "Sources/Sessions/Keeper",
            "Sources/Sessions/State",
        ])
    func clock(folder: String) throws {
        let reading =
            #"\bDate\(\)|\bDate\.now\b|[=(] ?\.now\b|SinceNow|\w+Clock\.now|\bDispatch(Wall)?Time\b|clock_gettime"#
        for file in try SourceTree.files(below: folder) {
            let found = file.code.filter { $0.range(of: reading, options: .regularExpression) != nil }
            #expect(found == [], "\(file.path)")
        }
    }
}

import Foundation
import Testing

@Suite("What is cited")
struct CitationsTests {
    @Test("Every requirement that sources and tests cite stands in the list of requirements")
    func requirements() throws {
        let listed = try numbers(after: "| R-", in: article("Requirements"))
        #expect(!listed.isEmpty)
        for file in try Self.everything() {
            #expect(numbers(after: "R-", in: file.text).subtracting(listed).sorted() == [], "\(file.path)")
        }
    }

    @Test("Every rule that sources and tests cite stands among the rules")
    func rules() throws {
        let listed = try numbers(after: "## Rule ", in: article("Rules"))
        #expect(!listed.isEmpty)
        for file in try Self.everything() {
            #expect(numbers(after: "ule ", in: file.text).subtracting(listed).sorted() == [], "\(file.path)")
        }
    }

    @Test("Every test that the threat model relies on is there")
    func threatModel() throws {
        let model = try SourceTree.text(of: ".github/SECURITY.md")
        let tests = try SourceTree.files(below: "Tests").map(\.text).joined()
        let suites = model.matches(of: /`(\w+Tests)`/).map { String($0.1) }
        let names = model.matches(of: /“([^”]{20,})”/).map { String($0.1) }
        #expect(!suites.isEmpty && !names.isEmpty)
        #expect(suites.filter { !tests.contains("struct \($0) ") && !tests.contains("class \($0) ") } == [])
        #expect(names.filter { !tests.contains("\"\($0)\"") } == [])
    }

    private static func everything() throws -> [SourceFile] {
        try SourceTree.files(below: "Sources") + SourceTree.files(below: "Tests")
    }

    private func article(_ name: String) throws -> String {
        try SourceTree.text(of: "Sources/stoke/Stoke.docc/\(name).md")
    }

    /// The numbers that follow a prefix.
    private func numbers(after prefix: String, in text: String) -> Set<Int> {
        Set(
            text.components(separatedBy: prefix).dropFirst().compactMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
        )
    }
}

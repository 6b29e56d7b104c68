import Foundation

/// A Swift file of this repository, as text.
struct SourceFile: Sendable {
    /// From the repository's root, such as `Sources/SMART/Scopes/Scope.swift`.
    let path: String
    let text: String

    /// The folder below `Sources` or `Tests` that the file is in.
    var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The modules that the file imports, from lines such as `@testable import Sessions` or `package import SMART`.
    var imports: Set<String> {
        Set(
            code.compactMap { line in
                guard line.range(of: "import ") != nil else { return nil }
                var words = line.split(separator: " ")[...]
                while let word = words.first, word.hasPrefix("@") || Self.levels.contains(word) { words.removeFirst() }
                return words.first == "import" ? words.dropFirst().last.map(String.init) : nil
            })
    }

    /// The lines that are no comments.
    var code: [String] {
        text.components(separatedBy: "\n").filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }
    }

    private static let levels: Set<Substring> = ["fileprivate", "internal", "package", "private", "public"]
}

/// The repository that these tests were built from.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The rooms: the folders in `Sources`.
    static func rooms() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path))
    }

    /// A folder that has moved, or has no Swift file: a test over nothing would pass.
    struct NothingThere: Error {
        let folder: String
    }

    /// The Swift files below a folder, such as `Sources` or `Sources/Interface/State`, in the order of their paths.
    ///
    /// - Throws: ``NothingThere``, or the system's error.
    static func files(below folder: String) throws -> [SourceFile] {
        let found = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
        let paths = (found?.allObjects as? [URL] ?? []).map { String($0.path.dropFirst(root.path.count + 1)) }
        guard paths.contains(where: { $0.hasSuffix(".swift") }) else { throw NothingThere(folder: folder) }
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            SourceFile(path: path, text: try text(of: path))
        }
    }

    /// The text of a file, by its path from the root.
    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

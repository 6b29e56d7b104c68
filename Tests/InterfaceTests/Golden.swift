import Foundation
import Terminal
import Testing

@testable import Interface

/// Screens kept as readable files: the text, and below it a letter for the style of each cell.
///
/// `STOKE_RECORD_GOLDEN=1` writes them anew; look at the difference before committing it.
enum Golden {
    static func check(_ frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appending(path: name + ".txt")
        let drawn = describe(frame)
        if ProcessInfo.processInfo.environment["STOKE_RECORD_GOLDEN"] == "1" {
            try drawn.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == drawn, "differs from \(name).txt", sourceLocation: sourceLocation)
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    static func describe(_ frame: Frame) -> String {
        let grid = frame.grid
        let cursor = frame.cursor.map { "row \($0.row), column \($0.column)" } ?? "hidden"
        var lines = ["\(grid.size.columns)x\(grid.size.rows), cursor \(cursor)"]
        lines += (0..<grid.size.rows).map { "|" + grid.text(ofRow: $0) }
        lines.append("styles: . plain, b bold, d dim, u underlined, colours by first letter, capitals bold, ~ other")
        lines += (0..<grid.size.rows).map { row in
            let letters = String(grid.row(row).map { letter($0.style) })
            return "|" + String(letters.reversed().drop { $0 == "." }.reversed())
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func letter(_ style: Style) -> Character {
        if let color = style.foreground, style.background == nil {
            let letter = ["k", "r", "g", "y", "b", "m", "c", "w"][Int(color.rawValue)]
            if style.attributes == [] { return Character(letter) }
            return style.attributes == .bold ? Character(letter.uppercased()) : "~"
        }
        switch style {
        case .plain: return "."
        case Style(nil, .bold): return "b"
        case Style(nil, .dim): return "d"
        case Style(nil, .underline): return "u"
        default: return "~"
        }
    }
}

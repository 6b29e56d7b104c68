import CLinux
import Glibc
import Testing

@testable import Terminal

@Suite("The width of characters")
struct CharacterWidthTests {
    @Test(
        "A text is as wide as terminals draw its safe form",
        arguments: [
            ("", 0, ""), ("plain", 5, "plain"), ("José", 4, "José"), ("Jose\u{301}", 4, "Jose\u{301}"),
            ("日本語", 6, "日本語"), ("ｆｕｌｌ", 8, "ｆｕｌｌ"), ("한국", 4, "한국"),
            ("\u{1112}\u{1161}\u{11AB}", 2, "\u{1112}\u{1161}\u{11AB}"),
            ("😀", 2, "😀"), ("❤️", 1, "❤"), ("👨‍👩‍👧", 2, "👨"), ("❤️‍🔥", 1, "❤"), ("👍🏽", 2, "👍"), ("☝🏽", 1, "☝"),
            ("🇩🇪", 2, "DE"), ("1️⃣", 1, "1"), ("क्ष", 2, "क्ष"), ("می\u{200C}خواهم", 7, "میخواهم"),
            ("a\tb\r\nc", 5, "a b c"), ("\u{1B}[31m", 5, "�[31m"), ("\u{301}", 1, "�"), ("so\u{AD}ft", 4, "soft"),
            ("\u{202E}abc", 3, "abc"), ("\u{E000}", 1, "�"), ("\u{1FAE8}", 1, "�"), ("\u{1F3FD}", 1, "�"),
            ("─│●▲✖○⏎▸…", 9, "─│●▲✖○⏎▸…"),
        ])
    func widths(text: String, columns: Int, safe: String) {
        #expect(CharacterWidth.columns(of: text) == columns)
        #expect(Array(CharacterWidth.safe(text).unicodeScalars) == Array(safe.unicodeScalars))
    }

    @Test("The measure of every scalar's safe form is the C library's, but for the few that its Unicode version moves")
    func agreesWithTheCLibrary() throws {
        let locale = try unsafe #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        let before = unsafe uselocale(locale)
        defer {
            unsafe uselocale(before)
            unsafe freelocale(locale)
        }
        var disagreements: [String] = []
        for scalar in (0...0x10FFFF).lazy.compactMap(Unicode.Scalar.init(_:)) {
            CharacterWidth.forEachSafeScalar(of: Character(scalar)) { safe, columns in
                if clinux_column_width(safe.value) != Int32(columns) {
                    disagreements.append(String(safe.value, radix: 16))
                }
            }
        }
        #expect(disagreements.count < 200, "\(disagreements)")
    }

    @Test("A safe form stays as it is, and measures as the text did")
    func safeIsStable() {
        var random = SystemRandomNumberGenerator()
        let scalars: [Unicode.Scalar] = [
            "a", "é", "日", "\u{301}", "\u{FE0F}", "\u{200D}", "👩", "🏽", "🇩", "❤", "\r", "\n", "\u{20E3}", "\u{1112}",
            "\u{1161}", "\u{11AB}", "क", "\u{94D}", "ष", "\u{600}", "\u{E33}", "\u{200B}", "\u{FFFFF}", "\u{0}",
        ]
        for _ in 0..<5000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                if let scalar = scalars.randomElement(using: &random) { view.append(scalar) }
            }
            let text = String(view)
            let safe = CharacterWidth.safe(text)
            #expect(CharacterWidth.safe(safe) == safe)
            #expect(CharacterWidth.columns(of: safe) == CharacterWidth.columns(of: text))
            for columns in 0...6 {
                #expect(CharacterWidth.columns(of: CharacterWidth.fit(text, columns: columns)) == columns)
            }
        }
    }

    @Test(
        "Fitting cuts with an ellipsis, pads with spaces and never splits a wide character",
        arguments: [
            ("endpoint", 8, "endpoint"), ("endpoint", 5, "endp…"), ("ab", 4, "ab  "), ("日本語", 5, "日本…"),
            ("日本語", 4, "日… "),
            ("日本", 1, "…"), ("日本", 0, ""), ("x", -3, ""),
        ])
    func fitting(text: String, columns: Int, fitted: String) {
        #expect(CharacterWidth.fit(text, columns: columns) == fitted)
    }

    @Test("A pile of marks is cut to what a cell holds")
    func pileOfMarks() {
        let pile = "e" + String(repeating: "\u{301}", count: 40)
        #expect(CharacterWidth.columns(of: pile) == 1)
        #expect(CharacterWidth.safe(pile).unicodeScalars.count == 5)
    }
}

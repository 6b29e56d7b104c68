import TestSupport
import Testing

@testable import Terminal

@Suite("Decoding keys")
struct KeyDecoderTests {
    @Test(
        "Bytes are the keys that terminals mean by them",
        arguments: [
            ("q", [.character("q")]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
            ("\u{7F}\u{8}", [.backspace, .backspace]),
            ("\u{3}\u{1A}\u{12}", [.control("c"), .control("z"), .control("r")]),
            ("\u{1C}\u{0}", [.control("\\"), .unknown]),
            ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]), ("\u{1B}OA\u{1B}OH", [.up, .home]),
            ("\u{1B}[1;5A\u{1B}[3~\u{1B}[5~\u{1B}[6;2~", [.up, .delete, .pageUp, .pageDown]),
            ("\u{1B}[Z\u{1B}[1~\u{1B}[4~\u{1B}[H\u{1B}[F", [.backtab, .home, .end, .home, .end]),
            ("\u{1B}OP\u{1B}[15~\u{1B}[24~\u{1B}[[C", [.function(1), .function(5), .function(12), .function(3)]),
            ("\u{1B}OM\u{1B}Oq\u{1B}Ok", [.enter, .character("1"), .character("+")]),
            ("\u{1B}x", [.escape, .character("x")]), ("\u{1B}\u{1B}[A", [.escape, .up]),
            ("日本é", [.character("日"), .character("本"), .character("é")]),
            ("e\u{301}👨‍👩‍👧", [.character("e\u{301}"), .character("👨‍👩‍👧")]),
            ("\u{1B}[?1;2c\u{1B}[<0;3;4M", [.unknown, .unknown]),
            ("\u{1B}[12\rq", [.unknown, .enter, .character("q")]),
            ("a\u{9B}b", [.character("a"), .unknown, .character("b")]),
        ] as [(String, [KeyPress])])
    func keys(bytes: String, expected: [KeyPress]) {
        var decoder = KeyDecoder()
        #expect(decoder.decode(bytes.utf8) == expected)
        #expect(!decoder.awaitsMore)
    }

    @Test(
        "Keys and letters that arrive byte by byte are put together",
        arguments: ["\u{1B}[1;5A", "日", "\u{1B}OP", "\u{1B}[24~"])
    func inPieces(sequence: String) {
        var whole = KeyDecoder()
        var byByte = KeyDecoder()
        #expect(sequence.utf8.flatMap { byByte.decode([$0]) } == whole.decode(sequence.utf8))
    }

    @Test("A lone Escape is the key once nothing follows in time")
    func loneEscape() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.awaitsMore)
        #expect(decoder.flush() == [.escape])
        #expect(!decoder.awaitsMore)
        #expect(decoder.decode("q".utf8) == [.character("q")])
    }

    @Test("A sequence once begun is not ended by time, so that its letters are no commands")
    func lateArrow() {
        var decoder = KeyDecoder()
        #expect(decoder.decode("\u{1B}[".utf8) == [])
        #expect(decoder.flush() == [])
        #expect(decoder.decode("A".utf8) == [.up])
    }

    @Test("The terminal's own description wins")
    func described() {
        let sequences = KeySequences(described: [(Array("\u{1B}[A".utf8), .home), (Array("\u{1B}k".utf8), .pageUp)])
        var decoder = KeyDecoder(sequences: sequences)
        #expect(
            decoder.decode("\u{1B}[A\u{1B}k\u{1B}[B\u{1B}j".utf8) == [.home, .pageUp, .down, .escape, .character("j")])
    }

    @Test(
        "A paste is one press however it is cut, with its line breaks and whatever looks like keys in it",
        arguments: 1...12)
    func paste(piece: Int) {
        let bytes = Array("a\u{1B}[200~https://x/?a=1\r\nzwei\rdrei\u{3}\u{1B}[A\u{1B}[20é\u{1B}[201~b".utf8)
        var decoder = KeyDecoder()
        let keys = stride(from: 0, to: bytes.count, by: piece).flatMap { start in
            decoder.decode(bytes[start..<min(start + piece, bytes.count)])
        }
        let pasted = "https://x/?a=1\nzwei\ndrei\u{3}\u{1B}[A\u{1B}[20é"
        #expect(keys == [.character("a"), .paste(pasted), .character("b")])
    }

    @Test("A paste beyond all measure is no paste, and ends all the same")
    func endlessPaste() {
        var decoder = KeyDecoder()
        #expect(decoder.decode("\u{1B}[200~".utf8) == [])
        for _ in 0..<40 { #expect(decoder.decode([UInt8](repeating: 0x41, count: 100_000)) == []) }
        #expect(decoder.decode("\u{1B}[201~q".utf8) == [.unknown, .character("q")])
    }

    @Test("Rubbish never traps, is not kept, and leaves the next key readable", .replayable)
    func rubbish() {
        var random = SeededRandom()
        for _ in 0..<3000 {
            var decoder = KeyDecoder()
            let bytes = (0..<Int.random(in: 0..<80, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : [0x1B, 0x5B, 0x4F, 0x7E].randomElement(using: &random) ?? 0
            }
            _ = decoder.decode(bytes)
            _ = decoder.flush()
            let after = decoder.decode("\u{18}\u{18}\u{18}q".utf8)
            #expect(after.last == .character("q"), "\(bytes)")
        }
    }

    @Test("Broken UTF-8 is one unknown key for each break")
    func brokenText() {
        var decoder = KeyDecoder()
        let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xE6, 0x97, 0x63, 0xC0, 0x80, 0x64, 0xED, 0xA0, 0x80, 0x65]
        let letters = "abcde".map(KeyPress.character)
        #expect(decoder.decode(bytes) == Array(letters.map { [$0] }.joined(separator: [.unknown])))
    }
}

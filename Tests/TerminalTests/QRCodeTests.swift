import Testing

@testable import Terminal

@Suite("QR codes")
struct QRCodeTests {
    @Test("A code has its three finders and a quiet zone of four modules")
    func structure() throws {
        let code = try #require(QRCode("https://fhir.example.org/authorize?state=1"))
        #expect((code.modules - 17).isMultiple(of: 4))
        let last = code.modules - 7
        for (row, column) in [(0, 0), (0, last), (last, 0)] {
            for offset in 0..<7 {
                #expect(
                    code.isDark(row: row, column: column + offset) && code.isDark(row: row + offset, column: column))
            }
            #expect(!code.isDark(row: row + 1, column: column + 1) && code.isDark(row: row + 3, column: column + 3))
        }
        #expect(!code.isDark(row: -1, column: 0) && !code.isDark(row: code.modules, column: 0))
        let rows = code.rows(.ascii)
        #expect(
            rows.prefix(4).allSatisfy { $0.allSatisfy { $0 == " " } }
                && rows.suffix(4).allSatisfy { $0.allSatisfy { $0 == " " } })
        #expect(rows[4].hasPrefix("        ##############  "))
        #expect(rows.allSatisfy { $0.hasSuffix("        ") })
    }

    @Test(
        "The rows take the size that the code gives", arguments: ["x", String(repeating: "long ", count: 100)],
        [QRCode.Form.halfBlocks, .ascii])
    func sizes(text: String, form: QRCode.Form) throws {
        let code = try #require(QRCode(text))
        let rows = code.rows(form)
        #expect(rows.count == code.size(form).rows)
        #expect(rows.allSatisfy { CharacterWidth.columns(of: $0) == code.size(form).columns })
    }

    @Test("Half blocks show the same modules as the plain form")
    func halfBlocks() throws {
        let code = try #require(QRCode("https://127.0.0.1:9/"))
        let unfolded = code.rows(.halfBlocks).flatMap { row in
            [row.map { "█▀".contains($0) }, row.map { "█▄".contains($0) }]
        }
        let plain = code.rows(.ascii).map { row in stride(from: 0, to: row.count, by: 2).map { Array(row)[$0] == "#" } }
        #expect(Array(unfolded.prefix(plain.count)) == plain)
    }

    @Test("What no code can hold has none", arguments: ["", String(repeating: "x", count: 2954)])
    func tooMuch(text: String) {
        #expect(QRCode(text) == nil)
    }
}

import Foundation
import SMART
import Testing

@Suite("JSON of any shape")
struct JSONValueTests {
    @Test(
        "Moments are read in the forms that servers write them",
        arguments: [
            ("2026-09-05T19:17:53Z", 1_788_635_873), ("2026-09-05 19:17:53Z", 1_788_635_873),
            ("2026-09-05 19:17:53 UTC", 1_788_635_873), ("2026-09-05 19:17:53", 1_788_635_873),
            ("2026-09-05T21:17:53+02:00", 1_788_635_873), ("2026-09-05T14:17:53-0500", 1_788_635_873),
            ("2026-09-05T19:17:53.250Z", 1_788_635_873.25), ("2026-09-05", 1_788_566_400),
            ("1788635873", 1_788_635_873),
            ("2000-02-29T00:00:00Z", 951_782_400), ("2100-03-01T00:00:00Z", 4_107_542_400),
            ("2024-12-31T23:59:60Z", 1_735_689_600),
            ("2026-13-01", nil), ("2026-00-10", nil), ("2026-09-05T24:00:00Z", nil), ("1969-12-31", nil), ("-5", nil),
            ("9e99", nil), ("tomorrow", nil), ("", nil),
        ] as [(String, TimeInterval?)])
    func dates(written: String, expected: TimeInterval?) {
        #expect(JSONValue.string(written).date?.timeIntervalSince1970 == expected)
    }

    @Test("A number that no Double holds reads as null and costs nothing else")
    func unrepresentableNumber() throws {
        let value = try JSONValue(parsing: Data(#"{"a":1e999,"b":2}"#.utf8))
        #expect(value["a"] == .null)
        #expect(value["b"] == .number(2))
    }

    @Test("Bytes that are no UTF-8 read as U+FFFD, in values and in names, and cost nothing else")
    func wrongEncoding() throws {
        let body = Data(#"{"M"#.utf8) + [0xFC] + Data(#"ller":"r"#.utf8) + [0xE9] + Data(#"sum","b":"ü"}"#.utf8)
        let value = try JSONValue(parsing: body)
        #expect(value == .object(["M\u{FFFD}ller": .string("r\u{FFFD}sum"), "b": .string("ü")]))
    }

    @Test("Cleaning reaches the names and values at every depth")
    func cleaning() throws {
        let value = try JSONValue(parsing: Data(#"{"a\u001b":["\u202eb",{"c\u0007":"d\u009b"}]}"#.utf8))
        #expect(value.cleaned == .object(["a": .array([.string("b"), .object(["c": .string("d")])])]))
    }

    @Test("Nesting beyond reason is refused and does not exhaust the stack")
    func deepNesting() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Data(deep.utf8)) }
    }

    @Test(
        "Rule 9: a number keeps its digits, also through a store",
        arguments: [
            "12345678901234567", "-9007199254740993", "18446744073709551616", "123456789012345678901234567890123",
            "4.0", "1.50",
        ])
    func digits(_ written: String) throws {
        let value = try JSONValue(parsing: Data(#"{"patient":\#(written)}"#.utf8))
        #expect(value["patient"]?.words == written)
        let stored = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
        #expect(stored["patient"]?.words == written)
    }

    @Test("An exponent has no digits of its own, so such a number identifies nothing")
    func exponents() throws {
        #expect(try JSONValue(parsing: Data("[1e3]".utf8)).array?.first?.words == nil)
        #expect(try JSONValue(parsing: Data("[1e3]".utf8)).array?.first?.quantity == 1000)
    }

    @Test(
        "What RFC 8259 does not allow is refused",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "01", "+1", "1.", ".5", "1e", "NaN", "-", "nul",
            "tru",
            "\"a", "\"\t\"", #""\x""#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, #""\u12g4""#, "1 2", "{} x",
            "[1 2]",
            #"{"a" 1}"#, #"{"a":}"#,
        ])
    func syntax(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Data(text.utf8)) }
    }

    @Test("Strings are read with every escape that JSON has")
    func escapes() throws {
        let value = try JSONValue(parsing: Data(#"["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00", "é😀"]"#.utf8))
        #expect(value.strings == ["\"\\/\u{8}\u{C}\n\r\té😀", "é😀"])
    }

    @Test("Values survive encoding and decoding")
    func roundTrip() throws {
        let value = JSONValue.object(["a": .array([.null, .bool(true), .number(1), .number(1.5), .string("x")])])
        #expect(try JSONValue(parsing: JSONEncoder().encode(value)) == value)
    }
}

import SMART
import Testing

@Suite("Form encoding")
struct FormEncodingTests {
    @Test(
        "Escapes everything but unreserved characters",
        arguments: [
            ("a b", "a%20b"), ("a+b", "a%2Bb"), ("a&b=c", "a%26b%3Dc"), ("patient/*.rs", "patient%2F%2A.rs"),
            ("-._~", "-._~"), ("é", "%C3%A9"), ("", ""),
        ])
    func escapes(text: String, expected: String) {
        #expect(FormEncoding.escape(text) == expected)
        #expect(FormEncoding.unescape(expected) == text)
    }

    @Test(
        "A percent sign that starts no escape stands for itself",
        arguments: [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("100%", "100%"), ("%41%", "A%"), ("%%41", "%A")])
    func toleratesLonePercentSigns(text: String, expected: String) {
        #expect(FormEncoding.unescape(text) == expected)
    }

    @Test("Fields keep their order, their repetitions and their empty values")
    func decodesFields() {
        let fields = FormEncoding.decode("a=1&&b=x+y%3D&a=2&flag&=v")
        #expect(fields.map(\.0) == ["a", "b", "a", "flag", ""])
        #expect(fields.map(\.1) == ["1", "x y=", "2", "", "v"])
    }
}

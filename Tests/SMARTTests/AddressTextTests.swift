import Foundation
import SMART
import TestSupport
import Testing

@Suite("What of an address is escaped")
struct AddressTextTests {
    @Test(
        "Only what is illegal is escaped, and what is escaped stays",
        arguments: [
            ("Observation?code=http%3A%2F%2Floinc.org|8867-4", "Observation?code=http%3A%2F%2Floinc.org%7C8867-4"),
            ("Observation?code=http://loinc.org|8867-4", "Observation?code=http://loinc.org%7C8867-4"),
            ("Patient?name=José Núñez", "Patient?name=Jos%C3%A9%20N%C3%BA%C3%B1ez"),
            ("Patient?x=50%", "Patient?x=50%25"),
            ("Patient?x=%zz%4", "Patient?x=%25zz%254"), ("a+b%2Bc&d=%20", "a+b%2Bc&d=%20"),
            ("x[1]{2}^`\\\"<>", "x%5B1%5D%7B2%7D%5E%60%5C%22%3C%3E"),
            ("http://[::1]:8080/a[1]", "http://[::1]:8080/a%5B1%5D"), ("?a=b://[c]", "?a=b://%5Bc%5D"),
            (
                "Observation?_include=Observation:patient&date=ge2020-01-01",
                "Observation?_include=Observation:patient&date=ge2020-01-01"
            ),
            ("", ""),
        ])
    func escaping(_ written: String, _ expected: String) {
        #expect(written.escapedWhereIllegal == expected)
        #expect(expected.escapedWhereIllegal == expected)
    }

    @Test("A read asks for the query that was written")
    func appending() throws {
        let base = try FHIRBaseURL("https://a.example/r4")
        #expect(
            base.appending("/Observation?code=http%3A%2F%2Floinc.org|8867-4&value=a%20b c")?.absoluteString
                == "https://a.example/r4/Observation?code=http%3A%2F%2Floinc.org%7C8867-4&value=a%20b%20c")
    }

    @Test("A Location is resolved with its escapes as they are")
    func location() throws {
        let address: ServerAddress = "https://a.example/r4/metadata"
        #expect(try address.resolving("/x%2Fy|z?q=%3A").text == "https://a.example/x%2Fy%7Cz?q=%3A")
        #expect(try address.resolving("https://b.example/%7Bid%7D/{id}").text == "https://b.example/%7Bid%7D/%7Bid%7D")
    }
}

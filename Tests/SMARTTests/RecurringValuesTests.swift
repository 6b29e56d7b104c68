import Foundation
import SMART
import Synchronization
import TestSupport
import Testing

@Suite("Values that recur")
struct RecurringValuesTests {
    @Test("A text that recurs is read once, and each that decodes it gets what it was read as")
    func once() throws {
        let reads = Reads()
        let decoder = JSONDecoder(sharing: RecurringValues())
        decoder.userInfo[try #require(Reads.key)] = reads
        let words = try decoder.decode([Word].self, from: Data(#"["a", "b", "a", "a"]"#.utf8))
        #expect(words.map(\.text) == ["a", "b", "a", "a"])
        #expect(reads.count.withLock { $0 } == 2)
    }

    /// Counts how often a ``Word`` is read.
    private final class Reads: Sendable {
        static let key = CodingUserInfoKey(rawValue: "Reads")
        let count = Mutex(0)
    }

    private struct Word: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let reads = Reads.key.flatMap { decoder.userInfo[$0] as? Reads }
            text = try decoder.recurring { text in
                reads?.count.withLock { $0 += 1 }
                return text
            }
        }
    }

    @Test("One text is as many values as there are types that it is read as")
    func types() throws {
        let decoder = JSONDecoder(sharing: RecurringValues())
        let json = Data(#"["https://fhir.example.org/r4"]"#.utf8)
        #expect(try decoder.decode([ScopeSet].self, from: json) == ["https://fhir.example.org/r4"])
        #expect(try decoder.decode([FHIRBaseURL].self, from: json) == [FHIRBaseURL("https://fhir.example.org/r4")])
        #expect(try decoder.decode([ServerAddress].self, from: json) == [ServerAddress("https://fhir.example.org/r4")])
    }

    @Test("A text that cannot be read is refused each time")
    func refused() {
        let decoder = JSONDecoder(sharing: RecurringValues())
        for _ in 1...2 {
            #expect(throws: ServerAddressError.self) {
                try decoder.decode([ServerAddress].self, from: Data(#"["ftp://fhir.example.org"]"#.utf8))
            }
        }
    }
}

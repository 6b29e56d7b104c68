import Foundation
import SMART
import Testing

/// The FHIR base that documents of the tests belong to.
let base = makeBase("https://fhir.example.org/r4")

func makeBase(_ text: String) -> FHIRBaseURL {
    do {
        return try FHIRBaseURL(text)
    } catch {
        preconditionFailure("\(error)")
    }
}

extension AnswerBody {
    /// The body that a server answers with, as text.
    init(_ text: String) {
        self.init(Data(text.utf8))
    }
}

/// Chance that is the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension [Finding] {
    /// Whether one of these has the severity and says all the words.
    func contains(_ severity: Finding.Severity, saying words: String...) -> Bool {
        contains { finding in finding.severity == severity && words.allSatisfy(finding.message.contains) }
    }
}

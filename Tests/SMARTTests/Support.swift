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

extension [Finding] {
    /// Whether one of these has the severity and says all the words.
    func contains(_ severity: Finding.Severity, saying words: String...) -> Bool {
        contains { finding in finding.severity == severity && words.allSatisfy(finding.message.contains) }
    }
}

import SMART
import Testing

@Suite("Scopes in plain words")
struct ScopePhraseTests {
    @Test(
        "Each scope says what it allows",
        arguments: [
            ("patient/*.rs", "read everything in the patient's record"),
            ("patient/*.read", "read everything in the patient's record"),
            ("patient/*.cruds", "read, create, change and delete everything in the patient's record"),
            ("patient/*.cud", "create, change and delete anything in the patient's record"),
            ("patient/Observation.cu", "create and change observations"),
            ("patient/Observation.c", "create observations"), ("patient/Observation.r", "open observations"),
            ("patient/Observation.s", "search observations"), ("patient/AllergyIntolerance.rs", "read allergies"),
            ("patient/DeviceMetric.rs", "read device metrics"), ("patient/Library.rs", "read libraries"),
            ("patient/Basic.rs", "read basics"), ("patient/Address.rs", "read addresses"),
            ("user/*.rs", "read everything you may see"),
            ("user/Observation.rs", "read observations of everyone you may see"),
            ("system/*.rs", "read everything in the system"),
            ("system/Encounter.rs", "read visits of everyone in the system"),
            (
                "patient/Observation.rs?category=http://x.example/cs|vital-signs,http://x.example/cs|laboratory&status=final",
                "read observations, only where category is vital signs or laboratory and status is final"
            ),
            ("openid", "know who you are"), ("fhirUser", "know which person in the records you are"),
            ("offline_access", "renew until the server ends it, also when you are away"),
            ("online_access", "renew while you are signed in at the server"),
            ("launch/patient", "know which patient is chosen"), ("launch/encounter", "know which visit is chosen"),
            ("launch/diagnosticreport", "know which diagnostic report is chosen"),
            ("launch/list?role=https://x.example/at-home", "know which list is chosen, in the role “at home”"),
            ("launch", "know what is open in the health record system"),
            ("vendor:scope", "“vendor:scope”, which Stoke does not know"),
            ("{scope}", "“{scope}”, which Stoke does not know"),
        ])
    func phrases(scope: String, words: String) {
        #expect(ScopePhrase.words(for: Scope(scope)) == words)
    }

    @Test("A scope's text cannot steer the terminal")
    func cleansScopes() {
        let scopes = [
            "x\u{1B}[2J", "launch/x\u{202E}", "launch/list?role=\u{9B}x", "patient/Observation.rs?a\u{07}=b\u{1B}",
        ]
        for scope in scopes {
            #expect(ScopePhrase.words(for: Scope(scope)).cleaned == ScopePhrase.words(for: Scope(scope)))
        }
    }

    @Test(
        "No phrase is without words, whatever the constraint",
        arguments: ["?", "?&", "?=", "?a", "?a=", "?a=,", "?a=|", "?a=/"])
    func emptyConstraints(constraint: String) {
        #expect(ScopePhrase.words(for: Scope("patient/Observation.rs" + constraint)).contains("bservation"))
    }
}

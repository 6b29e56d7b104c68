import SMART
import Testing

@Suite("Scope grammar")
struct ScopeTests {
    private static func resource(
        _ level: ResourceScope.Level, _ type: String?, _ interactions: Interactions, _ constraint: String? = nil
    ) -> Scope {
        .resource(ResourceScope(level: level, type: type, interactions: interactions, constraint: constraint))
    }

    @Test(
        "R-120 to R-125, R-132, R-137 to R-146: both versions of resource scopes are read as levels, types and interactions",
        arguments: [
            ("patient/Observation.rs", resource(.patient, "Observation", .reading)),
            ("patient/Observation.read", resource(.patient, "Observation", .reading)),
            ("user/Observation.write", resource(.user, "Observation", .writing)),
            ("system/*.*", resource(.system, nil, .all)),
            ("patient/*.cruds", resource(.patient, nil, .all)),
            ("patient/Patient.r", resource(.patient, "Patient", .read)),
            ("patient/Patient.s", resource(.patient, "Patient", .search)),
            ("patient/Patient.cd", resource(.patient, "Patient", [.create, .delete])),
            (
                "patient/Observation.rs?category=http://x.example/cs|vital-signs&status=final",
                resource(.patient, "Observation", .reading, "category=http://x.example/cs|vital-signs&status=final")
            ),
        ])
    func resourceScopes(text: String, expected: Scope) {
        #expect(Scope(text) == expected)
    }

    @Test(
        "The spellings of other servers are read as what they mean",
        arguments: [
            ("patient.Observation.read", "patient/Observation.rs"), ("patient.all.read", "patient/*.rs"),
            ("user.all.all", "user/*.cruds"), ("patient.Observation.rs", "patient/Observation.rs"),
            ("https://fhir.example.org/patient.Observation.rs", "patient/Observation.rs"),
            ("api://1234/launch.patient", "launch/patient"), ("launch.patient", "launch/patient"),
            ("https://fhir.example.org/fhirUser", "fhirUser"), ("https://fhir.example.org/launch", "launch"),
            ("patient.Observation.rs?category=http:%2f%2fx|y", "patient/Observation.rs?category=http://x|y"),
            ("patient%2FObservation.read", "patient/Observation.rs"), ("patient/%2A.rs", "patient/*.rs"),
            ("http://smarthealthit.org/fhir/scopes/patient/*.r", "patient/*.r"),
            ("http://openid.net/specs/openid-connect-core-1_0#openid", "openid"), ("launch/Patient", "launch/patient"),
        ])
    func otherSpellings(text: String, meaning: String) {
        #expect(Scope(text).description == meaning)
        #expect(Scope(text) == Scope(meaning))
    }

    @Test(
        "R-151 to R-153, R-156, R-195, R-196, R-215, R-216: launch, identity and access scopes are read",
        arguments: [
            ("launch", Scope.launch(context: nil, role: nil)),
            ("launch/patient", .launch(context: "patient", role: nil)),
            ("launch/encounter", .launch(context: "encounter", role: nil)),
            (
                "launch/list?role=https://x.example/roles/at-home",
                .launch(context: "list", role: "https://x.example/roles/at-home")
            ),
            ("openid", .openid), ("fhirUser", .fhirUser), ("profile", .profile), ("offline_access", .access(.offline)),
            ("online_access", .access(.online)),
        ])
    func otherScopes(text: String, expected: Scope) {
        #expect(Scope(text) == expected)
        #expect(expected.description == text)
    }

    @Test(
        "R-135: what the grammar does not have is kept as text",
        arguments: [
            "", "patient", "patient/", "patient/Observation", "patient/Observation.", "patient/.rs",
            "patient/Observation.sr",
            "patient/Observation.rr", "patient/Observation.READ", "patient/Observation.rs?", "patient/observation.rs",
            "patient/Obser-vation.rs", "practitioner/Observation.rs", "launch/", "launch/a/b", "launch/list?role=",
            "launch/list?kind=x", "OPENID", "email", "a.b.c", "patient..rs", "://", "%", "?", "patient/*.?x=y",
            "https://x.example/",
        ])
    func unknown(text: String) {
        #expect(Scope(text) == .other(text))
        #expect(Scope(text).description == text)
    }

    @Test("Interactions are written in the order of cruds and read back the same")
    func interactionLetters() {
        for value in UInt8(1)..<32 {
            let interactions = Interactions(rawValue: value)
            #expect(Interactions(suffix: interactions.suffix) == interactions)
        }
        #expect(Interactions.all.suffix == "cruds")
    }

    @Test("A set keeps words as written, in order, once, and cleaned")
    func words() {
        let set = ScopeSet("  openid patient/*.read\n openid\tx\u{1B}y ")
        #expect(set.words == ["openid", "patient/*.read", "xy"])
        #expect(set.text == "openid patient/*.read xy")
        #expect(ScopeSet(" ").isEmpty)
    }

    @Test(
        "R-215, R-216: the access mode is what the scopes ask for",
        arguments: [
            ("openid", AccessMode.none), ("online_access", .online), ("offline_access online_access", .offline),
        ])
    func accessMode(text: String, expected: AccessMode) {
        #expect(ScopeSet(text).accessMode == expected)
    }

    @Test("Asking for a mode replaces the scope of another", arguments: AccessMode.allCases)
    func asking(mode: AccessMode) {
        let asked = ScopeSet("openid online_access offline_access patient/*.rs").asking(for: mode)
        #expect(asked.accessMode == mode)
        #expect(asked.words.count == (mode == .none ? 2 : 3))
    }
}

import SMART
import Testing

@Suite("Requested against granted")
struct ScopeComparisonTests {
    @Test(
        "R-147: what is missing is the rights that lack, whatever their spelling",
        arguments: [
            // The same rights, spelt otherwise.
            ("patient/Observation.read", "patient/Observation.rs", ""),
            ("patient/Observation.rs", "patient/Observation.read", ""),
            ("patient/*.read", "patient.all.read", ""),
            ("patient/Observation.*", "patient/Observation.read patient/Observation.write", ""),
            ("openid patient/*.rs", "patient/*.rs openid", ""),
            // Wildcards that answer for a single type.
            ("patient/Observation.read patient/Condition.read", "patient/*.rs", ""),
            ("patient/Observation.r", "patient/*.cruds", ""),
            ("patient/Observation.rs", "patient/*.r patient/Observation.s", ""),
            // Less than asked.
            ("patient/*.rs", "patient/Observation.rs", "patient/*.rs"),
            ("patient/Observation.cruds", "patient/Observation.rs", "patient/Observation.cud"),
            ("patient/Observation.read", "patient/Observation.r", "patient/Observation.s"),
            ("patient/Observation.write", "", "patient/Observation.write"),
            ("openid offline_access", "openid", "offline_access"),
            ("offline_access", "online_access", "offline_access"),
            ("launch/patient vendor.scope", "vendor.scope", "launch/patient"),
            // Levels do not stand for one another.
            ("patient/*.rs", "user/*.cruds system/*.cruds", "patient/*.rs"),
            // constraints narrow.
            ("patient/Observation.rs", "patient/Observation.rs?category=lab", "patient/Observation.rs"),
            ("patient/Observation.rs?category=lab", "patient/Observation.rs", ""),
            ("patient/Observation.rs?category=lab", "patient/*.rs", ""),
            ("patient/Observation.rs?category=lab", "patient/Observation.rs?category=lab", ""),
            ("patient/Observation.rs?category=lab&status=final", "patient/Observation.rs?category=lab", ""),
            ("patient/Observation.rs?a=1&b=2", "patient/Observation.rs?b=2&a=1", ""),
            ("patient/Observation.rs?category=lab", "patient/Observation.rs?category=lab,vital", ""),
            (
                "patient/Observation.rs?category=lab,vital", "patient/Observation.rs?category=lab",
                "patient/Observation.rs?category=lab,vital"
            ),
            (
                "patient/Observation.cruds?category=lab", "patient/Observation.rs?category=lab",
                "patient/Observation.cud?category=lab"
            ),
            (
                "patient/Observation.rs?category=lab", "patient/Observation.rs?category=lab&status=final",
                "patient/Observation.rs?category=lab"
            ),
        ])
    func missing(requested: String, granted: String, expected: String) {
        let comparison = ScopeComparison(requested: ScopeSet(requested), granted: ScopeSet(granted))
        #expect(comparison.missing.text == expected)
    }

    @Test(
        "What was granted beyond the request is named",
        arguments: [
            ("patient/Observation.rs", "patient/*.rs", "patient/*.rs"),
            ("patient/*.rs", "patient/Observation.rs patient/Patient.r", ""),
            ("patient/Observation.rs", "patient/Observation.cruds", "patient/Observation.cud"),
            ("openid", "openid offline_access", "offline_access"),
        ])
    func unrequested(requested: String, granted: String, expected: String) {
        let comparison = ScopeComparison(requested: ScopeSet(requested), granted: ScopeSet(granted))
        #expect(comparison.unrequested.text == expected)
    }
}

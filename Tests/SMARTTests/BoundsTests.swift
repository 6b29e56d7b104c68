import Foundation
import SMART
import Testing

/// What a server may grow is bounded where it enters.
@Suite("Bounds on what a server sends")
struct BoundsTests {
    private func response(_ members: String) throws -> TokenResponse {
        try TokenResponse(reading: AnswerBody("{\"access_token\":\"at-0123456789\",\(members)}"))
    }

    @Test("Of many additional members the first are kept, and how many more there were is said")
    func members() throws {
        let many = (0..<5_000).map { "\"m\($0)\":\"\($0)\"" }.joined(separator: ",")
        let additional = try response(many).additional
        #expect(additional.count == 101)
        #expect(additional["members left out"] == .number(4_900))
    }

    @Test("Additional members are bounded in size and depth, and can be stored whatever they are")
    func sizeAndDepth() throws {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        let wide = "[" + Array(repeating: "1", count: 50_000).joined(separator: ",") + "]"
        let long = String(repeating: "x", count: 500_000)
        for member in ["\"v\":\(deep)", "\"v\":\(wide)", "\"v\":\"\(long)\"", "\"\(long)\":1"] {
            let stored = try JSONEncoder().encode(try response(member).additional)
            #expect(stored.count < 100_000)
            #expect(try JSONDecoder().decode([String: JSONValue].self, from: stored).count == 1)
        }
        let context = try response("\"authorization_details\":\(deep),\"fhirContext\":\(wide),\"patient\":\"\(long)\"")
            .context
        #expect(try JSONEncoder().encode(context).count < 20_000)
    }

    @Test("A few combining marks stay on a letter, and thousands do not")
    func combiningMarks() throws {
        let name = "a\u{301}\u{323}" + String(repeating: "\u{336}", count: 60_000) + "b"
        #expect(name.cleaned.unicodeScalars.count == 10)
        #expect("e\u{301}".cleaned == "e\u{301}")
        #expect("ที่นี่ 👩‍👩‍👧‍👦 ǭ̄́".cleaned == "ที่นี่ 👩‍👩‍👧‍👦 ǭ̄́")
    }

    @Test(
        "Scopes are kept as they were granted, 30,000 of them; of more than is kept the rest is counted",
        .timeLimit(.minutes(1)))
    func scopes() throws {
        let granted = (0..<30_000).map { "patient/T\($0).rs" }
        let scope = try #require(try response("\"scope\":\"\(granted.joined(separator: " "))\"").scope)
        #expect(scope.words == granted)
        let beyond = try response("\"scope\":\"\((0..<60_000).map { "s\($0)" }.joined(separator: " "))\"")
        #expect(beyond.scope?.words.count == 50_000)
        #expect(beyond.additional["scopes left out"] == .number(10_000))
    }

    @Test(
        "Comparing 30,000 granted scopes with as many takes no time that a person would notice", .timeLimit(.minutes(1))
    )
    func comparison() {
        let before = ScopeSet(
            words: (0..<30_000).map { "patient/T\($0).rs" } + (0..<2_000).map { "patient/X.rs?code=\($0)" })
        let after = ScopeSet(
            words: (1..<30_000).map { "patient/T\($0).cruds" } + (0..<2_000).map { "patient/X.rs?code=\($0)" })
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(ScopeComparison(requested: before, granted: after).missing.words == ["patient/T0.rs"])
        }
        #expect(time < .seconds(20), "\(time)")
    }

    @Test("A long list of scopes is told in part")
    func words() {
        let scopes = ScopeSet(words: (0..<12).map { "s\($0)" })
        #expect(scopes.text(atMost: 2) == "s0 s1 and 10 more")
        #expect(scopes.text(atMost: 12) == scopes.text)
    }

    @Test("A document is shown at a terminal with what steers it written out")
    func escaped() {
        #expect("a\u{1B}]0;x\u{7}\n\tb\u{202E}\r".escaped == "a\\u{1B}]0;x\\u{7}\n\tb\\u{202E}\\u{D}")
    }
}

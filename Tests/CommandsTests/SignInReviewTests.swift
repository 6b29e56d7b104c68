import Records
import Sessions
import Testing

@testable import Commands

@Suite("What follows a sign-in")
struct SignInReviewTests {
    @Test("It names the person, the patient, the access mode and each refused scope in words")
    func review() throws {
        let text = SignInReview(of: try Sample.live()).text
        #expect(
            text == """
                lab:nurse: signed in as Ann Lee
                  patient    p1
                  access     offline asked, offline granted (inferred: the server did not say)
                  token      until 2023-11-14T22:13:20Z
                  granted    openid patient/*.rs
                  refused    patient/Observation.c
                             create observations
                """)
    }

    @Test("Without a name the person is the FHIR user, then the subject, then nobody")
    func person() throws {
        var snapshot = try Sample.live()
        func first() -> String? { SignInReview(of: snapshot).text.split(separator: "\n").first.map(String.init) }
        snapshot.identity?.name = nil
        #expect(first() == "lab:nurse: signed in as Practitioner/1")
        snapshot.identity?.fhirUser = nil
        #expect(first() == "lab:nurse: signed in as s")
        snapshot.identity = SessionRecord.Identity(problem: "signed with an unknown key")
        #expect(first() == "lab:nurse: signed in")
        #expect(SignInReview(of: snapshot).text.hasSuffix("identity   not used: signed with an unknown key"))
    }
}

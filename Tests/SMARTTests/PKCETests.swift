import SMART
import Testing

@Suite("PKCE")
struct PKCETests {
    @Test("R-13: the verifier of RFC 7636 appendix B has the challenge printed there")
    func appendixB() {
        let pkce = PKCE(verifier: Redacted("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        #expect(pkce.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        #expect(pkce.method == "S256")
    }

    @Test("A generated verifier has the length and alphabet of RFC 7636 and never repeats")
    func generates() {
        let verifiers = (0..<200).map { _ in PKCE.generate().verifier.reveal() }
        #expect(Set(verifiers).count == 200)
        for verifier in verifiers {
            #expect(verifier.wholeMatch(of: /[A-Za-z0-9\-_]{43}/) != nil)
        }
    }

    @Test("Printing a pair shows the challenge and not the verifier")
    func hidesVerifier() {
        let pkce = PKCE.generate()
        #expect(!"\(pkce)".contains(pkce.verifier.reveal()))
    }
}

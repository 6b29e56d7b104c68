import SMART
import TestSupport
import Testing

@Suite("Requests to the token, revocation and introspection endpoints")
struct TokenRequestTests {
    private static let grant = TokenRequest.Grant.authorizationCode(
        Redacted("c+1"), redirectURI: "http://127.0.0.1/callback", verifier: Redacted("v-1"))

    private func authorization(_ form: some ClientForm) -> String? {
        form.credentials.authorization?.reveal()
    }

    @Test("R-62, R-63, R-67 to R-71: a public client sends code, redirect URI, verifier and its client_id in the body")
    func publicClient() {
        let request = TokenRequest(Self.grant, credentials: ClientCredentials(id: "my app"))
        #expect(
            request.body.reveal()
                == "grant_type=authorization_code&code=c%2B1&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback"
                + "&code_verifier=v-1&client_id=my%20app")
        #expect(authorization(request) == nil)
    }

    @Test("R-72, R-345: Basic authentication is base64 of the raw pair, and the body has no client_id")
    func basic() {
        let credentials = ClientCredentials(id: "my app", method: .clientSecretBasic, secret: Redacted("s:e%c+ret"))
        let request = TokenRequest(Self.grant, credentials: credentials)
        #expect(authorization(request) == "Basic bXkgYXBwOnM6ZSVjK3JldA==")
        #expect(!request.body.reveal().contains("client_id"))
        #expect(!request.body.reveal().contains("client_secret"))
    }

    @Test("client_secret_post puts both into the body")
    func post() {
        let credentials = ClientCredentials(id: "app", method: .clientSecretPost, secret: Redacted("s&"))
        let request = TokenRequest(Self.grant, credentials: credentials)
        #expect(request.body.reveal().hasSuffix("&client_id=app&client_secret=s%26"))
        #expect(authorization(request) == nil)
    }

    @Test("R-105 to R-107: a refresh sends the refresh token, and no scope, which asks for all that was granted")
    func refresh() {
        let credentials = ClientCredentials(id: "app")
        #expect(
            TokenRequest(.refreshToken(Redacted("rt/1")), credentials: credentials).body.reveal()
                == "grant_type=refresh_token&refresh_token=rt%2F1&client_id=app")
    }

    @Test("RFC 7009, RFC 7662: revocation and introspection name the token, its kind and the client")
    func revocationAndIntrospection() {
        let basic = ClientCredentials(id: "app", method: .clientSecretBasic, secret: Redacted("s"))
        let revocation = TokenReference(token: Redacted("rt"), kind: .refreshToken, credentials: basic)
        #expect(revocation.body.reveal() == "token=rt&token_type_hint=refresh_token")
        #expect(authorization(revocation) == "Basic YXBwOnM=")
        let introspection = TokenReference(
            token: Redacted("at"), kind: .accessToken, credentials: ClientCredentials(id: "app"))
        #expect(introspection.body.reveal() == "token=at&token_type_hint=access_token&client_id=app")
        #expect(introspection.bodyWithoutClient.reveal() == "token=at&token_type_hint=access_token")
    }

    @Test("Printing a request shows no secret")
    func hidesSecrets() {
        let credentials = ClientCredentials(id: "app", method: .clientSecretPost, secret: Redacted("canary-1"))
        let request = TokenRequest(.refreshToken(Redacted("canary-2")), credentials: credentials)
        #expect(!"\(request)\(String(reflecting: request))".contains("canary"))
    }
}

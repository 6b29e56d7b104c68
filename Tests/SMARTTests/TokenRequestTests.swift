import SMART
import Testing

@Suite("Requests to the token, revocation and introspection endpoints")
struct TokenRequestTests {
    private static let grant = TokenRequest.Grant.authorizationCode(
        Redacted("c+1"), redirectURI: "http://127.0.0.1/callback", verifier: Redacted("v-1"))

    private func authorization(_ form: some ClientForm) -> String? {
        form.headers.first { $0.0 == "Authorization" }?.1
    }

    @Test("R-62, R-63, R-67 to R-71: a public client sends code, redirect URI, verifier and its client_id in the body")
    func publicClient() {
        let request = TokenRequest(Self.grant, credentials: ClientCredentials(id: "my app"))
        #expect(
            request.body
                == "grant_type=authorization_code&code=c%2B1&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback"
                + "&code_verifier=v-1&client_id=my%20app")
        #expect(authorization(request) == nil)
        #expect(request.headers.contains { $0 == ("Content-Type", "application/x-www-form-urlencoded") })
    }

    @Test("R-72, R-345: Basic authentication is base64 of the raw pair, and the body has no client_id")
    func basic() {
        let credentials = ClientCredentials(id: "my app", method: .clientSecretBasic, secret: Redacted("s:e%c+ret"))
        let request = TokenRequest(Self.grant, credentials: credentials)
        #expect(authorization(request) == "Basic bXkgYXBwOnM6ZSVjK3JldA==")
        #expect(!request.body.contains("client_id"))
        #expect(!request.body.contains("client_secret"))
    }

    @Test("client_secret_post puts both into the body")
    func post() {
        let credentials = ClientCredentials(id: "app", method: .clientSecretPost, secret: Redacted("s&"))
        let request = TokenRequest(Self.grant, credentials: credentials)
        #expect(request.body.hasSuffix("&client_id=app&client_secret=s%26"))
        #expect(authorization(request) == nil)
    }

    @Test("R-105 to R-107: a refresh sends the refresh token, and a scope only to ask for less")
    func refresh() {
        let credentials = ClientCredentials(id: "app")
        #expect(
            TokenRequest(.refreshToken(Redacted("rt/1")), credentials: credentials).body
                == "grant_type=refresh_token&refresh_token=rt%2F1&client_id=app")
        #expect(
            TokenRequest(.refreshToken(Redacted("rt"), scope: "patient/*.rs"), credentials: credentials).body
                == "grant_type=refresh_token&refresh_token=rt&scope=patient%2F%2A.rs&client_id=app")
    }

    @Test("RFC 7009, RFC 7662: revocation and introspection name the token, its kind and the client")
    func revocationAndIntrospection() {
        let basic = ClientCredentials(id: "app", method: .clientSecretBasic, secret: Redacted("s"))
        let revocation = TokenReference(token: Redacted("rt"), kind: .refreshToken, credentials: basic)
        #expect(revocation.body == "token=rt&token_type_hint=refresh_token")
        #expect(authorization(revocation) == "Basic YXBwOnM=")
        let introspection = TokenReference(
            token: Redacted("at"), kind: .accessToken, credentials: ClientCredentials(id: "app"))
        #expect(introspection.body == "token=at&token_type_hint=access_token&client_id=app")
    }

    @Test("Printing a request shows no secret")
    func hidesSecrets() {
        let credentials = ClientCredentials(id: "app", method: .clientSecretPost, secret: Redacted("canary-1"))
        let request = TokenRequest(.refreshToken(Redacted("canary-2")), credentials: credentials)
        #expect(!"\(request)\(String(reflecting: request))".contains("canary"))
    }
}

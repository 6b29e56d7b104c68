import SMART

/// An authorization request as the sandbox received it and found it valid (SMART App Launch 2.2, section 3.0.7).
///
/// The sandbox registers nobody, so any redirect URI that a native app may use will do (RFC 8252 sections 7.3 and 8.4).
struct IncomingAuthorization: Sendable {
    /// Whoever asks; the sandbox registers nobody.
    let clientID: String
    /// Where the answer goes.
    let redirectURI: RedirectURI
    /// What is asked for, as written.
    let scope: ScopeSet
    /// Goes back with the answer (RFC 6749 section 4.1.2).
    let state: String
    /// What the code's verifier must hash to (RFC 7636 section 4.3).
    let proofKey: ProofKey
    /// Goes into the `id_token` (OpenID Connect Core section 3.1.2.1).
    let nonce: String?
    /// The `launch` parameter of an EHR launch.
    let launch: String?

    /// Why a request was turned down, and where the answer goes.
    enum Refusal: Error {
        /// The client or its redirect URI cannot be trusted with an answer: the person is told instead (RFC 6749 section 4.1.2.1).
        case toThePerson(String)
        /// Back to the app, with the error (RFC 6749 section 4.1.2.1).
        case toTheClient(OAuthError, at: RedirectURI, state: String?)
    }

    /// Reads and judges a request.
    ///
    /// The client and its redirect URI come first: only where both are in order may an error go back to the app.
    ///
    /// - Parameters:
    ///   - parameters: the query or the form.
    ///   - audience: the FHIR base URL that `aud` must name, with or without a slash at its end.
    /// - Throws: ``Refusal`` at the first thing that is wrong.
    init(_ parameters: FormParameters, audience: String) throws(Refusal) {
        guard let clientID = parameters["client_id"] else {
            throw .toThePerson("The app did not say who it is: client_id is missing.")
        }
        guard let redirect = parameters["redirect_uri"] else {
            throw .toThePerson("The app did not say where to send you back to: redirect_uri is missing.")
        }
        guard let redirectURI = try? RedirectURI(redirect) else {
            throw .toThePerson(
                "The app wants to send you to “\(redirect.cleaned)”. The sandbox sends people to https addresses and to "
                    + "http addresses on this machine only.")
        }
        let state = parameters["state"]
        func refuse(_ code: String, _ detail: String) -> Refusal {
            .toTheClient(OAuthError(code: code, detail: detail), at: redirectURI, state: state)
        }
        if let name = parameters.repeatedName { throw refuse("invalid_request", "\(name) is given more than once") }
        guard let responseType = parameters["response_type"] else {
            throw refuse("invalid_request", "response_type is missing")
        }
        guard responseType == "code" else { throw refuse("unsupported_response_type", "response_type must be code") }
        guard let state else { throw refuse("invalid_request", "state is missing") }
        guard let audienceGiven = parameters["aud"] ?? parameters["resource"] else {
            throw refuse("invalid_request", "aud is missing; it must be \(audience)")
        }
        guard audienceGiven == audience || audienceGiven == audience + "/" else {
            throw refuse("invalid_request", "aud must be \(audience)")
        }
        guard let challenge = parameters["code_challenge"] else {
            throw refuse("invalid_request", "code_challenge is missing; PKCE is required")
        }
        guard parameters["code_challenge_method"] == "S256" else {
            throw refuse("invalid_request", "code_challenge_method must be S256")
        }
        guard let proofKey = ProofKey(challenge: challenge) else {
            throw refuse("invalid_request", "code_challenge must be the base64url SHA-256 of the verifier")
        }
        guard let scope = parameters["scope"].map({ ScopeSet($0) }), !scope.isEmpty else {
            throw refuse("invalid_scope", "scope is missing")
        }
        let launch = parameters["launch"]
        guard launch != nil || !scope.contains(.launch(context: nil, role: nil)) else {
            throw refuse("invalid_request", "scope launch comes with the launch parameter of an EHR launch")
        }
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.scope = scope
        self.state = state
        self.proofKey = proofKey
        nonce = parameters["nonce"]
        self.launch = launch
    }
}

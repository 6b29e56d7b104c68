/// What the authorization server sent back through the browser: a code or an error (RFC 6749 section 4.1.2).
package struct AuthorizationRedirect: Hashable, Sendable {
    /// The authorization code; `nil` where the redirect brings an error.
    package let code: Redacted?
    /// The `state` that it carries, to be compared.
    package let state: Redacted?
    /// The authorization server's issuer (RFC 9207).
    package let issuer: String?
    /// The server's error (RFC 6749 section 4.1.2.1).
    package let error: OAuthError?
    /// Whether the person pasted the code alone.
    package let isBareCode: Bool

    /// Reads the target of a request that came to a socket (`/callback?code=…`), or what a person pasted: a whole address,
    /// also with line breaks, blanks, quotes or brackets around it and parameters in its fragment; a query; or the bare code.
    ///
    /// - Throws: ``AuthorizationRedirectError`` where the text carries neither a code nor an error.
    package init(parsing text: String) throws(AuthorizationRedirectError) {
        switch PastedText(text) {
        case .nothing: throw AuthorizationRedirectError(.empty)
        case .unreadable: throw AuthorizationRedirectError(.noCode)
        case .bareCode(let code):
            self.init(code: Redacted(code), state: nil, issuer: nil, error: nil, isBareCode: true)
        case .parameters(let query): try self.init(parameters: query)
        }
    }

    private init(code: Redacted?, state: Redacted?, issuer: String?, error: OAuthError?, isBareCode: Bool) {
        self.code = code
        self.state = state
        self.issuer = issuer
        self.error = error
        self.isBareCode = isBareCode
    }

    /// Reads the parameters of a query or fragment.
    private init(parameters query: PastedText.Parameters) throws(AuthorizationRedirectError) {
        for name in ["code", "state", "error", "iss"] where query.isAmbiguous(name) {
            throw AuthorizationRedirectError(.ambiguous)
        }
        let error = query["error"].map {
            OAuthError(code: $0, detail: query["error_description"])
        }
        // A code never holds a blank, but some servers leave a bare + in it.
        let code = query.keepingPlus("code")
        guard error != nil || code != nil else {
            throw AuthorizationRedirectError(query["response_type"] == nil ? .noCode : .ownRequest)
        }
        self.init(
            code: error == nil ? code.map { Redacted($0) } : nil,
            state: query.keepingPlus("state").map { Redacted($0) }, issuer: query["iss"], error: error,
            isBareCode: false)
    }

    /// The code, once it is known to answer the request that `expectedState` belongs to.
    ///
    /// `state` is compared in constant time and before anything else, so that a stranger's redirect can neither end nor
    /// complete a sign-in. An error without `state` counts only where the person pasted it.
    ///
    /// - Parameters:
    ///   - expectedState: what the authorization request carried.
    ///   - expectedIssuer: the issuer from discovery; compared where the redirect names one (RFC 9207).
    ///   - issuerRequired: whether the server advertises that it names one (RFC 9207 section 3); a code that the person pasted
    ///     alone names none.
    ///   - bareCodeAllowed: whether the text came from the person, who may paste the code alone.
    /// - Returns: the code, good for one exchange.
    /// - Throws: ``AuthorizationRedirectError``, with the server's own error in words.
    package func code(
        expectedState: Redacted, expectedIssuer: String?, issuerRequired: Bool = false, bareCodeAllowed: Bool
    ) throws(AuthorizationRedirectError) -> Redacted {
        if let state {
            guard state.equalsInConstantTime(expectedState) else { throw AuthorizationRedirectError(.stateMismatch) }
        } else if isBareCode {
            guard bareCodeAllowed else { throw AuthorizationRedirectError(.bareCodeNotAllowed) }
        } else if error == nil || !bareCodeAllowed {
            throw AuthorizationRedirectError(.stateMissing, oauthError: error)
        }
        // An error leads nowhere, whoever sent it; a code is sent to a server.
        if issuerRequired, issuer == nil, code != nil, !isBareCode { throw AuthorizationRedirectError(.issuerMissing) }
        if let issuer, let expectedIssuer, Issuer(issuer) != Issuer(expectedIssuer) {
            throw AuthorizationRedirectError(.issuerMismatch)
        }
        if let error {
            throw AuthorizationRedirectError(error.code == "access_denied" ? .denied : .refused, oauthError: error)
        }
        guard let code else { throw AuthorizationRedirectError(.noCode) }
        return code
    }
}

/// An OAuth error body (RFC 6749 section 5.2), also where a server used its own names or status code.
package struct OAuthError: Error, Hashable, Sendable {
    /// The `error` code, such as `invalid_grant`.
    package let code: String
    /// `error_description` or a vendor's text, cleaned.
    package let detail: String?
    /// `error_uri`, cleaned.
    package let uri: String?

    package init(code: String, detail: String? = nil, uri: String? = nil) {
        self.code = code.cleaned
        self.detail = detail?.cleaned
        self.uri = uri?.cleaned
    }
}

extension OAuthError: CustomStringConvertible {
    package var description: String {
        detail.map { "\($0) (\(code))" } ?? code
    }
}

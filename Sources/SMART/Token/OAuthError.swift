/// An OAuth error body (RFC 6749 section 5.2), also where a server used its own names or status code.
package struct OAuthError: Error, Hashable, Sendable {
    /// The `error` code, such as `invalid_grant`.
    package let code: String
    /// `error_description` or a vendor's text, cleaned.
    package let detail: String?

    /// - Parameters: what the server wrote; both are cleaned here.
    package init(code: String, detail: String? = nil) {
        self.code = code.cleaned
        self.detail = detail?.cleaned
    }
}

extension OAuthError: CustomStringConvertible {
    /// The detail, where there is one, with the code behind it.
    package var description: String {
        detail.map { "\($0) (\(code))" } ?? code
    }
}

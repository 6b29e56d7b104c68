package import SMART

/// One HTTP request.
///
/// What may be secret is redacted, so a request can be described without giving anything away.
package struct TransportRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package let method: Method
    /// The absolute address: `https`, or `http` on a loopback host.
    package let url: String
    package let accept: String?
    /// The whole `Authorization` header.
    package let authorization: Redacted?
    /// A body of type `application/x-www-form-urlencoded`.
    package let form: Redacted?
    /// The whole `Cookie` header, for pages that a visitor walks through.
    package let cookie: Redacted?
    package let limits: TransportLimits

    package init(
        _ method: Method, _ url: String, accept: String? = nil, authorization: Redacted? = nil, form: Redacted? = nil,
        cookie: Redacted? = nil, limits: TransportLimits
    ) {
        self.method = method
        self.url = url
        self.accept = accept
        self.authorization = authorization
        self.form = form
        self.cookie = cookie
        self.limits = limits
    }
}

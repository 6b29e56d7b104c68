package import SMART

/// One HTTP request.
///
/// What may be secret is redacted, so a request can be described without giving anything away.
package struct TransportRequest: Sendable {
    /// The two methods that the protocol needs; nothing here writes to a FHIR server.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// `POST` where there is a form.
    package let method: Method
    /// Where it goes, to the letter.
    package let address: ServerAddress
    /// The `Accept` header; `nil` sends none.
    package let accept: String?
    /// The whole `Authorization` header.
    package let authorization: Redacted?
    /// A body of type `application/x-www-form-urlencoded`.
    package let form: Redacted?
    /// The whole `Cookie` header, for pages that a visitor walks through.
    package let cookie: Redacted?
    /// How much the request may cost.
    package let limits: TransportLimits
    /// Whether all that comes is to be kept, in whatever form: the answer cannot be asked for again.
    package let keepsWhatComes: Bool

    /// A request; what is left out is not sent.
    package init(
        _ method: Method, _ address: ServerAddress, accept: String? = nil, authorization: Redacted? = nil,
        form: Redacted? = nil,
        cookie: Redacted? = nil, limits: TransportLimits, keepsWhatComes: Bool = false
    ) {
        self.method = method
        self.address = address
        self.accept = accept
        self.authorization = authorization
        self.form = form
        self.cookie = cookie
        self.limits = limits
        self.keepsWhatComes = keepsWhatComes
    }
}

/// Where the sandbox answers: every address it hands out.
struct SandboxAddress: Sendable {
    /// Scheme, host and port, without a slash at the end.
    let origin: String

    /// The addresses of a sandbox that listens there.
    ///
    /// - Parameters:
    ///   - host: a loopback host; an IPv6 address without its brackets.
    ///   - port: the port that it got.
    init(host: String, port: Int) {
        origin = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// `iss` and `issuer`: the origin itself.
    var issuer: String { origin }
    /// The FHIR base URL, which `aud` must name.
    var fhirBase: String { origin + "/fhir" }
    /// Where a person signs in.
    var authorization: String { origin + "/authorize" }
    /// Where codes and refresh tokens are traded.
    var token: String { origin + "/token" }
    /// RFC 7009.
    var revocation: String { origin + "/revoke" }
    /// RFC 7662.
    var introspection: String { origin + "/introspect" }
    /// The key that identities are signed with.
    var keySet: String { origin + "/.well-known/jwks.json" }
    /// OpenID Connect Discovery 1.0, section 4.
    var openIDConfiguration: String { origin + "/.well-known/openid-configuration" }
    /// `smart_style_url` of every launch context.
    var style: String { origin + "/smart-style.json" }
}

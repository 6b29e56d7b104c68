/// Where the sandbox answers: every address it hands out.
struct SandboxAddress: Sendable {
    let origin: String

    init(host: String, port: Int) {
        origin = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    var issuer: String { origin }
    var fhirBase: String { origin + "/fhir" }
    var authorization: String { origin + "/authorize" }
    var token: String { origin + "/token" }
    var revocation: String { origin + "/revoke" }
    var introspection: String { origin + "/introspect" }
    var keySet: String { origin + "/.well-known/jwks.json" }
    var openIDConfiguration: String { origin + "/.well-known/openid-configuration" }
    var style: String { origin + "/smart-style.json" }
}

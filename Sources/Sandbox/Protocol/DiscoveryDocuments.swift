import SMART

/// What the sandbox says of itself.
struct DiscoveryDocuments {
    /// Where the sandbox was asked.
    let address: SandboxAddress
    /// The resource types that there are records of.
    let types: [String]

    /// SMART App Launch 2.2, section 8.0.1.
    private static let capabilities = [
        "launch-ehr", "launch-standalone", "authorize-post", "client-public", "client-confidential-symmetric",
        "sso-openid-connect", "context-banner", "context-style", "context-ehr-patient", "context-ehr-encounter",
        "context-standalone-patient", "context-standalone-encounter", "permission-offline", "permission-online",
        "permission-patient", "permission-user", "permission-v1", "permission-v2",
    ]
    /// Examples rather than all: any FHIR type may stand in the place of `*`.
    private static let scopes = [
        "openid", "fhirUser", "profile", "launch", "launch/patient", "launch/encounter", "offline_access",
        "online_access", "patient/*.rs", "patient/*.read", "user/*.rs", "user/*.read",
    ]
    /// As clients are, in ``ClientClaim``.
    private static let authenticationMethods = ["none", "client_secret_basic", "client_secret_post"]

    /// What both documents of the authorization server share.
    private var endpoints: [String: JSONValue] {
        [
            "issuer": .string(address.issuer),
            "jwks_uri": .string(address.keySet),
            "authorization_endpoint": .string(address.authorization),
            "token_endpoint": .string(address.token),
            "revocation_endpoint": .string(address.revocation),
            "introspection_endpoint": .string(address.introspection),
            "response_types_supported": .strings(["code"]),
            "grant_types_supported": .strings(["authorization_code", "refresh_token"]),
            "code_challenge_methods_supported": .strings(["S256"]),
            "token_endpoint_auth_methods_supported": .strings(Self.authenticationMethods),
            "scopes_supported": .strings(Self.scopes),
            "authorization_response_iss_parameter_supported": .bool(true),
        ]
    }

    /// `{base}/.well-known/smart-configuration` (SMART App Launch 2.2, section 8.0.2).
    var smartConfiguration: JSONValue {
        .object(endpoints.merging(["capabilities": .strings(Self.capabilities)]) { $1 })
    }

    /// OpenID Connect Discovery 1.0, section 3.
    var openIDConfiguration: JSONValue {
        .object(
            endpoints.merging([
                "subject_types_supported": .strings(["public"]),
                "id_token_signing_alg_values_supported": .strings([IdentityTokens.algorithm]),
                "claims_supported": .strings([
                    "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name", "preferred_username", "fhirUser",
                ]),
            ]) { $1 })
    }

    /// The conformance statement with the OAuth URIs (FHIR R4, CapabilityStatement; SMART App Launch 2.2, section 8.0.1).
    var capabilityStatement: JSONValue {
        .object([
            "resourceType": .string("CapabilityStatement"), "status": .string("active"), "date": .string("2026-01-01"),
            "kind": .string("instance"), "fhirVersion": .string("4.0.1"), "format": .strings(["json"]),
            "software": .object(["name": .string("Stoke sandbox")]),
            "implementation": .object([
                "description": .string("Synthetic patients for trying out SMART clients"),
                "url": .string(address.fhirBase),
            ]),
            "rest": .array([
                .object([
                    "mode": .string("server"), "security": security,
                    "resource": .array(types.map { resource($0) }),
                ])
            ]),
        ])
    }

    /// The security section with `oauth-uris`, the older way to name the endpoints.
    private var security: JSONValue {
        let uris = [
            ("authorize", address.authorization), ("token", address.token), ("revoke", address.revocation),
            ("introspect", address.introspection),
        ]
        return .object([
            "service": .array([
                .object([
                    "coding": .array([
                        .object([
                            "system": .string("http://terminology.hl7.org/CodeSystem/restful-security-service"),
                            "code": .string("SMART-on-FHIR"),
                        ])
                    ])
                ])
            ]),
            "extension": .array([
                .object([
                    "url": .string("http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"),
                    "extension": .array(uris.map { .object(["url": .string($0.0), "valueUri": .string($0.1)]) }),
                ])
            ]),
        ])
    }

    /// What the FHIR server does with one type.
    private func resource(_ type: String) -> JSONValue {
        let parameters = [
            ("_id", "token"), ("patient", "reference"), ("subject", "reference"), ("category", "token"),
            ("code", "token"), ("name", "string"),
        ]
        return .object([
            "type": .string(type),
            "interaction": .array(["read", "search-type"].map { .object(["code": .string($0)]) }),
            "searchParam": .array(
                parameters.map { .object(["name": .string($0.0), "type": .string($0.1)]) }),
        ])
    }
}

extension JSONValue {
    /// A list of texts.
    static func strings(_ values: [String]) -> JSONValue {
        .array(values.map(JSONValue.string))
    }
}

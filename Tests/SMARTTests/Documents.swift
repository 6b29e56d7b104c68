/// Discovery documents that the tests share.
enum Documents {
    static let wellKnown = """
        {"issuer":"https://auth.example.org","jwks_uri":"https://auth.example.org/jwks",
         "authorization_endpoint":"https://auth.example.org/authorize","token_endpoint":"https://auth.example.org/token",
         "registration_endpoint":"https://auth.example.org/register","management_endpoint":"https://auth.example.org/manage",
         "introspection_endpoint":"https://auth.example.org/introspect","revocation_endpoint":"https://auth.example.org/revoke",
         "capabilities":["launch-ehr","launch-standalone","client-public","client-confidential-symmetric","sso-openid-connect"],
         "scopes_supported":["openid","patient/*.rs"],"code_challenge_methods_supported":["S256"],
         "token_endpoint_auth_methods_supported":["client_secret_basic"],
         "grant_types_supported":["authorization_code","client_credentials"],
         "user_access_brand_bundle":"https://x.example/brands.json"}
        """

    static let capabilityStatement = """
        {"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","security":{"extension":[
          {"url":"http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris","extension":[
            {"url":"authorize","valueUri":"https://auth.example.org/authorize"},
            {"url":"token","valueUri":"https://auth.example.org/token"},
            {"url":"register","valueUri":"https://auth.example.org/register"},
            {"url":"manage","valueUri":"https://auth.example.org/manage"},
            {"url":"introspect","valueUri":"https://auth.example.org/introspect"},
            {"url":"revoke","valueUri":"https://auth.example.org/revoke"}]}]}}]}
        """

    /// Bodies that are no discovery document of either kind, with words that the error says.
    static let foreign = [
        ("", "an empty body"),
        ("<html><title>Sign in to Guest Wi-Fi</title></html>", "an HTML page titled “Sign in to Guest Wi-Fi”"),
        ("<CapabilityStatement xmlns=\"http://hl7.org/fhir\">", "an XML document (CapabilityStatement)"),
        ("Not Found", "text that is not JSON"), ("[]", "JSON that is no object"), ("null", "JSON that is no object"),
        ("{}", "an empty JSON object"),
        (#"{"error":"not found","path":"/x"}"#, "JSON of another kind (with error, path)"),
        (#"{"resourceType":"OperationOutcome","issue":[{"diagnostics":"Unknown path"}]}"#, "an error (Unknown path)"),
        (#"{"resourceType":"Patient"}"#, "a FHIR Patient"),
    ]
}

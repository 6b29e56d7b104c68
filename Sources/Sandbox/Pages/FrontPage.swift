import SMART

/// The page at the root: what this is and where things are.
struct FrontPage {
    /// Where the sandbox was asked.
    let address: SandboxAddress

    /// The page, with links to the documents.
    var page: Page {
        Page(
            title: "A SMART server to try things on",
            content: """
                <p>FHIR base URL: <code>\(address.fhirBase)</code></p>
                <ul>
                <li>Any client id is taken as a public client; redirects go to https and to this machine.</li>
                <li>The confidential client is <code>\(ConfidentialClient.id)</code> with the secret \
                <code>\(ConfidentialClient.secret.reveal())</code>.</li>
                <li><a href="/ehr">Launch an app</a> as a record system does.</li>
                <li><a href="/fhir/.well-known/smart-configuration">SMART configuration</a> · \
                <a href="/fhir/metadata">capability statement</a></li>
                </ul>
                """)
    }
}

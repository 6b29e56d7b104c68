import ArgumentParser
import EndpointFiles
import Home
import Records
import SMART
import Sessions

/// `stoke endpoint add`: writes a new endpoint's file.
///
/// It asks no server and needs no vault: an endpoint can be prepared before either is there.
struct EndpointAddCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add an endpoint: writes endpoints/NAME.yaml.",
        discussion: """
            See what the server offers first with: stoke discover URL. A client secret is stored apart, in the vault, with: \
            stoke endpoint secret NAME.
            """)

    @Argument(help: "A name of your own: letters, digits, '.', '_' and '-'.")
    var name: EndpointName

    @Argument(help: "The FHIR base URL.")
    var url: String

    @Option(help: ArgumentHelp("The client id that the server's registration gave you.", valueName: "ID"))
    var clientID: String

    @Option(
        help: ArgumentHelp("How the client proves itself.", valueName: "none|client_secret_basic|client_secret_post"))
    var auth: ClientAuthenticationMethod = .none

    @Option(
        help: ArgumentHelp(
            "The registered redirect URI. On this machine: any free port, or the one given. https: sign in by pasting back.",
            valueName: "URI"), transform: { try RedirectURI($0) })
    var redirectURI = RedirectURI.standard

    @Option(name: .customLong("scope"), help: ArgumentHelp("A scope to ask for; repeatable.", valueName: "S"))
    var scopes: [String] = []

    @Option(help: ArgumentHelp("How long access should last.", valueName: "offline|online|none"))
    var access: AccessMode = .offline

    /// Judges what was given and writes the file.
    ///
    /// - Throws: an error of the base URL (exit 64, or 8 where tokens must not go there), or ``EndpointFileError``.
    func perform() throws {
        let endpoint = Endpoint(
            name: name.text, baseURL: try FHIRBaseURL(url),
            client: Endpoint.Client(id: clientID, authentication: auth, redirectURI: redirectURI),
            scopes: scopes.isEmpty ? Endpoint.defaultScopes : ScopeSet(scopes.joined(separator: " ")),
            access: access)
        try EndpointFolder(at: OpenHome.locate().endpointsFolder).add(endpoint)
        Console.note("\(name.text): added. Sign in with: stoke login \(name.text)")
    }
}

/// Read from its word in `token_endpoint_auth_methods_supported` (RFC 7591 section 2).
extension ClientAuthenticationMethod: ExpressibleByArgument {}

import Foundation
import Records
import SMART
import Sessions
import Terminal

/// The fields of a new endpoint, and what is wrong with them.
struct EndpointForm: Sendable {
    /// The fields in the order in which they stand.
    enum Field: Int, CaseIterable, Sendable {
        case address, name, clientID, authentication, redirectURI
    }

    /// The FHIR base URL.
    var address = TextField()
    /// The endpoint's name; where it is empty one is suggested.
    var name = TextField()
    /// As the server gave it at registration.
    var clientID = TextField()
    /// How the client proves who it is at the token endpoint.
    var authentication = ClientAuthenticationMethod.none
    /// As registered at the server.
    var redirectURI = TextField(RedirectURI.standard.text)
    /// The field that takes letters.
    private(set) var focus = Field.address
    /// What is wrong with the focused field, in words.
    private(set) var problem: String?

    /// Focuses another field, round at the ends.
    mutating func move(by distance: Int) {
        let count = Field.allCases.count
        focus = Field(rawValue: (focus.rawValue + distance + count) % count) ?? .address
    }

    /// Gives a key to the focused field; `false` where it is none of editing.
    mutating func edit(_ key: KeyPress) -> Bool {
        switch focus {
        case .address: return editing(\.address, key)
        case .name: return editing(\.name, key)
        case .clientID: return editing(\.clientID, key)
        case .redirectURI: return editing(\.redirectURI, key)
        case .authentication: return chooseAuthentication(key)
        }
    }

    /// Edits a field of text; what was wrong with it is then forgotten.
    private mutating func editing(_ field: WritableKeyPath<EndpointForm, TextField>, _ key: KeyPress) -> Bool {
        guard self[keyPath: field].edit(key) else { return false }
        problem = nil
        return true
    }

    /// Space and the arrows choose; letters mean nothing, but are no actions here either.
    private mutating func chooseAuthentication(_ key: KeyPress) -> Bool {
        let all = ClientAuthenticationMethod.allCases
        let place = all.firstIndex(of: authentication) ?? 0
        switch key {
        case .right, .character(" "): authentication = all[(place + 1) % all.count]
        case .left: authentication = all[(place + all.count - 1) % all.count]
        case .character, .paste: break
        default: return false
        }
        return true
    }

    /// The name given, else one made of the server's host.
    var effectiveName: String {
        name.text.isEmpty ? suggestedName : name.text
    }

    /// A name made of the server's host; empty where none can be.
    ///
    /// The first part of the host that says something: `fhir.epic.com` becomes `epic`.
    private var suggestedName: String {
        guard let host = URLComponents(string: address.text.trimmingCharacters(in: .whitespaces))?.host else {
            return ""
        }
        if ServerAddress.isLoopback(host: host) { return "local" }
        let labels = host.split(separator: ".").map(String.init).filter {
            !["www", "fhir", "api"].contains($0.lowercased())
        }
        let name = String((labels.first ?? "").lowercased().prefix(32))
        return SessionID.isName(name) ? name : ""
    }

    /// The endpoint that the fields describe; `nil` where one is wrong, which then is focused and explained.
    ///
    /// Scopes and access mode are those of every new endpoint; they are chosen when signing in.
    mutating func endpoint(unless isTaken: (String) -> Bool) -> Endpoint? {
        let url: FHIRBaseURL
        do {
            url = try FHIRBaseURL(address.text)
        } catch {
            return fail(.address, error.description)
        }
        let name = effectiveName
        guard SessionID.isName(name) else {
            return fail(.name, "A name is made of letters, digits, dots, dashes and underscores, such as epic-sandbox")
        }
        guard !isTaken(name) else { return fail(.name, "There is an endpoint \(name) already; choose another name") }
        guard !clientID.text.isEmpty else {
            return fail(
                .clientID, "The server knows this program by a client id; it gives one when the app is registered")
        }
        let redirect: RedirectURI
        do {
            redirect = try RedirectURI(redirectURI.text)
        } catch {
            return fail(.redirectURI, error.description)
        }
        let client = Endpoint.Client(id: clientID.text, authentication: authentication, redirectURI: redirect)
        return Endpoint(name: name, baseURL: url, client: client)
    }

    /// Says what asking the server came to, beside its address.
    mutating func refuseAddress(_ problem: String) {
        focus = .address
        self.problem = problem
    }

    /// Focuses the field that is wrong and says why.
    private mutating func fail(_ field: Field, _ problem: String) -> Endpoint? {
        focus = field
        self.problem = problem
        return nil
    }
}

/// How the form looks.
extension EndpointForm {
    /// The fields one below the other, what is wrong, and advice on the focused one.
    func page(theme: Theme, columns: Int) -> Page {
        var page = Page()
        page.add()
        for field in Field.allCases {
            add(field, to: &page, theme: theme, columns: columns)
            if field == focus, let problem {
                page.add(
                    Line.wrap(problem, columns: columns - 20, style: Theme.failure).map { Line("").padded(to: 19) + $0 }
                )
            }
        }
        page.add()
        page.add(Line.wrap(advice, columns: columns - 4, style: Theme.quiet).map { Line("   ") + $0 })
        return page
    }

    /// Adds a field to the page, with what would stand there where it is empty.
    private func add(_ field: Field, to page: inout Page, theme: Theme, columns: Int) {
        let isFocused = field == focus
        let pointer = isFocused ? " \(theme.pointer) " : "   "
        let label = Line(pointer, Theme.key) + Line(CharacterWidth.fit(field.label, columns: 16), Theme.label)
        func add(_ text: TextField, _ placeholder: String) {
            page.add(text, label: label, columns: columns, isFocused: isFocused, placeholder: placeholder)
        }
        switch field {
        case .address: add(address, "https://fhir.example.org/r4")
        case .name: add(name, suggestedName.isEmpty ? "what to call it here" : suggestedName)
        case .clientID: add(clientID, "given by the server at registration")
        case .redirectURI: add(redirectURI, RedirectURI.standard.text)
        case .authentication:
            page.add(
                TextField(), label: label, columns: columns, isFocused: isFocused, placeholder: authentication.rawValue)
        }
    }

    /// What the focused field wants.
    private var advice: String {
        switch focus {
        case .address: "The FHIR base URL, as the server's documentation gives it."
        case .name: "The name of the session in the list, and of its file."
        case .clientID: "A public client needs no secret; choose “none” below."
        case .authentication:
            switch authentication {
            case .none: "Public client: no secret. Space or the arrows choose another way."
            case .clientSecretBasic, .clientSecretPost:
                "The secret is not asked for here: stoke endpoint secret \(effectiveName) reads it into the vault."
            }
        case .redirectURI:
            "As registered. On this machine any free port is used; with https you paste the address that the browser ended at."
        }
    }
}

/// What stands before each field.
extension EndpointForm.Field {
    /// The field's name, at most 16 columns wide.
    fileprivate var label: String {
        switch self {
        case .address: "FHIR base URL"
        case .name: "Name"
        case .clientID: "Client id"
        case .authentication: "Authentication"
        case .redirectURI: "Redirect URI"
        }
    }
}

import SMART
import Sessions
import Terminal

/// What a server advertises and what is wrong with it, before the endpoint is saved.
struct ServerReview {
    /// What the server advertises.
    let server: DiscoveredServer
    /// What would be saved.
    let endpoint: Endpoint

    /// Whether one can sign in, the facts, and what is unusual.
    func page(theme: Theme, columns: Int) -> Page {
        var page = Page()
        page.add()
        page.add(Line(" \(endpoint.name)  ", Theme.title) + Line(server.baseURL.text))
        page.add()
        page.add(verdict(theme: theme, columns: columns - 2).map { Line(" ") + $0 })
        page.add()
        page.add(facts.lines(columns: columns - 2).map { Line(" ") + $0 })
        if !server.findings.isEmpty {
            page.add()
            page.heading("WHAT IS UNUSUAL")
            for finding in server.findings { page.add(lines(for: finding, theme: theme, columns: columns)) }
        }
        return page
    }

    /// Whether a person could sign in with what was found.
    private func verdict(theme: Theme, columns: Int) -> [Line] {
        if server.allowsSignIn { return [Line("\(theme.granted) You can sign in here.", Theme.good)] }
        return Line.wrap(
            """
            \(theme.refused) You cannot sign in here: the server tells no authorization and token endpoint. \
            Saving it is possible all the same.
            """, columns: columns, style: Theme.failure)
    }

    /// What was found, and where.
    private var facts: Facts {
        var facts = Facts()
        func add(_ label: String, _ value: String?) {
            facts.add(label, value.map { Line($0) } ?? Line("not told", Theme.quiet))
        }
        add("FHIR version", server.fhirVersion)
        add("found in", server.sources.isEmpty ? nil : server.sources.map(\.words).joined(separator: " and "))
        add("authorize", server.authorizationEndpoint?.text)
        add("token", server.tokenEndpoint?.text)
        add("revocation", server.revocationEndpoint?.text)
        if let issuer = server.issuer { add("issuer", issuer) }
        if !server.capabilities.isEmpty { add("capabilities", server.capabilities.joined(separator: ", ")) }
        return facts
    }

    /// A finding with the requirement that it breaks.
    private func lines(for finding: Finding, theme: Theme, columns: Int) -> [Line] {
        let place = finding.requirement.map { " (\($0))" } ?? ""
        let lines = Line.wrap(finding.message + place, columns: columns - 5)
        let glyph = Line("   " + finding.severity.glyph(theme) + " ", finding.severity.style)
        return lines.enumerated().map { number, line in (number == 0 ? glyph : Line("     ")) + line }
    }
}

/// The sources in words.
extension DiscoveredServer.Source {
    /// What the document is called.
    fileprivate var words: String {
        switch self {
        case .wellKnown: "the SMART configuration"
        case .metadata: "the capability statement"
        }
    }
}

/// How findings look.
extension Finding.Severity {
    /// The sign before a finding.
    fileprivate func glyph(_ theme: Theme) -> String {
        switch self {
        case .error: theme.refused
        case .warning: theme.isUTF8 ? "▲" : "!"
        case .note: theme.dot
        }
    }

    /// The style of that sign.
    fileprivate var style: Style {
        switch self {
        case .error: Theme.failure
        case .warning: Theme.warning
        case .note: Theme.quiet
        }
    }
}

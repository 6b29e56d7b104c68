import Records
import SMART
import Sessions
import Terminal

/// The last step of signing in: what was granted against what was asked for.
struct GrantReview {
    let session: SessionSnapshot
    let plan: SignInPlan

    func page(of state: State, columns: Int) -> Page {
        var canvas = Canvas(size: state.size, ticker: state.ticker, theme: state.theme)
        var page = Page()
        page.add()
        page.add(Line(" Signed in", Theme.good) + Line(who.map { " as \($0)" } ?? ""))
        page.add()
        var facts = Facts()
        facts.add("access", accessLine)
        if let problem = session.identity?.problem {
            facts.add("identity", Line("not known: \(problem)", Theme.warning))
        }
        if let patient = session.context.patient { facts.add("patient", Line(patient)) }
        if let encounter = session.context.encounter { facts.add("encounter", Line(encounter)) }
        if let expiry = session.accessExpiresAt {
            facts.add("token", Line("valid until \(canvas.ticker.time(expiry))"))
        }
        facts.add("lapses", canvas.lapseTime(of: session))
        page.add(facts.lines(columns: columns - 2).map { Line(" ") + $0 })
        page.add()
        addScopes(to: &page, theme: state.theme, columns: columns)
        return page
    }

    private var who: String? { session.identity?.name ?? session.identity?.fhirUser ?? session.identity?.subject }

    private var accessLine: Line {
        guard let granted = session.grantedAccess else { return Line("\(plan.access.rawValue) asked") }
        let words = "\(plan.access.rawValue) asked, \(granted.mode.rawValue) granted"
        let inferred = granted.inferred ? "; the server did not say so, but sent a refresh token" : ""
        return Line(words + inferred, granted.mode == plan.access ? .plain : Theme.warning)
    }

    private func addScopes(to page: inout Page, theme: Theme, columns: Int) {
        guard let comparison = session.scopes else { return }
        if !comparison.missing.isEmpty {
            page.heading("REFUSED")
            add(comparison.missing, glyph: Line(theme.refused, Theme.warning), to: &page, columns: columns)
            page.add()
        }
        page.heading("GRANTED")
        add(comparison.granted, glyph: Line(theme.granted, Theme.good), to: &page, columns: columns)
        if !comparison.unrequested.isEmpty {
            page.add()
            page.heading("GRANTED WITHOUT BEING ASKED FOR")
            add(comparison.unrequested, glyph: Line("+", Theme.quiet), to: &page, columns: columns)
        }
    }

    private func add(_ scopes: ScopeSet, glyph: Line, to page: inout Page, columns: Int) {
        for (word, scope) in zip(scopes.words, scopes.scopes) {
            let words = Line("   ") + glyph + Line(" " + ScopePhrase.words(for: scope))
            let text = Line(word, Theme.quiet)
            let column = max(words.columns + 2, min(columns, 100) - 26)
            page.add(column + text.columns <= columns ? words.padded(to: column) + text : words)
        }
    }
}

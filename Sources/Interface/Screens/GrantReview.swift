import Records
import SMART
import Sessions
import Terminal

/// The last step of signing in: what was granted against what was asked for.
struct GrantReview {
    /// The session as it is after signing in.
    let session: SessionSnapshot
    /// What was asked for.
    let plan: SignInPlan

    /// Who signed in, for how long, and each scope in words: refused ones first.
    ///
    /// The person has just looked at the server's list and can still say no to what came of it.
    func page(of state: State, columns: Int) -> Page {
        var wording = PageWording(of: state)
        var page = Page()
        page.add()
        page.add(Line(" Signed in", Theme.good) + Line(session.personWords.map { " as \($0)" } ?? ""))
        page.add()
        var facts = Facts()
        facts.add("access", wording.accessWords(of: session))
        if let problem = session.identity?.problem {
            facts.add("identity", Line("not known: \(problem)", Theme.warning))
        }
        if let complaint = session.grantBefore {
            facts.add("grant before", Line("not revoked: \(complaint)", Theme.warning))
        }
        if let patient = session.context.patient { facts.add("patient", Line(patient)) }
        if let encounter = session.context.encounter { facts.add("encounter", Line(encounter)) }
        if let expiry = session.accessExpiresAt {
            facts.add("token", Line("valid until \(wording.ticker.time(expiry))"))
        }
        facts.add("lapses", wording.lapseTime(of: session))
        page.add(facts.lines(columns: columns - 2).map { Line(" ") + $0 })
        page.add()
        addScopes(to: &page, theme: state.theme, columns: columns)
        page.nextChange = wording.ticker.nextChange
        return page
    }

    /// Adds what was refused, what was granted, and what came unasked.
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

    /// Adds scopes, each in words and, where there is room, as text.
    private func add(_ scopes: ScopeSet, glyph: Line, to page: inout Page, columns: Int) {
        for (word, scope) in zip(scopes.words, scopes.scopes).prefix(ScopeWords.mostListed) {
            let words = Line("   ") + glyph + Line(" " + ScopeWords.words(for: scope))
            let text = Line(word, Theme.quiet)
            let column = max(words.columns + 2, min(columns, 100) - 26)
            page.add(column + text.columns <= columns ? words.padded(to: column) + text : words)
        }
        if let more = ScopeWords.leftOut(of: scopes) { page.add(Line("     " + more, Theme.quiet)) }
    }
}

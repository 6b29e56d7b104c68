import Records
import SMART
import Sessions
import Terminal

/// Everything about one session, most wanted first: the detail pane shows as much as fits, the detail screen all.
extension SessionWording {
    /// The lines about a session, in so many columns.
    ///
    /// - Parameters:
    ///   - session: the session as it is now.
    ///   - log: what happened; the newest entries of the session stand at the end.
    ///   - columns: how wide a line may be; what is longer goes on below.
    ///   - isWhole: whether all is told; otherwise only what is wanted most.
    /// - Returns: as many lines as it takes, which may be more than the pane has rows.
    mutating func detailLines(of session: SessionSnapshot, log: EventLog, columns: Int, isWhole: Bool) -> [Line] {
        var facts = Facts()
        addOutline(of: session, to: &facts, isWhole: isWhole)
        addScopes(of: session, to: &facts, isWhole: isWhole)
        if isWhole { addContext(of: session, to: &facts) }
        var lines = title(of: session, columns: columns) + facts.lines(columns: columns)
        let entries = log.newest(isWhole ? 50 : 12, of: session.id)
        if !entries.isEmpty {
            if isWhole { lines += [Line(), Line("EVENTS", Theme.label)] }
            lines += entries.map { line(for: $0, showsSession: false, isNarrow: columns < Self.narrow) }
        }
        return lines
    }

    /// Name and address, on two rows where one is too short.
    private func title(of session: SessionSnapshot, columns: Int) -> [Line] {
        let name = Line("\(session.id)", Theme.title).padded(to: Facts.labelColumns - 1) + Line(" ")
        let room = columns - name.columns
        let address = session.baseURL.text
        if CharacterWidth.columns(of: address) <= room { return [name + Line(address)] }
        return [Line("\(session.id)", Theme.title)] + Line.chop(address, columns: columns).map { Line($0) }
    }

    /// Adds what is wanted most: what is wrong, who signed in, and the times.
    ///
    /// Another patient comes first, since no token is handed out before that is settled.
    private mutating func addOutline(of session: SessionSnapshot, to facts: inout Facts, isWhole: Bool) {
        if let other = session.unconfirmedPatient {
            let words = "a renewal returned patient \(other); no token is handed out until you accept (p)"
            facts.add("attention", Line(words, Theme.warning))
        }
        if isWhole || session.state != .live || session.reason != nil {
            facts.add("state", stateWord(of: session) + Line(session.reason.map { "  " + $0 } ?? ""))
        }
        if let problem = session.identity?.problem {
            facts.addShort("signed in as", Line("not known: \(problem)", Theme.warning))
        } else if let who = session.personWords {
            facts.addShort("signed in as", Line(who))
        }
        if let patient = session.context.patient { facts.addShort("patient", Line(patient)) }
        facts.add("access", accessWords(of: session))
        if isWhole || session.grantedAccess != nil { facts.addShort("token", tokenWords(of: session)) }
        if session.grantedAccess != nil { facts.addShort("lapses", lapseWords(of: session)) }
        if let next = nextRenewal(of: session) { facts.addShort("next renewal", next) }
        if let renewed = session.lastRefreshAt {
            facts.addShort("renewed", Line("\(ticker.time(renewed)), \(count(session.refreshCount, "time"))"))
        }
        if isWhole, let signedIn = session.signedInAt { facts.addShort("signed in", Line(ticker.time(signedIn))) }
        if let error = session.lastError {
            facts.add("last error", Line("\(ticker.time(error.at)) \(error.message)", Theme.warning))
        }
    }

    /// The access mode asked for and granted, and whether the grant is inferred.
    func accessWords(of session: SessionSnapshot) -> Line {
        Line(session.accessWords, session.accessDiffers ? Theme.warning : .plain)
    }

    /// Until when the access token is valid, or since when it is not.
    private mutating func tokenWords(of session: SessionSnapshot) -> Line {
        guard session.state != .signedOut, session.state != .locked, let expiry = session.accessExpiresAt else {
            return Line("none", Theme.quiet)
        }
        if ticker.hasPassed(expiry) { return Line("expired \(ticker.time(expiry))") }
        let assumed = session.accessLifetimeIsKnown ? "" : " (assumed)"
        return Line("expires in \(ticker.remaining(until: expiry))\(assumed)")
    }

    /// When the person has to sign in again, as a time yet to go and as a time of day.
    private mutating func lapseWords(of session: SessionSnapshot) -> Line {
        if let deadline = session.lapsesAt {
            return Line("in \(ticker.remaining(until: deadline)), \(ticker.time(deadline))")
        }
        return lapseTime(of: session)
    }

    /// When the keeper renews next; `nil` where it will not.
    private mutating func nextRenewal(of session: SessionSnapshot) -> Line? {
        if session.isRefreshing { return Line("under way", Style(.cyan)) }
        guard let next = session.nextRefreshAt, !ticker.hasPassed(next) else { return nil }
        return Line("in \(ticker.remaining(until: next)), \(ticker.time(next))")
    }

    /// Adds how many scopes were granted, and each that was refused; each granted one too where all is told.
    private func addScopes(of session: SessionSnapshot, to facts: inout Facts, isWhole: Bool) {
        guard let comparison = session.scopes, let granted = session.grantedScopes else {
            facts.add("asks for", Line(ScopeWords.list(session.requestedScopes)))
            return
        }
        var summary = Line("\(granted.words.count) granted")
        if !comparison.missing.isEmpty { summary += Line(", \(comparison.missing.words.count) refused", Theme.warning) }
        if !comparison.unrequested.isEmpty { summary += Line(", \(comparison.unrequested.words.count) not asked for") }
        facts.add("scopes", summary)
        add(comparison.missing, as: "  refused", Theme.warning, to: &facts)
        if isWhole { add(granted, as: "  granted", .plain, to: &facts) }
    }

    /// Adds scopes one below the other, of many the first and how many more there are.
    private func add(_ scopes: ScopeSet, as label: String, _ style: Style, to facts: inout Facts) {
        for (word, scope) in zip(scopes.words, scopes.scopes).prefix(ScopeWords.mostListed) {
            facts.add(label, Line(ScopeWords.words(for: scope), style) + Line("  \(word)", Theme.quiet))
        }
        if let more = ScopeWords.leftOut(of: scopes) { facts.add(label, Line(more, Theme.quiet)) }
    }

    /// Adds what else came with the tokens: launch context, identity, and members that Stoke does not know.
    ///
    /// Texts come from the server and were cleaned where they entered; what Stoke does not know is shown by the
    /// server's own names.
    private func addContext(of session: SessionSnapshot, to facts: inout Facts) {
        let context = session.context
        func add(_ label: String, _ value: String?) {
            if let value { facts.add(label, Line(value)) }
        }
        add("encounter", context.encounter)
        add("intent", context.intent)
        add("tenant", context.tenant)
        add("banner", context.needPatientBanner.map { $0 ? "the app shows the patient's name" : "not needed" })
        add("style", context.smartStyleURL)
        for reference in context.fhirContext {
            add(reference.role, reference.reference ?? reference.canonical ?? reference.type)
        }
        add("fhirUser", session.identity?.fhirUser)
        add("subject", session.identity?.subject)
        for (name, value) in session.additional.sorted(by: { $0.key < $1.key }) { add(name, value.shortText) }
    }

    /// A number of things, such as `1 time` or `3 times`.
    func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }
}

/// Values in words.
extension JSONValue {
    /// A value a person can read at a glance; of lists and objects only the size.
    fileprivate var shortText: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let number): number.text
        case .string(let value): value
        case .array(let values): "\(values.count) values"
        case .object(let members): "\(members.count) members"
        }
    }
}

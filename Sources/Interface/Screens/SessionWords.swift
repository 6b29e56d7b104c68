import Foundation
import SMART
import Sessions
import Terminal

/// What puts a session into words: the moment that they are true of, and the glyphs they may use.
protocol SessionWording {
    /// The moment; it gathers when a text that depends on it changes.
    var ticker: Ticker { get set }
    /// The glyphs.
    var theme: Theme { get }
}

/// A canvas words what it paints.
extension Canvas: SessionWording {}

/// Words for a ``Page``, which is made before there is a canvas.
struct PageWording: SessionWording {
    /// The moment; the page holds until the next change that it gathers.
    var ticker: Ticker
    /// The glyphs.
    let theme: Theme

    /// Words for the present moment.
    init(of state: State) {
        ticker = state.ticker
        theme = state.theme
    }
}

/// A session in short words, the same in the list and in the detail.
extension SessionWording {
    /// Requested and granted: one word where they agree, both where not, `?` where the grant is inferred.
    func accessMode(of session: SessionSnapshot) -> Line {
        if session.grantedAccess == nil { return Line(session.modeWord, Theme.quiet) }
        guard session.accessDiffers else { return Line(session.modeWord) }
        return Line(session.requestedAccess.rawValue + theme.arrow + session.modeWord, Theme.warning)
    }

    /// How long the access token is valid yet, or why there is no such time.
    mutating func tokenTime(of session: SessionSnapshot) -> Line {
        if session.isRefreshing { return Line("renewing", Style(.cyan)) }
        guard let expiry = session.accessExpiresAt, session.state != .signedOut, session.state != .locked else {
            return Line(theme.dash, Theme.quiet)
        }
        if ticker.hasPassed(expiry) { return Line("expired", session.state == .lapsed ? Theme.quiet : Theme.warning) }
        let assumed = session.accessLifetimeIsKnown ? "" : "~"
        let remaining = assumed + ticker.remaining(until: expiry)
        return Line(theme.plain ? "expires in \(remaining)" : remaining)
    }

    /// How long until the person has to sign in again, or why there is no such time.
    mutating func lapseTime(of session: SessionSnapshot) -> Line {
        switch session.lapse {
        case .notApplicable: return Line(theme.dash, Theme.quiet)
        case .lapsed: return Line("lapsed", theme.style(of: .lapsed))
        case .withThePerson: return Line("with you")
        case .unknown: return Line("unknown", Theme.quiet)
        case .at(let deadline):
            let soon = deadline.timeIntervalSince(ticker.now) < Self.soon
            let remaining = ticker.remaining(until: deadline)
            return Line(theme.plain ? "in \(remaining)" : remaining, soon ? Theme.warning : .plain)
        }
    }

    /// The state as glyph and word.
    func stateWord(of session: SessionSnapshot) -> Line {
        Line(theme.glyph(of: session.state) + " " + session.state.rawValue, theme.style(of: session.state))
    }

    /// What to know or to do about the state, in a few words; with the reason where there is room for it.
    mutating func stateNote(of session: SessionSnapshot, columns: Int) -> Line {
        let left = columns - stateWord(of: session).columns
        let note = stateAdvice(of: session, columns: left)
        let room = left - note.columns - 2
        guard room >= Self.readable, session.state != .live, let reason = session.reason else { return note }
        return note + Line("  " + reason, Theme.quiet)
    }

    /// What to do about a state, as far as there is room for it.
    private mutating func stateAdvice(of session: SessionSnapshot, columns: Int) -> Line {
        if session.unconfirmedPatient != nil { return Line("  other patient", Theme.warning) }
        switch session.state {
        case .stale:
            guard let next = session.nextRefreshAt, !session.isRefreshing, !ticker.hasPassed(next) else {
                return Line()
            }
            return Line("  again in \(ticker.remaining(until: next))", Theme.quiet)
        case .lapsed, .interrupted, .damaged:
            let advice = Line("  \(theme.enter) signs in", Theme.quiet)
            return advice.columns <= columns ? advice : Line("  \(theme.enter)", Theme.quiet)
        case .locked: return Line("  K unlocks", Theme.quiet)
        case .live, .signedOut, .signingIn, .misconfigured: return Line()
        }
    }

    /// Fewer columns of a reason say nothing.
    private static var readable: Int { 12 }

    /// Less than this before a lapse the time is highlighted, in seconds.
    private static var soon: TimeInterval { 3600 }
}

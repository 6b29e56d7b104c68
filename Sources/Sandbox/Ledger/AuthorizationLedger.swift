import Foundation
import SMART

/// Everything the authorization server remembers: browsers, open authorizations, codes, grants and their tokens.
///
/// A pure value: it performs no I/O and reads no clock. Its topics are in files of their own.
struct AuthorizationLedger: Sendable {
    /// Seconds that a person may take to answer an authorization request, and that an EHR launch waits for one.
    static let patience: TimeInterval = 30 * 60
    /// Seconds that an authorization code lives (RFC 6749 section 4.1.2 allows ten minutes at most).
    static let codeLifetime: TimeInterval = 60

    /// For whatever is granted from now on.
    var lifetimes: TokenLifetimes
    /// Lifetimes of single clients, before those of everyone.
    var lifetimesByClient: [String: TokenLifetimes] = [:]
    /// Seconds that a person stays signed in.
    let signInLifetime: TimeInterval

    /// By their cookies.
    var browsers: [Redacted: BrowserSession] = [:]
    /// Stays that ended before their time.
    var endedSignIns: Set<SignIn.ID> = []
    /// EHR launches, by their `launch` value.
    var launches: [String: EHRLaunch] = [:]
    /// Requests that wait for the person.
    var pending: [PendingAuthorization.ID: PendingAuthorization] = [:]
    /// Every code, also used ones: a second use must be noticed.
    var codes: [Redacted: AuthorizationCode] = [:]
    /// Every grant, in force or not.
    var grants: [Grant.ID: Grant] = [:]
    /// Every access token that has not long expired.
    var accessTokens: [Redacted: AccessToken] = [:]
    /// Every refresh token, also replaced ones: their use must be noticed.
    var refreshTokens: [Redacted: RefreshToken] = [:]
    /// When what can no longer matter was forgotten last.
    private var prunedAt = Date.distantPast

    /// A ledger with nothing in it.
    init(lifetimes: TokenLifetimes, signInLifetime: TimeInterval) {
        self.lifetimes = lifetimes
        self.signInLifetime = signInLifetime
    }

    /// How long what a client is granted lives.
    func lifetimes(of clientID: String) -> TokenLifetimes {
        lifetimesByClient[clientID] ?? lifetimes
    }

    /// Forgets what can no longer matter, once in a while: each token request refuses what is over by itself, and must not look
    /// at everyone's tokens.
    mutating func pruneSometimes(at now: Date) {
        if abs(now.timeIntervalSince(prunedAt)) >= 60 { prune(at: now) }
    }

    /// Forgets what can no longer matter, so that a sandbox that runs for weeks stays small.
    mutating func prune(at now: Date) {
        prunedAt = now
        let horizon = now.addingTimeInterval(-Self.patience)
        pending = pending.filter { $0.value.arrivedAt > horizon }
        launches = launches.filter { $0.value.startedAt > horizon }
        codes = codes.filter { $0.value.expiresAt > horizon }
        accessTokens = accessTokens.filter { $0.value.expiresAt > horizon }
        browsers = browsers.filter { browser in
            browser.value.signIn.map { $0.endsAt > now } ?? (browser.value.seenAt > horizon)
        }
    }
}

// MARK: - Who is signed in

extension AuthorizationLedger {
    /// The browser that holds `cookie`, or a new one.
    mutating func browser(holding cookie: Redacted?, at now: Date) -> BrowserSession {
        if let cookie, var known = browsers[cookie] {
            if let signIn = known.signIn, !isPresent(signIn, at: now) {
                known.signIn = nil
                browsers[cookie] = known
            }
            return known
        }
        return newBrowser(signIn: nil, at: now)
    }

    /// Signs a person in.
    ///
    /// The browser gets a new cookie, so that one planted before the sign-in is worth nothing.
    mutating func signIn(_ user: SandboxUser, in browser: BrowserSession, at now: Date) -> BrowserSession {
        signOut(of: browser)
        browsers[browser.cookie] = nil
        let stay = SignIn(
            id: RandomText.generate(), user: user, startedAt: now, endsAt: now.addingTimeInterval(signInLifetime))
        return newBrowser(signIn: stay, at: now)
    }

    /// Ends the stay of whoever is signed in, and with it the online refresh tokens it carries.
    mutating func signOut(of browser: BrowserSession) {
        guard let signIn = browser.signIn else { return }
        endedSignIns.insert(signIn.id)
        browsers[browser.cookie]?.signIn = nil
    }

    /// Ends every stay of a person.
    ///
    /// - Returns: how many stays ended.
    mutating func endSignIns(ofUser user: String) -> Int {
        let stays = Set(
            browsers.values.compactMap(\.signIn).filter { $0.user.id == user }.map(\.id)
                + grants.values.map(\.signIn).filter { $0.user.id == user }.map(\.id)
        ).subtracting(endedSignIns)
        endedSignIns.formUnion(stays)
        return stays.count
    }

    /// Whether a stay still lasts.
    func isPresent(_ signIn: SignIn, at now: Date) -> Bool {
        now < signIn.endsAt && !endedSignIns.contains(signIn.id)
    }

    /// Enters a browser with a cookie and a form token of its own.
    private mutating func newBrowser(signIn: SignIn?, at now: Date) -> BrowserSession {
        let browser = BrowserSession(
            cookie: Redacted.minted("browser"), formToken: Redacted.minted("form"), seenAt: now, signIn: signIn)
        browsers[browser.cookie] = browser
        return browser
    }
}

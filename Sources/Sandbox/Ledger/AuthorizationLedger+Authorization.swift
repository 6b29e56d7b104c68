import Foundation
import SMART

// From an authorization request to a code.
extension AuthorizationLedger {
    /// What the person answered on the consent page.
    struct Consent: Sendable {
        /// The scopes that stayed ticked, as written in the request.
        let scopes: Set<String>
        /// The encounter in context; the person is not asked for it.
        let encounter: String?
    }

    /// Starts an EHR launch and returns the `launch` value for the app.
    mutating func startLaunch(patient: String, encounter: String?, at now: Date) -> String {
        prune(at: now)
        let launch = "launch-" + RandomText.generate()
        launches[launch] = EHRLaunch(patient: patient, encounter: encounter, startedAt: now)
        return launch
    }

    /// Takes in a valid request.
    ///
    /// - Throws: `invalid_request` where the `launch` value is unknown or too old.
    mutating func open(_ request: IncomingAuthorization, at now: Date) throws(OAuthError) -> PendingAuthorization {
        prune(at: now)
        var launch: EHRLaunch?
        if let value = request.launch {
            guard let started = launches[value] else {
                throw OAuthError(code: "invalid_request", detail: "the launch is unknown or too old; launch again")
            }
            launch = started
        }
        let authorization = PendingAuthorization(
            id: RandomText.generate(), request: request, launch: launch, arrivedAt: now, patient: launch?.patient)
        pending[authorization.id] = authorization
        return authorization
    }

    /// What the signed-in person has to do next for `authorization`.
    ///
    /// - Throws: `access_denied` where an EHR launch names a patient whom the person may not open.
    func step(
        of authorization: PendingAuthorization, for signIn: SignIn?, among patients: [String]
    ) throws(OAuthError) -> AuthorizationStep {
        guard let user = signIn?.user else { return .signIn }
        let own = user.patients(among: patients)
        if let chosen = authorization.patient {
            guard own.contains(chosen) else {
                throw OAuthError(code: "access_denied", detail: "\(user.name) may not open this patient's records")
            }
            return .consent(patient: chosen)
        }
        guard Self.needsPatient(authorization.request.scope) else { return .consent(patient: nil) }
        if own.count == 1 { return .consent(patient: own.first) }
        return .choosePatient(from: own)
    }

    /// Closes an authorization with a code.
    ///
    /// - Throws: `access_denied` where nothing was left to grant.
    mutating func grant(
        _ authorization: PendingAuthorization, by signIn: SignIn, patient: String?, consent: Consent, at now: Date
    ) throws(OAuthError) -> Redacted {
        pending[authorization.id] = nil
        let request = authorization.request
        let kept = ScopeSet(words: Self.grantable(request.scope).words.filter { consent.scopes.contains($0) })
        guard !kept.isEmpty else {
            throw OAuthError(code: "access_denied", detail: "every scope was refused")
        }
        let grant = Grant(
            id: RandomText.generate(), clientID: request.clientID, user: signIn.user,
            scope: kept.asking(for: kept.accessMode).ordered(as: kept), patient: patient, encounter: consent.encounter,
            isEHRLaunch: authorization.launch != nil, nonce: request.nonce, signIn: signIn, grantedAt: now,
            lifetimes: lifetimes(of: request.clientID))
        grants[grant.id] = grant
        let code = Redacted.minted("code")
        codes[code] = AuthorizationCode(
            grant: grant.id, redirectURI: request.redirectURI, proofKey: request.proofKey,
            expiresAt: now.addingTimeInterval(Self.codeLifetime))
        return code
    }

    /// The scopes that a person can grant here: what the sandbox does not know, and what only a system may have, is left out.
    static func grantable(_ scope: ScopeSet) -> ScopeSet {
        ScopeSet(
            words: zip(scope.words, scope.scopes).filter { _, scope in
                switch scope {
                case .resource(let resource): resource.level != .system
                case .launch(let context, _): context == nil || context == "patient" || context == "encounter"
                case .openid, .fhirUser, .profile, .access: true
                case .other: false
                }
            }.map(\.0))
    }

    /// Whether a patient has to be in context: asked for, or implied by scopes that reach one patient's records.
    private static func needsPatient(_ scope: ScopeSet) -> Bool {
        grantable(scope).scopes.contains { scope in
            switch scope {
            case .launch(let context, _): context != nil
            case .resource(let resource): resource.level == .patient
            default: false
            }
        }
    }
}

extension ScopeSet {
    /// These scopes in the order that `other` has them.
    fileprivate func ordered(as other: ScopeSet) -> ScopeSet {
        ScopeSet(words: other.words.filter { words.contains($0) })
    }
}

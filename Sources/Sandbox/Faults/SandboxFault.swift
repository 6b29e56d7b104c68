package import Foundation
package import SMART

/// Something that goes wrong on demand.
///
/// The text form is a kind and, for some, a value: `503`, `slow=2.5`, `drop-after`, `expires-in=string`. ``FaultRule`` adds
/// where, for whom and how often.
package enum SandboxFault: Hashable, Sendable {
    /// An HTTP error status with a short text, and `Retry-After` in seconds where given. Text: `503`, `503+retry-after=2`.
    case status(Int, retryAfter: Int?)
    /// The answer comes after so many seconds. Text: `slow=2.5`.
    case slow(TimeInterval)
    /// The connection closes without an answer and nothing happened. Text: `drop-before`.
    case dropBefore
    /// The connection closes without an answer after the request took effect. Text: `drop-after`.
    case dropAfter
    /// Status 200 and the HTML of a captive portal. Text: `portal`.
    case captivePortal
    /// Status 400 without a body. Text: `bare-400`.
    case bareRefusal
    /// An OAuth error body with this code. Text: `invalid_client`, `invalid_grant`, `unauthorized_client` and the like.
    case oauthError(String)
    /// A refresh returns the refresh token that it used. Text: `no-rotation`.
    case noRotation
    /// The answer has no refresh token; an old one stays in force. Text: `no-refresh-token`.
    case noRefreshToken
    /// The answer lacks these scopes, or every resource scope but the first. Text: `drop-scopes`, `drop-scopes=a+b`.
    case scopesDropped(ScopeSet?)
    /// How `expires_in` is written. Text: `expires-in=absent`.
    case expiresIn(ExpiresInForm)
    /// The answer names another patient, and the token opens that one's records. Text: `other-patient`.
    case otherPatient

    /// The ways in which servers have been seen to write, or forget, `expires_in`.
    package enum ExpiresInForm: String, Hashable, Sendable, CaseIterable {
        case absent, string, float
    }

    /// Whether the fault bends a token answer, and so makes no sense at another endpoint.
    var bendsTokenAnswers: Bool {
        switch self {
        case .noRotation, .noRefreshToken, .scopesDropped, .expiresIn, .otherPatient: true
        default: false
        }
    }

    /// Whether the fault answers in place of the endpoint, which then does nothing.
    var answersItself: Bool {
        switch self {
        case .status, .dropBefore, .captivePortal, .bareRefusal, .oauthError: true
        default: false
        }
    }
}

extension SandboxFault: CustomStringConvertible {
    /// Codes of RFC 6749 sections 4.1.2.1 and 5.2, so that a misspelt fault is not taken for one.
    private static let oauthCodes: Set<String> = [
        "invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client",
        "unsupported_grant_type", "temporarily_unavailable", "server_error", "access_denied",
    ]

    /// Reads the text form; `nil` for anything else.
    package init?(_ text: String) {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        let value = halves.count == 2 ? halves[1] : nil
        switch (halves[0], value) {
        case ("drop-before", nil): self = .dropBefore
        case ("drop-after", nil): self = .dropAfter
        case ("portal", nil): self = .captivePortal
        case ("bare-400", nil): self = .bareRefusal
        case ("no-rotation", nil): self = .noRotation
        case ("no-refresh-token", nil): self = .noRefreshToken
        case ("other-patient", nil): self = .otherPatient
        case ("drop-scopes", nil): self = .scopesDropped(nil)
        case ("drop-scopes", let list?): self = .scopesDropped(ScopeSet(list.replacing("+", with: " ")))
        case ("expires-in", let form?):
            guard let form = ExpiresInForm(rawValue: form) else { return nil }
            self = .expiresIn(form)
        case ("slow", let seconds?):
            guard let seconds = TimeInterval(seconds), (0...3600).contains(seconds) else { return nil }
            self = .slow(seconds)
        case (let code, nil) where Self.oauthCodes.contains(code): self = .oauthError(code)
        default:
            guard let status = Self.status(halves[0], value) else { return nil }
            self = status
        }
    }

    /// A status, with or without `+retry-after=SECONDS`; `nil` for a text that is neither.
    private static func status(_ text: String, _ value: String?) -> SandboxFault? {
        let suffix = "+retry-after"
        let digits = text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text
        guard let status = Int(digits), (400...599).contains(status), text.hasSuffix(suffix) == (value != nil) else {
            return nil
        }
        guard let value else { return .status(status, retryAfter: nil) }
        guard let seconds = Int(value), (0...86400).contains(seconds) else { return nil }
        return .status(status, retryAfter: seconds)
    }

    /// The text form, from which ``init(_:)`` makes the same fault again.
    package var description: String {
        switch self {
        case .status(let status, nil): "\(status)"
        case .status(let status, let seconds?): "\(status)+retry-after=\(seconds)"
        case .slow(let seconds): "slow=\(seconds)"
        case .dropBefore: "drop-before"
        case .dropAfter: "drop-after"
        case .captivePortal: "portal"
        case .bareRefusal: "bare-400"
        case .oauthError(let code): code
        case .noRotation: "no-rotation"
        case .noRefreshToken: "no-refresh-token"
        case .scopesDropped(nil): "drop-scopes"
        case .scopesDropped(let scopes?): "drop-scopes=" + scopes.words.joined(separator: "+")
        case .expiresIn(let form): "expires-in=\(form.rawValue)"
        case .otherPatient: "other-patient"
        }
    }
}

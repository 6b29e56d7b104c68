import Foundation

/// An authorization request between its arrival and the person's answer.
struct PendingAuthorization: Sendable, Identifiable {
    /// The last part of its page's path, which nobody can guess.
    let id: String
    /// What was asked.
    let request: IncomingAuthorization
    /// The EHR launch that it answers, where it does.
    let launch: EHRLaunch?
    /// When it was asked, to know when nobody waits any more.
    let arrivedAt: Date
    /// The patient whom the person chose.
    var patient: String?
}

/// What the launch page tied to a `launch` value (SMART App Launch 2.2, section 3.0.4).
struct EHRLaunch: Sendable {
    /// The patient who is open in the record system, and who is not asked for again.
    let patient: String
    /// The encounter that is open there, where one is.
    let encounter: String?
    let startedAt: Date
}

/// What the person has to do next.
enum AuthorizationStep: Sendable {
    /// Say who they are.
    case signIn
    /// Choose one of these patients, by id.
    case choosePatient(from: [String])
    /// Say what the app may have, of this patient where scopes reach one.
    case consent(patient: String?)
}

import Foundation

/// An authorization request between its arrival and the person's answer.
struct PendingAuthorization: Sendable, Identifiable {
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
    let patient: String
    let encounter: String?
    let startedAt: Date
}

/// What the person has to do next.
enum AuthorizationStep: Sendable {
    case signIn
    case choosePatient(from: [String])
    case consent(patient: String?)
}

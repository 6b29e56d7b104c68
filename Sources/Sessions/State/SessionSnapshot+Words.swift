package import Foundation
import Records
import SMART

/// What is said of a session, once for the screen, the command line and the review after a sign-in.
extension SessionSnapshot {
    /// The access mode in one word: as granted, with `?` where that is inferred; as asked for before the first sign-in.
    package var modeWord: String {
        grantedAccess.map { $0.mode.rawValue + ($0.inferred ? "?" : "") } ?? requestedAccess.rawValue
    }

    /// The access mode as asked for and as granted, such as `offline asked, online granted (inferred)`.
    package var accessWords: String {
        let asked = "\(requestedAccess.rawValue) asked"
        guard let grantedAccess else { return asked }
        return "\(asked), \(grantedAccess.mode.rawValue) granted" + (grantedAccess.inferred ? " (inferred)" : "")
    }

    /// Whether what was granted is not what was asked for.
    package var accessDiffers: Bool {
        grantedAccess.map { $0.mode != requestedAccess } ?? false
    }

    /// Until when the session lasts without its person.
    package enum Lapse: Hashable, Sendable {
        /// It does not last: nobody is signed in, or nothing can be said.
        case notApplicable
        /// The person has to sign in again already.
        case lapsed
        /// It ends then: the refresh token's deadline, or the access token's where nothing renews it.
        case at(Date)
        /// It ends with the presence of its person.
        case withThePerson
        /// The server has told no deadline; the token may live for ever or end tonight.
        case unknown
    }

    /// When the person will have to sign in again, as far as it is known.
    package var lapse: Lapse {
        switch state {
        case .signedOut, .signingIn, .interrupted, .misconfigured, .locked: .notApplicable
        case .lapsed: .lapsed
        case .live, .stale:
            if let lapsesAt {
                .at(lapsesAt)
            } else if grantedAccess?.mode == .online {
                .withThePerson
            } else {
                .unknown
            }
        }
    }

    /// Who signed in: the name, else the best that the server told; `nil` where it told nothing that can be used.
    package var person: String? {
        identity?.name ?? identity?.fhirUser ?? identity?.subject
    }

    /// The same with what the person is to the server, such as `Camila Lopez (Patient)`.
    package var personWords: String? {
        guard let person else { return nil }
        guard identity?.name != nil, let kind = identity?.fhirUser?.split(separator: "/").dropLast().last else {
            return person
        }
        return "\(person) (\(kind))"
    }
}

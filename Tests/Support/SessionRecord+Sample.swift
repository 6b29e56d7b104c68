import Foundation
package import Records
package import SMART
import Testing

extension SessionRecord {
    /// A record with everything in it, whose every secret and identifier begins with `canary`.
    package static func sample(
        _ name: String = "lab", granted: AccessMode = .offline, canary: String = "canary", count: Int = 0
    ) throws -> SessionRecord {
        let received = Date(timeIntervalSinceReferenceDate: 800_000_000.125)
        var details = Details(
            baseURL: try FHIRBaseURL("https://fhir.example.org/r4"), clientID: canary + "-client",
            tokenEndpoint: "https://auth.example.org/token", requestedScopes: "openid patient/*.rs offline_access",
            grantedScopes: "openid patient/Observation.rs offline_access", requestedAccess: .offline,
            granted: GrantedAccess(mode: granted, inferred: false), signedInAt: received,
            accessExpiresAt: received.addingTimeInterval(300), accessReceivedAt: received)
        details.context.patient = canary + "-patient"
        details.context.fhirContext = [LaunchContext.Reference(reference: "Encounter/1")]
        details.identity = Identity(subject: "s", name: "Ana", fhirUser: "Practitioner/7")
        details.additional = ["vendor": .array([.number(1.5), .bool(true), .null, .string("x")])]
        details.refreshCount = count
        details.ending = Ending(kind: .interrupted, reason: "the answer was lost", at: received)
        details.warnedBeforeLapse = [3600, 600]
        return SessionRecord(
            id: try #require(SessionID(name)), accessToken: Redacted("\(canary)-access-\(count)"),
            refreshToken: Redacted("\(canary)-refresh-\(count)"), idToken: Redacted("\(canary)-id-\(count)"),
            details: details)
    }
}

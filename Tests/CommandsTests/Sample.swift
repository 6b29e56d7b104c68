import Foundation
import Records
import SMART
import Sessions

/// Values that the tests are built from.
enum Sample {
    static let noon = Date(timeIntervalSince1970: 1_700_000_000)
    static let noonText = "2023-11-14T22:13:20Z"

    static func baseURL() throws -> FHIRBaseURL { try FHIRBaseURL("https://fhir.example.org/r4") }

    /// An endpoint that nobody has signed in to.
    static func signedOut() throws -> SessionSnapshot {
        SessionSnapshot(
            id: SessionID(endpoint: "lab"), baseURL: try baseURL(), state: .signedOut, requestedAccess: .offline,
            requestedScopes: "openid patient/*.rs offline_access")
    }

    /// A session that was signed in to with one scope refused, and renewed three times.
    static func live() throws -> SessionSnapshot {
        var snapshot = SessionSnapshot(
            id: SessionID(endpoint: "lab", label: "nurse"), baseURL: try baseURL(), state: .live,
            requestedAccess: .offline, requestedScopes: "openid patient/*.rs patient/Observation.c offline_access")
        snapshot.grantedAccess = GrantedAccess(mode: .offline, inferred: true)
        snapshot.grantedScopes = "openid patient/*.rs"
        snapshot.accessExpiresAt = noon
        snapshot.refreshExpiresAt = noon.addingTimeInterval(3600)
        snapshot.nextRefreshAt = noon.addingTimeInterval(-60)
        snapshot.lastRefreshAt = noon.addingTimeInterval(-300)
        snapshot.refreshCount = 3
        snapshot.context.patient = "p1"
        snapshot.context.encounter = "e1"
        snapshot.identity = SessionRecord.Identity(subject: "s", name: "Ann Lee", fhirUser: "Practitioner/1")
        return snapshot
    }
}

extension JSONValue {
    /// As it is printed, in one line with its members in order.
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

import Foundation
import Records
import SMART
import Sessions
import TestSupport

/// Sessions that the reports are about.
extension Sample {
    static let noon = Date(timeIntervalSince1970: 1_700_000_000)
    static let noonText = "2023-11-14T22:13:20Z"

    /// An endpoint that nobody has signed in to.
    static func signedOut() -> SessionSnapshot {
        snapshot("lab", .signedOut) { $0.requestedScopes = "openid patient/*.rs offline_access" }
    }

    /// A session that was signed in to with one scope refused, and renewed three times.
    static func live() -> SessionSnapshot {
        snapshot("lab:nurse", .live) {
            $0.requestedScopes = "openid patient/*.rs patient/Observation.c offline_access"
            $0.grantedAccess = GrantedAccess(mode: .offline, inferred: true)
            $0.grantedScopes = "openid patient/*.rs"
            $0.accessExpiresAt = noon
            $0.refreshExpiresAt = noon.addingTimeInterval(3600)
            $0.nextRefreshAt = noon.addingTimeInterval(-60)
            $0.lastRefreshAt = noon.addingTimeInterval(-300)
            $0.refreshCount = 3
            $0.context.patient = "p1"
            $0.context.encounter = "e1"
            $0.identity = SessionRecord.Identity(subject: "s", name: "Ann Lee", fhirUser: "Practitioner/1")
        }
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

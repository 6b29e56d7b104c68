import Foundation
import Records
import SMART
import Sessions

/// `status --json`: what the outside contract promises, absent values `null`.
struct StatusReport {
    /// The whole document, of version 1.
    let document: JSONValue

    /// The sessions in the order given.
    init(_ snapshots: [SessionSnapshot]) {
        document = .object(["version": .number(1), "sessions": .array(snapshots.map(Self.session))])
    }

    /// One session.
    ///
    /// No secret is in a snapshot, so none can be in here.
    private static func session(_ snapshot: SessionSnapshot) -> JSONValue {
        .object([
            "name": .string(snapshot.id.description),
            "endpoint": .string(snapshot.id.endpoint),
            "label": text(snapshot.id.label),
            "base_url": .string(snapshot.baseURL.text),
            "state": .string(snapshot.state.rawValue),
            "reason": text(snapshot.reason),
            "access": .object([
                "requested": .string(snapshot.requestedAccess.rawValue),
                "granted": text(snapshot.grantedAccess?.mode.rawValue),
                "inferred": snapshot.grantedAccess.map { .bool($0.inferred) } ?? .null,
            ]),
            "access_expires_at": time(snapshot.accessExpiresAt),
            "refresh_expires_at": time(snapshot.refreshExpiresAt),
            "next_refresh_at": time(snapshot.nextRefreshAt),
            "scopes": .object([
                "requested": list(snapshot.requestedScopes),
                "granted": list(snapshot.grantedScopes),
                "missing": list(snapshot.scopes?.missing),
            ]),
            "patient": text(snapshot.context.patient),
            "encounter": text(snapshot.context.encounter),
            "fhir_user": text(snapshot.identity?.fhirUser),
            "last_refresh_at": time(snapshot.lastRefreshAt),
            "refresh_count": .number(JSONNumber(snapshot.refreshCount)),
        ])
    }

    private static func text(_ value: String?) -> JSONValue {
        value.map(JSONValue.string) ?? .null
    }

    /// RFC 3339, in UTC, by the second.
    private static func time(_ value: Date?) -> JSONValue {
        text(value?.formatted(.iso8601))
    }

    /// A list of scopes as they are written; `null` where nothing is granted yet, never an empty list.
    private static func list(_ value: ScopeSet?) -> JSONValue {
        value.map { .array($0.words.map(JSONValue.string)) } ?? .null
    }
}

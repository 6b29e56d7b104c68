import SMART
import Sessions

/// The access mode as asked for and as granted.
enum AccessWords {
    static func text(of snapshot: SessionSnapshot) -> String {
        guard let granted = snapshot.grantedAccess else { return "\(snapshot.requestedAccess.rawValue) asked" }
        return "\(snapshot.requestedAccess.rawValue) asked, \(granted.mode.rawValue) granted"
            + (granted.inferred ? " (inferred: the server did not say)" : "")
    }
}

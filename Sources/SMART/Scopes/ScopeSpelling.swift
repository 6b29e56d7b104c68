/// The spellings of scopes that servers use beside the grammar.
///
/// - The URI forms of SMART App Launch 2.2's appendix (R-219, R-220).
/// - Microsoft Entra ID takes neither `/` nor `*` in a scope: `https://fhir.example.org/patient.all.read` there is
///   `patient/*.read`, and a slash within a constraint is `%2f`.
/// - An escaped slash, `patient%2FObservation.read`.
enum ScopeSpelling {
    /// What the URI forms begin with.
    private static let uriPrefixes = [
        "http://smarthealthit.org/fhir/scopes/", "http://openid.net/specs/openid-connect-core-1_0#",
    ]

    /// The scope in the grammar's own spelling, as far as it is a disguise at all.
    static func plain(_ text: some StringProtocol) -> String {
        guard mayBeDisguised(text.utf8) else { return String(text) }
        for prefix in uriPrefixes where text.hasPrefix(prefix) {
            return String(text.dropFirst(prefix.count))
        }
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "?" }
        let head = parts.first.map { String($0) } ?? ""
        guard let slashed = slashed(head) else { return String(text) }
        return parts.count == 2 ? slashed + "?" + FormEncoding.unescape(parts[1], plusIsSpace: false) : slashed
    }

    /// Whether a scope is anything else than the grammar's own spelling of one, told at a glance.
    private static func mayBeDisguised(_ text: some Collection<UInt8>) -> Bool {
        var (hasSlash, hasDot) = (false, false)
        for byte in text {
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: ":"): return true
            case UInt8(ascii: "/"): hasSlash = true
            case UInt8(ascii: "."): hasDot = true
            default: break
            }
        }
        return hasDot && !hasSlash
    }

    /// The part before the constraint with its slash; `nil` where it is no disguise.
    private static func slashed(_ head: String) -> String? {
        if head.contains("%") { return FormEncoding.unescape(head, plusIsSpace: false) }
        let isURI = head.contains("://")
        guard isURI || !head.contains("/"), let name = head.split(separator: "/").last else { return nil }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { $0 == "all" ? "*" : $0 }
        if parts.count == 2, parts[0] == "launch" { return "launch/" + parts[1] }
        guard parts.count == 3, ResourceScope.Level(rawValue: String(parts[0])) != nil else {
            return isURI && (name == "launch" || name == "fhirUser") ? String(name) : nil
        }
        return "\(parts[0])/\(parts[1]).\(parts[2])"
    }
}

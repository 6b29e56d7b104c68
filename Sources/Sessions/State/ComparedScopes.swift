import Records
import SMART

/// The scopes of a record compared, once for each change of them: a server may grant tens of thousands, and the comparison is looked
/// at with every frame.
struct ComparedScopes: Sendable {
    /// Requested against granted, apart from the access mode; `nil` while nothing is held.
    private(set) var comparison: ScopeComparison?
    private var requested: ScopeSet?
    private var granted: ScopeSet?

    /// Compares anew where other scopes were requested or granted.
    mutating func follow(_ details: SessionRecord.Details?) {
        guard details?.requestedScopes != requested || details?.grantedScopes != granted else { return }
        requested = details?.requestedScopes
        granted = details?.grantedScopes
        comparison = details.map {
            ScopeComparison(
                requested: $0.requestedScopes.asking(for: .none), granted: $0.grantedScopes.asking(for: .none))
        }
    }
}

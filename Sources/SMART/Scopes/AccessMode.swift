/// How long access lasts: what the refresh token, if any, is tied to (SMART App Launch 2.2, section 3.0.3).
package enum AccessMode: String, Codable, Hashable, Sendable, CaseIterable {
    /// The refresh token outlives the person's presence (`offline_access`).
    case offline
    /// The refresh token ends with the person's session at the server (`online_access`).
    case online
    /// No refresh token: one access token and no more.
    case none

    /// The scope that asks for this mode.
    package var scope: String? {
        switch self {
        case .offline: "offline_access"
        case .online: "online_access"
        case .none: nil
        }
    }
}

/// The access mode that a server granted, and whether it said so or it had to be guessed.
package struct GrantedAccess: Hashable, Codable, Sendable {
    /// How long the access lasts.
    package let mode: AccessMode
    /// `true` where a refresh token came without the scope that names its kind.
    package let inferred: Bool

    /// A mode, and how it is known.
    ///
    /// - Parameters:
    ///   - mode: what was granted.
    ///   - inferred: `true` where the server did not say, and the refresh token alone tells of it.
    package init(mode: AccessMode, inferred: Bool) {
        self.mode = mode
        self.inferred = inferred
    }
}

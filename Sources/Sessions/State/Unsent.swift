import Records

/// Why a renewal did not leave this machine: no server had a part in it, and the refresh token is as good as before.
struct Unsent: Error, Hashable, Sendable {
    /// What it comes to for a caller who needs the token.
    let code: KeeperError.Code
    /// In words, without the session's name.
    let message: String

    /// The keeper ends and begins nothing new.
    static let ending = Unsent(code: .unavailable, message: "not sent, because Stoke is ending")
    /// The session was signed out or its token taken while it waited at the host's gate.
    static let nothingHeld = Unsent(code: .signInNeeded, message: "not sent, because nothing is held any more")
    /// A record from a vault names a place that tokens may not go to.
    static let nowhere = Unsent(
        code: .signInNeeded,
        message:
            "not sent, because the token endpoint kept with the session is no address that tokens may go to; sign in again"
    )
    /// A second rotation would leave the vault two tokens behind.
    static let notStored = Unsent(
        code: .failed, message: "not sent, because the new tokens before are not in the vault yet; free some disk space"
    )
}

extension Unsent {
    /// The rotation mark could not be set: without it a lost answer could not be told from a lapse.
    init(_ error: StoreError) {
        self.init(
            code: .unavailable, message: error.code == .leftToKeeper ? error.message : "not sent: \(error.message)")
    }

    /// What the request needs is not there.
    init(_ error: KeeperError) {
        self.init(code: error.code, message: "not sent: \(error.message)")
    }
}

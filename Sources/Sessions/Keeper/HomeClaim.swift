import Records

/// The right to be the one keeper of a home, which alone renews its sessions and changes what is kept of them.
///
/// A keeper has it while it can renew, and for as long as a sign-in is made durable; never while a person is waited for.
package protocol HomeClaim: Sendable {
    /// Whether this process has it.
    var isHeld: Bool { get }

    /// Takes it, and waits a moment where another process is about to be done; having it already is well.
    ///
    /// - Throws: ``KeeperError`` with `unsafe`, saying who has it; `failed`, `cancelled`.
    func take() async throws(KeeperError)

    /// Gives it up, where this process has it.
    func giveUp()
}

extension LocalKeeper {
    /// Becomes the home's keeper for what a sign-in brings, and learns what others made of its session and endpoint meanwhile.
    ///
    /// - Throws: ``KeeperError`` where another process keeps the home now, or the endpoint is no longer what the person signed
    ///   in at; the code is then not sent.
    func takeCharge(of attempt: SignInAttempt) async throws(KeeperError) {
        guard let claim, !claim.isHeld else { return }
        try await claim.take()
        let id = attempt.plan.session
        let endpoint = try endpointSource.load(id.endpoint)
        guard endpoint.baseURL == endpoints[id.endpoint]?.baseURL, endpoint.client == endpoints[id.endpoint]?.client
        else {
            throw KeeperError(.failed, session: id, "the endpoint was changed meanwhile; start again")
        }
        try takeUpAnew(id)
    }
}

import SMART
import Sessions

/// The one place where the interface speaks to the keeper.
extension KeeperCall.Work {
    /// Asks the keeper and waits; whatever it throws becomes words.
    ///
    /// The code stays beside the words, since a locked vault asks for its passphrase at once.
    func outcome(by keeper: any Keeper) async -> Outcome {
        do throws(KeeperError) {
            return try await ask(keeper)
        } catch {
            return .failed(Outcome.Failure(error.message, code: error.code, moved: error.cause as? MovedServer))
        }
    }

    /// Asks for the work and waits for the answer; throws what the keeper throws.
    private func ask(_ keeper: any Keeper) async throws(KeeperError) -> Outcome {
        switch self {
        case .load: return .loaded(await keeper.snapshots(), log: await keeper.log(last: EventLog.limit))
        case .reload:
            let problems = try await keeper.reloadEndpoints()
            return .reloaded(await keeper.snapshots(), log: await keeper.log(last: EventLog.limit), problems: problems)
        case .refresh(let id): try await keeper.refresh(id)
        case .signOut(let id): return .signedOut(problem: try await keeper.signOut(id))
        case .token(let id):
            return .token(try await keeper.accessToken(for: id, minimumValidity: 0, program: "the clipboard"))
        case .confirmPatient(let id): try await keeper.confirmPatient(of: id)
        case .discover(let url): return .discovered(try await keeper.discover(url))
        case .add(let endpoint): try await keeper.add(endpoint)
        case .removeEndpoint(let name): try await keeper.removeEndpoint(named: name)
        case .beginSignIn(let plan): return .began(try await keeper.beginSignIn(plan))
        case .paste(let text, let id): try await keeper.paste(text.reveal(), into: id)
        case .finishSignIn(let id): return .signedIn(try await keeper.finishSignIn(id))
        case .unlock(let passphrase): try await keeper.unlock(passphrase: passphrase)
        case .lock: try await keeper.lock()
        }
        return .done
    }
}

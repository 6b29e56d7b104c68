import SMART
import Sessions

extension KeeperCall.Work {
    /// How many entries of the log are shown.
    private static let logLength = State.logLimit

    /// Asks the keeper and waits; whatever it throws becomes words.
    func outcome(by keeper: any Keeper) async -> Outcome {
        do {
            return try await ask(keeper)
        } catch let error as KeeperError {
            return .failed(Outcome.Failure(error.message, code: error.code))
        } catch let error as KeeperError where error.code == .cancelled {
            return .failed(Outcome.Failure("Cancelled"))
        } catch {
            return .failed(Outcome.Failure(String(describing: error).cleaned))
        }
    }

    private func ask(_ keeper: any Keeper) async throws -> Outcome {
        switch self {
        case .load: return .loaded(await keeper.snapshots(), log: await keeper.log(last: Self.logLength))
        case .reload:
            let problems = try await keeper.reloadEndpoints()
            return .reloaded(await keeper.snapshots(), log: await keeper.log(last: Self.logLength), problems: problems)
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

import SMART
import Sessions
import Terminal

/// The second step: opening the address, pasting back, and what comes of it.
extension SignInScreen {
    /// Does an action while the browser is waited for.
    ///
    /// Whatever is chosen here, the redirect goes on being waited for; only leaving ends that.
    mutating func perform(_ action: Action.ID, _ old: SignInWait, in state: inout State) -> [Effect] {
        var wait = old
        switch action {
        case .back: return leave(wait, in: &state)
        case .up, .down:
            wait.move(by: action == .up ? -1 : 1)
            scroll.followFocus()
        case .goOn: return begin(in: &state)
        case .yes:
            plan.acceptedServers.formUnion(wait.moved?.servers ?? [])
            return begin(in: &state)
        case .use: return choose(wait.methods[wait.cursor], wait, in: &state)
        case .openBrowser: return choose(.browser, wait, in: &state)
        case .openTextBrowser: return choose(.textBrowser, wait, in: &state)
        case .copyAddress: return choose(.copy, wait, in: &state)
        case .showQRCode: return choose(.qrCode, wait, in: &state)
        case .paste: return choose(.paste, wait, in: &state)
        case .accept: return handOver(wait, in: &state)
        default:
            if scroll.move(action, height: state.pageHeight) { return [] }
        }
        step = .waiting(wait)
        return []
    }

    /// Esc leaves the field, then the wait, which ends the sign-in.
    ///
    /// Where the scopes were chosen in a step before, Esc comes back to them; a sign-in that skipped it is left.
    private mutating func leave(_ old: SignInWait, in state: inout State) -> [Effect] {
        var wait = old
        if wait.isPasting {
            wait.isPasting = false
            step = .waiting(wait)
            return []
        }
        var effects = state.cancel(wait.call) + state.cancel(wait.pasteCall)
        if let pending = wait.pending { effects.append(.cancelSignIn(pending.id)) }
        if let choices { step = .asking(choices) } else { isDone = true }
        return effects
    }

    /// Opens the address in the way chosen; where it is not known yet, as soon as it is.
    private mutating func choose(_ method: SignInWait.Method, _ old: SignInWait, in state: inout State) -> [Effect] {
        var wait = old
        wait.cursor = wait.methods.firstIndex(of: method) ?? wait.cursor
        guard let pending = wait.pending else {
            wait.wanted = method
            step = .waiting(wait)
            return []
        }
        let effects = open(pending, by: method, &wait, in: &state)
        step = .waiting(wait)
        return effects
    }

    /// Opens a known address in one of the ways, and asks for a paste where nothing will receive the redirect.
    private func open(
        _ pending: PendingSignIn, by method: SignInWait.Method, _ wait: inout SignInWait, in state: inout State
    ) -> [Effect] {
        switch method {
        case .browser:
            wait.progress = "Opened \(state.surroundings.browser ?? "the browser")"
            wait.isPasting = !pending.isReceiving
            return [.openBrowser(pending.browserTarget)]
        case .textBrowser:
            wait.isPasting = !pending.isReceiving
            return [.openTextBrowser(pending.browserTarget)]
        case .copy:
            wait.progress = "Sent the address to the terminal's clipboard"
            return [.copy(Redacted(pending.address))]
        case .qrCode:
            state.open(QRScreen(address: pending.address))
        case .paste:
            wait.isPasting = true
        }
        return []
    }

    /// Hands the pasted address to the keeper, once at a time.
    ///
    /// What is pasted may hold the code, so it travels as a secret.
    private mutating func handOver(_ old: SignInWait, in state: inout State) -> [Effect] {
        var wait = old
        guard let pending = wait.pending, !wait.field.text.isEmpty, wait.pasteCall == nil else { return [] }
        let (effect, id) = state.start(.paste(Redacted(wait.field.text), pending.id))
        wait.pasteCall = id
        wait.pasteProblem = nil
        step = .waiting(wait)
        return [effect]
    }

    /// Takes the address, the session, or what went wrong with the paste or with all of it.
    ///
    /// A paste that is refused leaves the wait as it was: the person may try again, and the redirect may still come.
    mutating func receive(_ outcome: Outcome, of call: KeeperCall, _ old: SignInWait, in state: inout State)
        -> [Effect]
    {
        var wait = old
        switch outcome {
        case .began(let pending):
            wait.phase = .ready(pending)
            let (effect, id) = state.start(.finishSignIn(pending.id))
            wait.call = id
            let opening = wait.wanted.map { open(pending, by: $0, &wait, in: &state) } ?? []
            step = .waiting(wait)
            return [effect] + opening
        case .signedIn(let session):
            state.table.update(session)
            state.table.select(session.id)
            scroll = PageScroll()
            step = .granted(session)
            return state.cancel(wait.pasteCall)
        case .failed(let failure) where call.id == wait.pasteCall:
            wait.pasteCall = nil
            wait.pasteProblem = failure.message
            wait.isPasting = true
            step = .waiting(wait)
            return []
        case .failed(let failure):
            let effects = state.cancel(wait.pasteCall)
            wait.pasteCall = nil
            wait.phase = failure.moved.map { .moved($0) } ?? .failed(failure.message)
            wait.isPasting = false
            step = .waiting(wait)
            return effects
        default:
            // The paste was taken; what comes of it is the outcome of the wait itself.
            wait.isPasting = false
            step = .waiting(wait)
            return []
        }
    }
}

extension PendingSignIn {
    /// What a browser is to open.
    fileprivate var browserTarget: BrowserTarget { BrowserTarget(address, localAddress: localAddress) }
}

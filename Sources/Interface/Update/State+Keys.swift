import Terminal

/// What keys do.
extension State {
    /// Gives a key to the focused field of the topmost screen, else does the action that it stands for.
    ///
    /// What is said goes with the next key. A field comes before every action: a letter that is typed must not act.
    mutating func press(_ key: KeyPress) -> [Effect] {
        notice = nil
        guard size.columns >= Layout.minimum.columns, size.rows >= Layout.minimum.rows else {
            return pressOnTooSmallScreen(key)
        }
        if withTop({ screen, state in screen.edit(key, in: &state) }) { return [] }
        let bound = Actions.bound(to: key, in: context)
        if let action = bound.first(where: { $0.isAvailable(in: self) }) { return perform(action.id) }
        sayUnusable(key, bound)
        return []
    }

    /// Does an action by its name, wherever the person took it from.
    mutating func perform(_ id: Action.ID) -> [Effect] {
        var effects = performOnce(id)
        // A command bar or help row is gone by now, and its action meets the screen beneath.
        while let next = followUp {
            followUp = nil
            effects += performOnce(next)
        }
        return effects
    }

    /// Does one action: those that work everywhere here, the others by the topmost screen.
    ///
    /// Help and the command bar are not opened over themselves.
    private mutating func performOnce(_ id: Action.ID) -> [Effect] {
        switch id {
        case .help:
            if context != .help { open(HelpScreen(of: self)) }
            return []
        case .command:
            if context != .command { open(CommandBar(over: self)) }
            return []
        case .redraw:
            return [.redraw]
        case .suspend:
            return [.suspend]
        case .quit:
            return [.quit]
        case .cancel:
            return interrupt()
        default:
            return withTop { screen, state in screen.perform(id, in: &state) }
        }
    }

    /// ^C: cancels what is awaited, else goes back a level, else says how to leave.
    private mutating func interrupt() -> [Effect] {
        let cancelled = cancelCalls()
        if !cancelled.isEmpty {
            say("Cancelled")
            return cancelled
        }
        if screens.count > 1 { return withTop { screen, state in screen.perform(.back, in: &state) } }
        say("q leaves Stoke")
        return []
    }

    /// Takes a key where nothing can be seen.
    private mutating func pressOnTooSmallScreen(_ key: KeyPress) -> [Effect] {
        // Only what leaves the screen as it is: nobody should do unseen things.
        let bound = Actions.bound(to: key, in: .list).map(\.id)
        return bound.first { [.quit, .suspend, .redraw].contains($0) }.map { perform($0) } ?? []
    }

    /// Says why a key does nothing: what stands in the way, what the screen advises, or where help is.
    private mutating func sayUnusable(_ key: KeyPress, _ bound: [Action]) {
        if let refusal = bound.first?.refusal(in: self) {
            say(refusal, .warning)
        } else if let advice = screens.last?.unknownKeyAdvice {
            say(advice, .warning)
        } else {
            let help = Actions.action(.help, in: context)?.key(in: context).name(theme) ?? "?"
            say("\(key.name(theme)) does nothing here; \(help) shows what does", .warning)
        }
    }
}

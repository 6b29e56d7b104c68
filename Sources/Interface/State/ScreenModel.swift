import Terminal

/// One screen, or one bar or box over another: what it shows and what keys do to it.
///
/// It is a value on the state's stack; only the topmost one gets keys.
protocol ScreenModel: Sendable {
    /// Where keys are pressed now: it decides which actions there are.
    var context: Context { get }
    /// Set once the screen is to go.
    var isDone: Bool { get }
    /// Whether the screen beneath stays visible.
    var isOverlay: Bool { get }
    /// What to say to a key that does nothing here; `nil` for the usual words.
    var unknownKeyAdvice: String? { get }

    /// Lets a focused text field take the key. Keys that it leaves are looked up among the actions.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool
    /// Does an action that works in its context; others may come and are passed over.
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect]
    /// Takes the outcome of a call that this screen began; `nil` where it did not.
    mutating func receive(_ outcome: Outcome, of call: KeeperCall, in state: inout State) -> [Effect]?
    /// Fits the scrolling to the size, after every event.
    mutating func settle(in state: State)
    /// Draws the screen, whose size is that of the canvas; ``settle(in:)`` was called since the last event.
    func paint(on canvas: inout Canvas, state: State)
}

/// What most screens are: they cover all, have no field, wait for nothing and do not scroll.
extension ScreenModel {
    /// It covers the screen.
    var isOverlay: Bool { false }
    /// The usual words do.
    var unknownKeyAdvice: String? { nil }
    /// It has no field.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool { false }
    /// It began no call.
    mutating func receive(_ outcome: Outcome, of call: KeeperCall, in state: inout State) -> [Effect]? { nil }
    /// It has nothing to scroll.
    mutating func settle(in state: State) {}
}

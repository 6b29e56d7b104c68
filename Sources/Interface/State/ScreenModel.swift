import Terminal

/// One screen, or one bar or box over another: what it shows and what keys do to it.
///
/// It is a value on the state's stack; only the topmost one gets keys.
protocol ScreenModel: Sendable {
    var context: Context { get }
    /// Set once the screen is to go.
    var isDone: Bool { get }
    /// Whether the screen beneath stays visible.
    var isOverlay: Bool { get }
    /// What to say to a key that does nothing here; `nil` for the usual words.
    var unknownKeyAdvice: String? { get }

    /// Lets a focused text field take the key. Keys that it leaves are looked up among the actions.
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool
    mutating func perform(_ action: Action.ID, in state: inout State) -> [Effect]
    /// Takes the outcome of an operation that this screen began; `nil` where it did not.
    mutating func receive(_ outcome: Outcome, of operation: Operation, in state: inout State) -> [Effect]?
    /// Fits the scrolling to the size, after every event.
    mutating func settle(in state: State)
    func paint(on canvas: inout Canvas, state: State)
}

extension ScreenModel {
    var isOverlay: Bool { false }
    var unknownKeyAdvice: String? { nil }
    mutating func edit(_ key: KeyPress, in state: inout State) -> Bool { false }
    mutating func receive(_ outcome: Outcome, of operation: Operation, in state: inout State) -> [Effect]? { nil }
    mutating func settle(in state: State) {}
}

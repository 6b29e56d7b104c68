/// Work of the keeper's own on one session, told from later work of the same kind: what was begun for one sign-in has no say
/// in the next.
struct Undertaking<Value: Sendable>: Sendable {
    /// Counted up from 1 over all that the keeper undertakes.
    let number: Int
    let task: Task<Value, Never>
}

import Synchronization

/// Holds calls open until a test lets them go.
///
/// Open at first.
package final class Latch: Sendable {
    private struct State {
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How many calls are held.
    package var held: Int { state.withLock { $0.waiting.count } }

    package init() {}

    package func close() {
        state.withLock { $0.isClosed = true }
    }

    package func open() {
        let waiting = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    package func pass() async {
        await withCheckedContinuation { continuation in
            let mayPass = state.withLock { state in
                if state.isClosed { state.waiting.append(continuation) }
                return !state.isClosed
            }
            if mayPass { continuation.resume() }
        }
    }
}

import CLinux
import Dispatch
import Glibc

/// Tells when the machine's clock was set or the machine woke from sleep, without polling: the kernel cancels a timer that
/// asked for it (`TFD_TIMER_CANCEL_ON_SET`, timerfd_create(2)).
final class ClockStepWatch: WallTimer {
    // Dispatch sources are thread-safe; the protocol's type does not say so on Linux.
    private nonisolated(unsafe) let source: (any DispatchSourceRead)?

    /// Watches until cancelled; where the system has no descriptor left, it tells nothing and the timers alone remain.
    init(queue: DispatchQueue, handler: @escaping @Sendable () -> Void) {
        let descriptor = clinux_clock_step_descriptor()
        guard descriptor >= 0 else {
            unsafe source = nil
            return
        }
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { @Sendable in
            var expirations: UInt64 = 0
            guard unsafe read(descriptor, &expirations, MemoryLayout<UInt64>.size) < 0, errno == ECANCELED else {
                return
            }
            clinux_clock_await_step(descriptor)
            handler()
        }
        source.setCancelHandler { @Sendable in _ = close(descriptor) }
        source.activate()
        unsafe self.source = source
    }

    /// Ends the watch and closes its descriptor.
    func cancel() {
        unsafe source?.cancel()
    }
}

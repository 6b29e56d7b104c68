import Foundation

/// When to renew and when to try again.
///
/// All times are in seconds.
enum RefreshTiming {
    /// The lifetime assumed where a token response has no `expires_in`.
    static let assumedLifetime: TimeInterval = 5 * 60
    /// How long one unexplained refusal may come back before the person is asked to sign in again.
    static let patienceWithUnexplainedRefusals: TimeInterval = 5 * 60
    /// The pause between tries once that patience has ended.
    static let pauseAfterPatience: TimeInterval = 60 * 60
    /// The longest `Retry-After` that is honoured.
    static let longestRetryAfter: TimeInterval = 60 * 60
    /// How far a clock may be set back, or two readings of one deadline differ, without anything being made of it.
    static let clockTolerance: TimeInterval = 5
    /// The lapse warnings: seconds before the lapse, longest first.
    static let lapseWarnings = [24 * 60 * 60, 60 * 60, 10 * 60]
    /// A lifetime of no use to anyone, as of a server whose setting is in another unit.
    static let uselessLifetime: TimeInterval = 1
    /// The least time between two renewals of tokens that live no longer than that.
    static let pauseBetweenUselessTokens: TimeInterval = 5
    /// How long sessions that are overdue together, and still have time, may be spread over.
    static let longestSpread: TimeInterval = 60

    private static let longestBackoff: TimeInterval = 5 * 60
    private static let firstPauseAfterClientRefusal: TimeInterval = 15
    /// The least time between two renewals.
    private static let shortestPause: TimeInterval = 1

    /// How long ahead of its end a token of the given lifetime is renewed: a tenth of it but at least a minute, and never
    /// more than half.
    static func lead(forLifetime lifetime: TimeInterval) -> TimeInterval {
        min(max(60, lifetime / 10), lifetime / 2)
    }

    /// When to renew a token asked for at `received` that ends at `expiry`.
    ///
    /// `jitter`, from 0 to 1, makes it up to a tenth of the lead earlier, so that sessions of one sign-in hour do not
    /// all renew in one second.
    static func renewal(received: Date, expiry: Date, jitter: Double) -> Date {
        let lead = lead(forLifetime: max(0, expiry.timeIntervalSince(received)))
        return expiry.addingTimeInterval(-lead * (1 + jitter / 10))
    }

    /// The least time between the answer that brought a token and its renewal, so that a server whose tokens end at once is not
    /// asked without pause.
    static func leastPause(forLifetime lifetime: TimeInterval) -> TimeInterval {
        lifetime <= uselessLifetime ? pauseBetweenUselessTokens : shortestPause
    }

    /// The pause before the next try: from 1 s doubling up to 5 min, shortened by up to a fifth by `jitter` from 0 to 1; a
    /// longer `Retry-After` wins.
    static func backoff(afterFailures count: Int, retryAfter: TimeInterval?, jitter: Double) -> TimeInterval {
        let pause = min(longestBackoff, doubled(count)) * (1 - jitter / 5)
        return max(pause, min(retryAfter ?? 0, longestRetryAfter))
    }

    /// The pause after a client was refused, which may be for the time of a maintenance: from 15 s doubling up to an hour.
    static func pauseAfterClientRefusal(_ count: Int) -> TimeInterval {
        min(pauseAfterPatience, firstPauseAfterClientRefusal * doubled(count))
    }

    /// 1, 2, 4 and so on.
    private static func doubled(_ count: Int) -> TimeInterval {
        pow(2, Double(min(max(count, 1), 30) - 1))
    }

    /// A pause that leaves a refresh token, which ends in `timeLeft`, time for another try.
    static func shortened(_ pause: TimeInterval, toLeaveTimeIn timeLeft: TimeInterval) -> TimeInterval {
        min(pause, max(1, timeLeft / 2))
    }

    /// The pause before the one try that is made ahead of the end of a refresh token, which comes in `timeLeft`, where the server
    /// asked to be left alone for longer.
    static func lastChance(in timeLeft: TimeInterval) -> TimeInterval {
        timeLeft - min(60, max(timeLeft / 5, min(2, timeLeft / 2)))
    }
}

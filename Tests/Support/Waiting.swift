package import Testing

/// A condition that did not come about in time.
package struct NeverCame: Error, CustomStringConvertible {
    package let description: String
}

/// Looks until the condition holds, with a pause between two looks that leaves the machine to what is awaited.
///
/// - Parameters:
///   - what: the condition in words, for the failure.
///   - deadline: when to give up.
///   - seen: what was seen last, for the failure.
///   - sourceLocation: where the failure is shown.
///   - isMet: the condition.
/// - Throws: ``NeverCame``, recorded as an issue too, or what the condition throws.
package func until(
    _ what: String,
    before deadline: ContinuousClock.Instant = .now + .seconds(60),
    seeing seen: @autoclosure () throws -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation,
    _ isMet: () async throws -> Bool
) async throws {
    // What ends the wait is the condition; the pause is only how often it is looked at.
    var pause = Duration.milliseconds(1)
    while try await !isMet() {
        guard .now < deadline else {
            let failure = NeverCame(description: "never came: \(what). Last seen:\n\(try seen())")
            Issue.record(failure, sourceLocation: sourceLocation)
            throw failure
        }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(20))
    }
}

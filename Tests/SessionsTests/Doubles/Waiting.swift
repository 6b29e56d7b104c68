import Testing

/// Waits until `condition` holds; fails the test where it does not within half a minute.
func until(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async -> Bool
) async throws {
    let end = ContinuousClock.now.advanced(by: .seconds(30))
    while !(await condition()) {
        try #require(ContinuousClock.now < end, what, sourceLocation: sourceLocation)
        await Task.yield()
    }
}

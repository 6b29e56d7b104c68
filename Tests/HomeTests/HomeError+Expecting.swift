import Home
import Testing

/// Runs `work` and returns the ``HomeError`` that it must throw.
func homeError<Value>(
    _ code: HomeError.Code, sourceLocation: SourceLocation = #_sourceLocation, from work: () throws -> Value
) throws -> HomeError {
    let error = try #require(throws: HomeError.self, sourceLocation: sourceLocation) { _ = try work() }
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    return error
}

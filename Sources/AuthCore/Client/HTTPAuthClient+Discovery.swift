import Foundation
package import SMART

extension HTTPAuthClient {
    package func discover(_ baseURL: FHIRBaseURL) async throws(AuthFailure) -> DiscoveredServer {
        async let wellKnown = document(.wellKnown, of: baseURL) { body throws(DiscoveryDocumentError) in
            try SMARTConfiguration(parsing: body, baseURL: baseURL)
        }
        async let metadata = document(.metadata, of: baseURL) { body throws(DiscoveryDocumentError) in
            try ConformanceStatement(parsing: body, baseURL: baseURL)
        }
        switch (await wellKnown, await metadata) {
        case (.found(let configuration), let metadata):
            return .merging(baseURL: baseURL, wellKnown: configuration, conformance: metadata.value)
        case (.unusable(let problem), .unusable(let other)):
            throw Self.failure([(.wellKnown, problem), (.metadata, other)], at: baseURL)
        case (.unusable(let problem), .found(let statement)):
            guard statement.endpoints.isEmpty else {
                return .merging(baseURL: baseURL, wellKnown: nil, conformance: statement)
            }
            let silence = DiscoveryProblem(.content, "it names no OAuth addresses; the server may be open to everyone")
            throw Self.failure([(.wellKnown, problem), (.metadata, silence)], at: baseURL)
        }
    }

    private enum Document<Value: Sendable>: Sendable {
        case found(Value)
        case unusable(DiscoveryProblem)

        var value: Value? {
            if case .found(let value) = self { value } else { nil }
        }
    }

    private func document<Value: Sendable>(
        _ source: DiscoveredServer.Source, of baseURL: FHIRBaseURL,
        parse: @Sendable (Data) throws(DiscoveryDocumentError) -> Value
    ) async -> Document<Value> {
        let fetch = DocumentFetch(transport: transport, limits: limits.discovery)
        do {
            var answer = try await fetch.get(baseURL.text + "/" + source.path, accept: source.mediaType).answer
            if answer.isInAnotherFormat {
                answer = try await fetch.get(baseURL.text + "/" + source.insistentPath, accept: "application/json")
                    .answer
            }
            guard answer.isSuccess else { return .unusable(DiscoveryProblem(answer, now: now())) }
            do {
                return .found(try parse(answer.body))
            } catch {
                return .unusable(DiscoveryProblem(.content, error.description))
            }
        } catch {
            return .unusable(DiscoveryProblem(error))
        }
    }

    private static func failure(
        _ problems: [(source: DiscoveredServer.Source, problem: DiscoveryProblem)], at baseURL: FHIRBaseURL
    ) -> AuthFailure {
        let met = problems.map(\.problem)
        let same = Set(met.map(\.words)).count == 1
        let words =
            same
            ? met[0].words : problems.map { "\($0.source.path): \($0.problem.words)" }.joined(separator: "; ")
        let passing = met.contains { $0.kind.isPassing }
        return AuthFailure(
            passing ? .passing(retryAfter: met.compactMap(\.retryAfter).max()) : .nonsense,
            server: ServerAddress(baseURL.text).server, message: words + ". " + DiscoveryProblem.nextStep(after: met),
            wasNeverSent: met.allSatisfy { $0.kind == .connection })
    }
}

extension DiscoveredServer.Source {
    /// Servers exist that refuse any parameter in `Accept`, so there is none.
    fileprivate var mediaType: String {
        switch self {
        case .wellKnown: "application/json"
        case .metadata: "application/fhir+json"
        }
    }

    /// Where to ask again after an answer in another format; `_format` is FHIR's way around `Accept` (FHIR R4, HTTP §3.1.0.1.11).
    fileprivate var insistentPath: String {
        switch self {
        case .wellKnown: path
        case .metadata: path + "?_format=json"
        }
    }
}

extension TransportResponse {
    /// Whether the server answered in XML, or says that it has no format that was asked for.
    fileprivate var isInAnotherFormat: Bool {
        if status == 406 || status == 415 { return true }
        if isSuccess, case .xml = BodyKind(of: body) { return true }
        return false
    }
}

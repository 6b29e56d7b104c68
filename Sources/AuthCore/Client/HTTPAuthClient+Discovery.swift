package import SMART

extension HTTPAuthClient {
    /// Fetches `.well-known/smart-configuration` and `metadata` at once and merges them (SMART App Launch 2.2, Conformance).
    package func discover(_ baseURL: FHIRBaseURL) async throws(AuthFailure) -> DiscoveredServer {
        async let wellKnown = document(.wellKnown, of: baseURL) { body throws(DiscoveryDocumentError) in
            try SMARTConfiguration(reading: body, baseURL: baseURL)
        }
        async let metadata = document(.metadata, of: baseURL) { body throws(DiscoveryDocumentError) in
            try ConformanceStatement(reading: body, baseURL: baseURL)
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
            let silence = DiscoveryProblem(openServer: baseURL.address.server)
            throw Self.failure([(.wellKnown, problem), (.metadata, silence)], at: baseURL)
        }
    }

    /// What the request for one document came to.
    private enum Document<Value: Sendable>: Sendable {
        case found(Value)
        case unusable(DiscoveryProblem)

        /// The document, where there is one.
        var value: Value? {
            if case .found(let value) = self { value } else { nil }
        }
    }

    /// Fetches one document, once more in JSON where it came in another format, and reads it.
    private func document<Value: Sendable>(
        _ source: DiscoveredServer.Source, of baseURL: FHIRBaseURL,
        parse: @Sendable (AnswerBody) throws(DiscoveryDocumentError) -> Value
    ) async -> Document<Value> {
        let fetch = DocumentFetch(transport: transport, limits: limits.discovery)
        do {
            let base = baseURL.address
            var (answer, address) = try await fetch.get(base.appending(source.path), accept: source.mediaType)
            if answer.isInAnotherFormat {
                (answer, address) = try await fetch.get(
                    base.appending(source.insistentPath), accept: "application/json")
            }
            guard answer.response.isSuccess else {
                return .unusable(DiscoveryProblem(answer, from: address.server, now: now()))
            }
            do {
                return .found(try parse(answer.body))
            } catch {
                return .unusable(DiscoveryProblem(error, from: address.server))
            }
        } catch {
            return .unusable(DiscoveryProblem(error))
        }
    }

    /// Puts together why neither document can be used, and what the person can do.
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
            server: baseURL.address.server, message: words + ". " + DiscoveryProblem.nextStep(after: met),
            cause: met.lazy.compactMap(\.cause).first)
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

extension ServerAnswer {
    /// Whether the server answered in XML, or says that it has no format that was asked for.
    fileprivate var isInAnotherFormat: Bool {
        if status == 406 || status == 415 { return true }
        return response.isSuccess && body.isXML
    }
}

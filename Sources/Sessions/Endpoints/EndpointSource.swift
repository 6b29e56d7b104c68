import Synchronization

/// Where endpoints are configured: a folder of files, or the memory of the demo.
package protocol EndpointSource: Sendable {
    /// The endpoints that can be used, and what is wrong with those that cannot.
    ///
    /// - Throws: ``KeeperError`` where the place itself cannot be read; one bad endpoint does not cost the others.
    func load() throws(KeeperError) -> ConfiguredEndpoints

    /// One endpoint, at no cost for the others.
    ///
    /// - Throws: ``KeeperError`` with `notFound`, or what is wrong with it.
    func load(_ name: String) throws(KeeperError) -> Endpoint

    /// - Throws: where the name is taken or the endpoint cannot be written.
    func add(_ endpoint: Endpoint) throws(KeeperError)

    /// Removes the configuration alone: sessions and secret are the keeper's to remove.
    func remove(_ name: String) throws(KeeperError)
}

/// What a source of endpoints holds, in order of name.
package struct ConfiguredEndpoints: Sendable {
    /// Those that can be used.
    package var endpoints: [Endpoint]
    /// Those that are there and cannot be used; their sessions stay as they are.
    package var unusable: [UnusableEndpoint]

    package init(endpoints: [Endpoint] = [], unusable: [UnusableEndpoint] = []) {
        self.endpoints = endpoints
        self.unusable = unusable
    }
}

/// An endpoint that is configured in a way that cannot be used.
package struct UnusableEndpoint: Sendable {
    /// The name that it would have.
    package let name: String
    /// What is wrong with it, and how to mend it.
    package let error: KeeperError

    package init(name: String, error: KeeperError) {
        self.name = name
        self.error = error
    }
}

/// Endpoints that end with their process.
package final class MemoryEndpoints: EndpointSource {
    private let endpoints: Mutex<[String: Endpoint]>

    /// A source with these endpoints; of two with one name the last counts.
    package init(_ endpoints: [Endpoint] = []) {
        self.endpoints = Mutex(Dictionary(endpoints.map { ($0.name, $0) }, uniquingKeysWith: { $1 }))
    }

    /// All endpoints, in order of name; what is in memory can always be used.
    package func load() -> ConfiguredEndpoints {
        ConfiguredEndpoints(endpoints: endpoints.withLock { $0.values.sorted { $0.name < $1.name } })
    }

    package func load(_ name: String) throws(KeeperError) -> Endpoint {
        guard let endpoint = endpoints.withLock({ $0[name] }) else { throw KeeperError.noEndpoint(named: name) }
        return endpoint
    }

    package func add(_ endpoint: Endpoint) throws(KeeperError) {
        let isNew = endpoints.withLock { endpoints in
            guard endpoints[endpoint.name] == nil else { return false }
            endpoints[endpoint.name] = endpoint
            return true
        }
        guard isNew else {
            throw KeeperError(.failed, "there is an endpoint named \(endpoint.name) already; choose another name")
        }
    }

    /// Removes the endpoint of that name; where there is none, nothing happens.
    package func remove(_ name: String) {
        endpoints.withLock { $0[name] = nil }
    }
}

extension KeeperError {
    /// The `notFound` of an endpoint, with the command that lists those there are.
    static func noEndpoint(named name: String) -> KeeperError {
        KeeperError(.notFound, "there is no endpoint named \(name); see: stoke endpoint list")
    }
}

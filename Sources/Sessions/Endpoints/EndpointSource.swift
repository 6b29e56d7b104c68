import Synchronization

/// Where endpoints are configured: a folder of files, or the memory of the demo.
package protocol EndpointSource: Sendable {
    /// The endpoints that can be used, and what is wrong with those that cannot.
    func load() throws(KeeperError) -> ConfiguredEndpoints

    /// One endpoint, at no cost for the others.
    ///
    /// - Throws: ``KeeperError`` with `notFound`, or what is wrong with it.
    func load(_ name: String) throws(KeeperError) -> Endpoint

    /// - Throws: where the name is taken or the endpoint cannot be written.
    func add(_ endpoint: Endpoint) throws(KeeperError)

    func remove(_ name: String) throws(KeeperError)
}

/// What a source of endpoints holds, in order of name.
package struct ConfiguredEndpoints: Sendable {
    package var endpoints: [Endpoint]
    package var unusable: [UnusableEndpoint]

    package init(endpoints: [Endpoint] = [], unusable: [UnusableEndpoint] = []) {
        self.endpoints = endpoints
        self.unusable = unusable
    }
}

/// An endpoint that is configured in a way that cannot be used.
package struct UnusableEndpoint: Sendable {
    package let name: String
    package let error: KeeperError

    package init(name: String, error: KeeperError) {
        self.name = name
        self.error = error
    }
}

/// Endpoints that end with their process.
package final class MemoryEndpoints: EndpointSource {
    private let endpoints: Mutex<[String: Endpoint]>

    package init(_ endpoints: [Endpoint] = []) {
        self.endpoints = Mutex(Dictionary(endpoints.map { ($0.name, $0) }, uniquingKeysWith: { $1 }))
    }

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

    package func remove(_ name: String) {
        endpoints.withLock { $0[name] = nil }
    }
}

extension KeeperError {
    static func noEndpoint(named name: String) -> KeeperError {
        KeeperError(.notFound, "there is no endpoint named \(name); see: stoke endpoint list")
    }
}

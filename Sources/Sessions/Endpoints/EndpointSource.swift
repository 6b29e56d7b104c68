import Synchronization

/// Where endpoints are configured: a folder of files, or the memory of the demo.
package protocol EndpointSource: Sendable {
    /// The endpoints that can be used, and what is wrong with those that cannot.
    func load() throws -> EndpointFolder.Contents

    /// - Throws: where the name is taken or the endpoint cannot be written.
    func add(_ endpoint: Endpoint) throws

    func remove(_ name: String) throws
}

extension EndpointFolder: EndpointSource {}

/// Endpoints that end with their process.
package final class MemoryEndpoints: EndpointSource {
    private let endpoints: Mutex<[String: Endpoint]>

    package init(_ endpoints: [Endpoint] = []) {
        self.endpoints = Mutex(Dictionary(endpoints.map { ($0.name, $0) }, uniquingKeysWith: { $1 }))
    }

    package func load() -> EndpointFolder.Contents {
        var contents = EndpointFolder.Contents()
        contents.endpoints = endpoints.withLock { $0.values.sorted { $0.name < $1.name } }
        return contents
    }

    package func add(_ endpoint: Endpoint) throws {
        try endpoints.withLock {
            guard $0[endpoint.name] == nil else {
                throw KeeperError(.failed, "there is an endpoint named \(endpoint.name) already; choose another name")
            }
            $0[endpoint.name] = endpoint
        }
    }

    package func remove(_ name: String) {
        endpoints.withLock { $0[name] = nil }
    }
}

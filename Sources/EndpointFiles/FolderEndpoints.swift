import Home
package import Sessions

/// The folder of endpoint files as the keeper's source of endpoints.
package struct FolderEndpoints: EndpointSource {
    private let folder: EndpointFolder

    package init(_ folder: EndpointFolder) {
        self.folder = folder
    }

    package func load() throws(KeeperError) -> ConfiguredEndpoints {
        let contents = try wording(folder.load)
        return ConfiguredEndpoints(
            endpoints: contents.endpoints,
            unusable: contents.failures.map { UnusableEndpoint(name: $0.name, error: KeeperError($0)) })
    }

    package func load(_ name: String) throws(KeeperError) -> Endpoint {
        try wording { () throws(EndpointFileError) in try folder.load(name) }
    }

    package func add(_ endpoint: Endpoint) throws(KeeperError) {
        try wording { () throws(EndpointFileError) in try folder.add(endpoint) }
    }

    package func remove(_ name: String) throws(KeeperError) {
        try wording { () throws(EndpointFileError) in try folder.remove(name) }
    }

    private func wording<Value>(_ work: () throws(EndpointFileError) -> Value) throws(KeeperError) -> Value {
        do throws(EndpointFileError) { return try work() } catch { throw KeeperError(error) }
    }
}

extension KeeperError {
    /// What a failure of an endpoint's file comes to.
    package init(_ error: EndpointFileError) {
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .file(.unsafePermissions): .unsafe
            default: .failed
            }
        self.init(code, error.description, cause: error)
    }
}

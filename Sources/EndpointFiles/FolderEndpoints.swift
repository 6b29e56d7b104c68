import Home
package import Sessions

/// The folder of endpoint files as the keeper's source of endpoints.
///
/// Every call reads or writes the disk; nothing is kept between them.
package struct FolderEndpoints: EndpointSource {
    private let folder: EndpointFolder

    /// A source that looks into the folder when it is asked.
    package init(_ folder: EndpointFolder) {
        self.folder = folder
    }

    /// Reads every file; one that cannot be used stands under its name among the unusable.
    package func load() throws(KeeperError) -> ConfiguredEndpoints {
        let contents = try wording(folder.load)
        return ConfiguredEndpoints(
            endpoints: contents.endpoints,
            unusable: contents.failures.map { UnusableEndpoint(name: $0.name, error: KeeperError($0)) })
    }

    /// Reads one file.
    package func load(_ name: String) throws(KeeperError) -> Endpoint {
        try wording { () throws(EndpointFileError) in try folder.load(name) }
    }

    /// Writes a new file; one that is there is never overwritten.
    package func add(_ endpoint: Endpoint) throws(KeeperError) {
        try wording { () throws(EndpointFileError) in try folder.add(endpoint) }
    }

    /// Removes the file, with the comments that the person wrote in it.
    package func remove(_ name: String) throws(KeeperError) {
        try wording { () throws(EndpointFileError) in try folder.remove(name) }
    }

    /// Runs work on the folder, with its failures as the keeper's.
    private func wording<Value>(_ work: () throws(EndpointFileError) -> Value) throws(KeeperError) -> Value {
        do throws(EndpointFileError) { return try work() } catch { throw KeeperError(error) }
    }
}

extension KeeperError {
    /// What a failure of an endpoint's file comes to.
    ///
    /// A file or folder that others could change is `unsafe`: it says where tokens go.
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

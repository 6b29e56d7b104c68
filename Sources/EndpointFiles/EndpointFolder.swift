package import Foundation
import Home
import Records
import SMART
package import Sessions

/// The folder of endpoint files.
///
/// One that cannot be read never hides the others. A folder that is not there holds no endpoints.
package struct EndpointFolder: Hashable, Sendable {
    /// Where the folder is, or will be.
    package let url: URL

    /// What the folder holds, both in order of name.
    package struct Contents: Hashable, Sendable {
        /// Those that can be read.
        package var endpoints: [Endpoint] = []
        /// One for each file that cannot; its first mistake.
        package var failures: [EndpointFileError] = []

        package init() {}
    }

    /// A folder that nobody has looked into yet.
    package init(at url: URL) {
        self.url = url
    }

    /// Reads every endpoint.
    ///
    /// - Throws: ``EndpointFileError`` with `file` where the folder itself cannot be used.
    package func load() throws(EndpointFileError) -> Contents {
        var contents = Contents()
        for url in try files() {
            do throws(EndpointFileError) {
                contents.endpoints.append(try Self.read(url))
            } catch {
                contents.failures.append(error)
            }
        }
        return contents
    }

    /// Reads one endpoint, whatever the other files are like.
    ///
    /// - Throws: ``EndpointFileError`` with `notFound` or `badName`, or what is wrong with the file.
    package func load(_ name: String) throws(EndpointFileError) -> Endpoint {
        let file = try file(of: name)
        guard FileManager.default.fileExists(atPath: file.url.path) else { throw notFound(name) }
        return try file.read()
    }

    /// Writes a file of its own for the endpoint.
    ///
    /// The access mode's scope is left to `access`.
    ///
    /// - Throws: ``EndpointFileError`` with `alreadyExists`, `badName`, `badValue` where the file could not be read again, or
    ///   `file`; nothing is then written.
    package func add(_ endpoint: Endpoint) throws(EndpointFileError) {
        let file = try file(of: endpoint.name)
        let text = EndpointFile.text(of: endpoint)
        do throws(EndpointFileError) {
            _ = try file.parse(text)
        } catch {
            throw EndpointFileError(error.code, file: file.url.path, error.message)
        }
        do throws(HomeError) {
            try DurableFile.create(text, at: file.url)
        } catch {
            guard error.code == .alreadyExists else { throw EndpointFileError(error, file: file.url.path) }
            throw EndpointFileError(
                .alreadyExists, file: file.url.path,
                "there is an endpoint “\(endpoint.name)” already; choose another name, or edit or remove that one")
        }
    }

    /// Removes the endpoint's file, also one that cannot be read.
    ///
    /// - Throws: ``EndpointFileError`` with `notFound` or `file`.
    package func remove(_ name: String) throws(EndpointFileError) {
        let file = try file(of: name)
        do throws(HomeError) {
            try DurableFile.remove(file.url)
        } catch {
            throw error.code == .missing ? notFound(name) : EndpointFileError(error, file: file.url.path)
        }
    }

    /// The file of an endpoint of that name.
    ///
    /// - Throws: ``EndpointFileError`` with `badName`: a name from the command line must not lead out of the folder.
    private func file(of name: String) throws(EndpointFileError) -> EndpointFile {
        guard SessionID.isName(name) else { throw Self.badName(name, file: url.path) }
        return EndpointFile(at: url.appendingPathComponent(name + ".yaml"))
    }

    /// When each file was last changed, by its path; what cannot be looked at is left out.
    ///
    /// Enough to tell whether anybody has changed the folder, without reading a file.
    package func modificationTimes() -> [String: Date] {
        let files = (try? files()) ?? []
        return files.reduce(into: [:]) { times, file in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
            times[file.path] = attributes?[.modificationDate] as? Date
        }
    }

    /// Reads a file of the folder, once its name is that of an endpoint.
    private static func read(_ url: URL) throws(EndpointFileError) -> Endpoint {
        guard url.pathExtension == "yaml" else {
            throw EndpointFileError(
                .badName, file: url.path, "the name ends in .\(url.pathExtension); expected .yaml: rename it")
        }
        let file = EndpointFile(at: url)
        guard SessionID.isName(file.name) else { throw badName(file.name, file: url.path) }
        return try file.read()
    }

    /// The files that are endpoints' or were meant to be: not an editor's, not Stoke's temporary ones.
    private func files() throws(EndpointFileError) -> [URL] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        do throws(HomeError) {
            try Privacy.checkFolder(url)
        } catch {
            throw EndpointFileError(error, file: url.path)
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
            throw EndpointFileError(.file(.refused), file: url.path, "the folder cannot be read; check its permissions")
        }
        return names.filter { !$0.hasPrefix(".") }.map(url.appendingPathComponent)
            .filter { $0.isEndpointFile || $0.pathExtension == "yml" }
            .sorted { EndpointFile(at: $0).name < EndpointFile(at: $1).name }
    }

    /// The failure of a name that no file has.
    private func notFound(_ name: String) -> EndpointFileError {
        EndpointFileError(.notFound, file: url.path, "there is no endpoint “\(name)”; see: stoke endpoint list")
    }

    /// The failure of a name that no endpoint can have, with what names are made of.
    private static func badName(_ name: String, file: String) -> EndpointFileError {
        EndpointFileError(
            .badName, file: file,
            "“\(name.cleaned)” cannot be an endpoint's name; expected letters, digits, “.”, “_” and “-”, at most 64")
    }
}

extension URL {
    fileprivate var isEndpointFile: Bool { pathExtension == "yaml" }
}

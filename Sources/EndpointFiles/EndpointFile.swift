package import Foundation
import Home
import SMART
package import Sessions
import Yams

/// One `endpoints/NAME.yaml`, which belongs to the person.
///
/// It says where tokens go, so nothing that a server says ever changes it.
package struct EndpointFile: Hashable, Sendable {
    /// More than any endpoint needs; a parser's work is bounded by it.
    private static let limit = 64 * 1024

    /// Where the file is, or would be.
    package let url: URL

    /// A file that nobody has looked at yet.
    package init(at url: URL) {
        self.url = url
    }

    /// The endpoint's name: the file's without `.yaml`.
    package var name: String {
        url.deletingPathExtension().lastPathComponent
    }

    /// Reads the file.
    ///
    /// It holds no secret and people write it with editors that make mode 0644, so others may read it as far as the folder
    /// lets them. They may not change it: it says where tokens go.
    ///
    /// - Throws: ``EndpointFileError``.
    package func read() throws(EndpointFileError) -> Endpoint {
        do {
            try Privacy.checkUnchangedByOthers(url)
        } catch {
            throw EndpointFileError(error, file: url.path)
        }
        guard let bytes = try? Data(contentsOf: url) else {
            throw EndpointFileError(.file(.refused), file: url.path, "the file cannot be read; check its permissions")
        }
        guard bytes.count <= Self.limit else {
            throw EndpointFileError(
                .notYAML, file: url.path, "the file is longer than 64 KiB; expected a short YAML file")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw EndpointFileError(.notYAML, file: url.path, "the file is not UTF-8 text; expected YAML")
        }
        return try parse(text)
    }

    /// Reads the text of this file.
    ///
    /// - Throws: ``EndpointFileError`` at the first mistake.
    ///
    /// Keys that it does not know are mistakes: a misspelt one would else silently mean its default. Left out,
    /// `authentication` is `none`, `redirect_uri` a loopback one, `access` `offline`, and `scopes` are
    /// ``Endpoint/defaultScopes``.
    package func parse(_ text: String) throws(EndpointFileError) -> Endpoint {
        let root = try YAMLMapping(
            try compose(text), line: 1, name: nil, keys: ["base_url", "client", "scopes", "access"], file: url.path)
        let client = try YAMLMapping(
            try root.required("client", example: "client: {id: …}"), line: nil, name: "client",
            keys: ["id", "authentication", "redirect_uri"], file: url.path)
        return Endpoint(
            name: name,
            baseURL: try root.text("base_url", example: "base_url: https://fhir.example.org/r4") {
                try FHIRBaseURL($0)
            },
            client: Endpoint.Client(
                id: try client.text("id", example: "id: the client id that the server's registration gave you") { $0 },
                authentication: try client.choice("authentication") ?? .none,
                redirectURI: try client.text("redirect_uri", else: RedirectURI.standard) { try RedirectURI($0) }),
            scopes: try root.scopes("scopes") ?? Endpoint.defaultScopes,
            access: try root.choice("access") ?? .offline)
    }

    /// Reads YAML, with a byte order mark passed over as editors leave it.
    private func compose(_ text: String) throws(EndpointFileError) -> Node {
        let body = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        do {
            // Every scalar is text here: no client id is a number, no name a boolean.
            if !body.isEmpty, let node = try Yams.compose(yaml: body, Resolver.basic) { return node }
        } catch {
            throw EndpointFileError(error, file: url.path, text: body)
        }
        throw EndpointFileError(
            .missingKey, file: url.path, "the file is empty; expected “base_url: https://…” and more")
    }
}

extension EndpointFileError {
    /// What the parser complains of, in words and with a line that is there to be looked at.
    fileprivate init(_ error: any Error, file: String, text: String) {
        switch error as? YamlError {
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.sorted().map { "“\($0.cleaned)”" }.joined(separator: " and ")
            self.init(
                .duplicateKey, file: file, line: context.mark.line, "\(names) is there twice; expected each key once")
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            // What is missing is often missed only after the last line.
            let last =
                text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).lastIndex { !$0.isEmpty } ?? 0
            self.init(
                .notYAML, file: file, line: min(mark.line, last + 1),
                "not YAML: \(problem); expected “key: value” lines")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 }
            self.init(.notYAML, file: file, line: line, "not text: \(problem); expected YAML")
        default:
            self.init(.notYAML, file: file, "not YAML; expected “key: value” lines")
        }
    }
}

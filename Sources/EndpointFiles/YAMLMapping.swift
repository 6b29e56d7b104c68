import SMART
import Yams

/// One mapping of an endpoint file, read key by key with errors that name the line, what is there and what should be.
struct YAMLMapping {
    private let file: String
    private let line: Int?
    private let prefix: String
    private var values: [String: Node] = [:]

    /// Takes a mapping apart into its keys.
    ///
    /// - Parameters:
    ///   - node: what stands in the mapping's place.
    ///   - line: where the mapping stands, if not where its node says.
    ///   - name: its key; `nil` for the whole file.
    ///   - keys: the only keys that it may have.
    ///   - file: the path, for errors.
    /// - Throws: ``EndpointFileError`` with `wrongType` where it is no mapping, `unknownKey` at the first key that is
    ///   none of `keys`.
    init(_ node: Node, line: Int?, name: String?, keys: [String], file: String) throws(EndpointFileError) {
        self.file = file
        self.line = line ?? node.mark?.line
        prefix = name.map { $0 + "." } ?? ""
        guard let mapping = node.mapping else {
            throw EndpointFileError(
                .wrongType, file: file, line: node.mark?.line,
                "\(name ?? "the file") is \(node.kind); expected the keys \(keys.joined(separator: ", "))")
        }
        for (key, value) in mapping {
            guard let key = key.scalar, keys.contains(key.string) else {
                throw Self.unknown(key, in: name, keys: keys, file: file)
            }
            values[key.string] = value
        }
    }

    /// The value of a key that must be there.
    ///
    /// - Parameters:
    ///   - key: which one.
    ///   - example: a line such as it should be, for whoever left it out.
    /// - Returns: the node, of whatever kind.
    /// - Throws: ``EndpointFileError`` with `missingKey`.
    func required(_ key: String, example: String) throws(EndpointFileError) -> Node {
        guard let node = values[key] else {
            throw EndpointFileError(
                .missingKey, file: file, line: line, "\(prefix + key) is missing; expected a line such as “\(example)”")
        }
        return node
    }

    /// A text that must be there, made into a value.
    func text<Value>(
        _ key: String, example: String, _ read: (String) throws -> Value
    ) throws(EndpointFileError) -> Value {
        try value(key, of: try required(key, example: example), read)
    }

    /// A text that may be left out.
    func text<Value>(
        _ key: String, else fallback: Value, _ read: (String) throws -> Value
    ) throws(EndpointFileError) -> Value {
        guard let node = values[key] else { return fallback }
        return try value(key, of: node, read)
    }

    /// One of the words of an enumeration.
    ///
    /// - Throws: ``EndpointFileError`` with `badValue`, which lists the words.
    func choice<Value: RawRepresentable & CaseIterable>(_ key: String) throws(EndpointFileError) -> Value?
    where Value.RawValue == String {
        try text(key, else: nil) { text in
            guard let value = Value(rawValue: text) else {
                let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
                throw EndpointFileError(.badValue, file: file, "“\(text.shown)” is not one of: \(words)")
            }
            return value
        }
    }

    /// A list of scopes, or a text with spaces between them.
    ///
    /// `nil` where the key is left out.
    ///
    /// - Throws: ``EndpointFileError`` with `badValue` where `offline_access` or `online_access` is among them: one
    ///   place says how long access lasts, and that is `access`.
    func scopes(_ key: String) throws(EndpointFileError) -> ScopeSet? {
        guard let node = values[key] else { return nil }
        var words: [String] = []
        if let entries = node.sequence {
            for entry in entries {
                words.append(
                    try value(key, of: entry) { word in
                        guard !word.contains(where: \.isWhitespace) else {
                            throw EndpointFileError(
                                .badValue, file: file, "“\(word.shown)” has a space in it; expected one scope an entry")
                        }
                        return word
                    })
            }
        } else {
            words = try value(key, of: node) { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        }
        let scopes = ScopeSet(words: words)
        guard scopes.accessMode == .none else {
            throw failure(
                .badValue, key, node,
                "“\(scopes.accessMode.scope ?? "")” does not go here; expected “access: \(scopes.accessMode.rawValue)” instead"
            )
        }
        return scopes
    }

    /// A text made into a value, with whatever it fails on put at its line.
    private func value<Value>(
        _ key: String, of node: Node, _ read: (String) throws -> Value
    ) throws(EndpointFileError) -> Value {
        guard let scalar = node.scalar else {
            throw failure(.wrongType, key, node, "found \(node.kind); expected text")
        }
        guard !scalar.isEmpty else { throw failure(.wrongType, key, node, "found nothing; expected text") }
        do {
            return try read(scalar.string)
        } catch let error as EndpointFileError {
            throw failure(error.code, key, node, error.message)
        } catch {
            throw failure(.badValue, key, node, "\(error)")
        }
    }

    /// A failure at the value of a key.
    private func failure(
        _ code: EndpointFileError.Code, _ key: String, _ node: Node, _ message: String
    ) -> EndpointFileError {
        EndpointFileError(code, file: file, line: node.mark?.line, "\(prefix + key): \(message)")
    }

    /// The failure of a key that is not one; a secret is sent to the vault, where it belongs.
    private static func unknown(_ key: Node, in name: String?, keys: [String], file: String) -> EndpointFileError {
        let found = key.scalar?.string.shown ?? key.kind
        let place = name.map { " of \($0)" } ?? ""
        let secrets = ["secret", "client_secret", "private_key"]
        let advice =
            secrets.contains(found)
            ? "secrets are never in this file; remove the line and run: stoke endpoint secret NAME"
            : "expected \(keys.joined(separator: ", "))"
        return EndpointFileError(
            .unknownKey, file: file, line: key.mark?.line, "“\(found)” is not a key\(place); \(advice)")
    }
}

extension Node {
    /// What this is, in words.
    fileprivate var kind: String {
        switch self {
        case .scalar(let scalar): scalar.isEmpty ? "nothing" : "text"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }
}

extension Node.Scalar {
    /// Whether this stands for no value: nothing, `~` or `null` without quotes, or an empty text.
    fileprivate var isEmpty: Bool {
        string.isEmpty || (style == .plain && ["~", "null", "Null", "NULL"].contains(string))
    }
}

extension String {
    /// The beginning of a text that somebody wrote, for a message.
    fileprivate var shown: String {
        count > 80 ? String(prefix(80)).cleaned + "…" : cleaned
    }
}

/// A body that is not the discovery document asked for: says what it is and what was expected.
package struct DiscoveryDocumentError: Error, Hashable, Sendable {
    /// What was found instead.
    package enum Code: Hashable, Sendable {
        /// HTML, XML, an empty body or other text.
        case notJSON(BodyKind)
        /// JSON that is a list, a text or the like.
        case notAnObject
        /// A FHIR server's own account of a failure.
        case operationOutcome(OperationOutcome)
        /// A FHIR resource of another type.
        case otherResource(String)
        /// An object of another kind, with the names of its first members.
        case otherObject(members: [String])
    }

    /// What was found instead.
    package let code: Code
    /// The document that was expected.
    package let expected: DiscoveredServer.Source

    /// An answer that is not the document.
    ///
    /// - Parameters:
    ///   - code: what it is instead.
    ///   - expected: the document that was asked for.
    package init(_ code: Code, expected: DiscoveredServer.Source) {
        self.code = code
        self.expected = expected
    }

    /// Reads a document as far as its members, refusing what cannot be the one expected.
    static func members(
        of body: AnswerBody, expected: DiscoveredServer.Source
    ) throws(DiscoveryDocumentError) -> [String: JSONValue] {
        switch body {
        case .other(let kind): throw DiscoveryDocumentError(.notJSON(kind), expected: expected)
        case .json(let value):
            guard case .object(let members) = value else {
                throw DiscoveryDocumentError(.notAnObject, expected: expected)
            }
            if let outcome = OperationOutcome(reading: value) {
                throw DiscoveryDocumentError(.operationOutcome(outcome), expected: expected)
            }
            return members
        }
    }

    /// The error for an object of another kind.
    static func other(_ members: [String: JSONValue], expected: DiscoveredServer.Source) -> DiscoveryDocumentError {
        if let type = members["resourceType"]?.words {
            return DiscoveryDocumentError(.otherResource(String(type.prefix(80))), expected: expected)
        }
        let names = members.keys.sorted().prefix(5).map { String($0.cleaned.prefix(40)) }
        return DiscoveryDocumentError(.otherObject(members: names), expected: expected)
    }
}

extension DiscoveryDocumentError: CustomStringConvertible {
    /// What was sent and what was expected.
    package var description: String { "the server \(predicate)" }

    /// The same in words that follow the server's name: “sent an HTML page where a SMART configuration was expected”.
    package var predicate: String { "sent \(found) where \(expected.nameOfDocument) was expected" }

    /// What was sent, as the object of a sentence.
    private var found: String {
        switch code {
        case .notJSON(let kind): kind.description
        case .notAnObject: "JSON that is no object"
        case .operationOutcome(let outcome): "an error (\(outcome))"
        case .otherResource(let type): "a FHIR \(type)"
        case .otherObject(let members) where members.isEmpty: "an empty JSON object"
        case .otherObject(let members): "JSON of another kind (with \(members.joined(separator: ", ")))"
        }
    }
}

extension DiscoveredServer.Source {
    /// The document as the object of a sentence.
    package var nameOfDocument: String {
        switch self {
        case .wellKnown: "a SMART configuration"
        case .metadata: "a conformance or capability statement"
        }
    }

    /// Where the document lies below the FHIR base URL.
    package var path: String {
        switch self {
        case .wellKnown: ".well-known/smart-configuration"
        case .metadata: "metadata"
        }
    }
}

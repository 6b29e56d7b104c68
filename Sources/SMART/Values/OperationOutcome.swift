package import Foundation

/// A FHIR server's own account of what went wrong (`OperationOutcome`, all versions), in words.
package struct OperationOutcome: Hashable, Sendable, CustomStringConvertible {
    /// How many issues are told.
    package static let mostTold = 5

    /// One sentence an issue, cleaned, of the first ``mostTold``; empty where the server gave none.
    package let issues: [String]
    /// How many issues there are beside those.
    package let more: Int

    /// Reads the body of an answer; `nil` where it is no `OperationOutcome`.
    package init?(reading body: JSONValue) {
        guard body["resourceType"]?.string == "OperationOutcome" else { return nil }
        let all = body["issue"]?.array ?? []
        self.init(all.prefix(Self.mostTold), of: all.count)
    }

    /// Reads the bytes of an answer, of a million issues no more than are told; `nil` where they are no `OperationOutcome`.
    package init?(reading body: Data) {
        if body.count > Self.readWhole, let large = try? JSONDecoder().decode(Large.self, from: body) {
            guard large.resourceType == "OperationOutcome" else { return nil }
            self.init(large.issue?.first ?? [], of: large.issue?.count ?? 0)
        } else {
            guard body.count <= Self.readWhole, let value = AnswerBody(body).json else { return nil }
            self.init(reading: value)
        }
    }

    private init(_ issues: some Sequence<JSONValue>, of count: Int) {
        self.issues = issues.compactMap { issue in
            let words = issue["details"]?["text"]?.words ?? issue["diagnostics"]?.words ?? issue["code"]?.words
            return words.map { $0.bounded(to: 500) }
        }
        more = max(0, count - Self.mostTold)
    }

    /// What the server gave, one issue after the other.
    package var description: String {
        let told = issues.isEmpty ? "the server reports a problem without saying which" : issues.joined(separator: "; ")
        return more == 0 ? told : "\(told); and \(more.formatted(.number.locale(Self.english))) more"
    }

    /// The words are English wherever the person is.
    private static let english = Locale(identifier: "en_US")
    /// How many bytes are read as any other JSON.
    private static let readWhole = 256 << 10

    /// A large one, through Foundation, which counts the elements of an array without making a value of each.
    private struct Large: Decodable {
        let resourceType: String
        let issue: Issues?

        struct Issues: Decodable {
            var first: [JSONValue] = []
            let count: Int

            init(from decoder: any Decoder) throws {
                var issues = try decoder.unkeyedContainer()
                count = issues.count ?? 0
                while first.count < OperationOutcome.mostTold, !issues.isAtEnd {
                    first.append(try issues.decode(JSONValue.self))
                }
            }
        }
    }
}

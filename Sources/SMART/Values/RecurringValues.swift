package import Foundation
import Synchronization

/// Values that were read from text before.
///
/// Many records name few servers and few sets of scopes. Decoded with one of these, each is parsed once, and all records share
/// its memory.
package final class RecurringValues: Sendable {
    /// A text, and what it was read as.
    private struct Key: Hashable {
        let type: ObjectIdentifier
        let text: String
    }

    private let values = Mutex<[Key: any Sendable]>([:])

    package init() {}

    /// What `read` makes of the text, or made of it before.
    func value<Value: Sendable>(of text: String, _ read: (String) throws -> Value) rethrows -> Value {
        let key = Key(type: ObjectIdentifier(Value.self), text: text)
        if let known = values.withLock({ $0[key] }) as? Value { return known }
        let value = try read(text)
        values.withLock { values in
            // Texts that never come back are not kept for ever.
            if values.count >= Self.limit { values.removeAll() }
            values[key] = value
        }
        return value
    }

    /// How many are kept: more than the servers and sets of scopes of any one person.
    private static let limit = 10_000
    /// Where a decoder carries them.
    fileprivate static let key = CodingUserInfoKey(rawValue: "RecurringValues")
}

extension JSONDecoder {
    /// A decoder that reads each text once that recurs.
    package convenience init(sharing values: RecurringValues) {
        self.init()
        if let key = RecurringValues.key { userInfo[key] = values }
    }
}

extension Decoder {
    /// Reads what is written as one text; where the decoder has ``RecurringValues``, each text once.
    package func recurring<Value: Sendable>(_ read: (String) throws -> Value) throws -> Value {
        let text = try singleValueContainer().decode(String.self)
        guard let key = RecurringValues.key, let values = userInfo[key] as? RecurringValues else {
            return try read(text)
        }
        return try values.value(of: text, read)
    }
}

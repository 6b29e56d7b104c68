package import Foundation

/// Any JSON value, for documents whose shape differs from server to server.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number, with its digits.
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    /// An object; of a name that stands twice the last value counts that is not `null`.
    case object([String: JSONValue])

    /// Parses JSON text (RFC 8259), with or without a byte order mark.
    ///
    /// Bytes that are no UTF-8 read as U+FFFD, for one name in another encoding must not cost a whole document. A number that no
    /// `Double` comes near (`1e999`) reads as `null`.
    ///
    /// - Throws: ``JSONSyntaxError`` when the bytes are not JSON, or are nested deeper than ``JSONParser/mostLevels``.
    package init(parsing data: Data) throws(JSONSyntaxError) {
        var parser = JSONParser(data)
        guard let value = parser.document() else {
            throw JSONSyntaxError(beginning: String(decoding: data.prefix(60), as: UTF8.self).cleaned)
        }
        self = value
    }
}

/// Bytes that should have been JSON and were not.
package struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
    /// What the bytes began with, cleaned.
    package let beginning: String

    /// What the bytes were, in words.
    package var description: String {
        beginning.isEmpty ? "the body is empty" : "the body is not JSON; it begins “\(beginning)”"
    }
}

extension JSONValue {
    /// A member of an object; `nil` where this is none or has no such member.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The text; `nil` where this is something else.
    package var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The number to reckon with; `nil` where this is something else.
    package var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number.value
    }

    /// The truth value; `nil` where this is something else.
    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements; `nil` where this is no array.
    package var array: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members; `nil` where this is no object.
    package var object: [String: JSONValue]? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The strings of an array, passing over what is not a string; `nil` where this is no array.
    package var strings: [String]? {
        array?.compactMap(\.string)
    }
}

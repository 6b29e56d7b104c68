package import Foundation

/// Any JSON value, for documents whose shape differs from server to server.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number, as far as a `Double` holds it.
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// An object; of a name that stands twice the last value counts.
    case object([String: JSONValue])

    /// Parses JSON text, with or without a byte order mark.
    ///
    /// Bytes that are no UTF-8 read as U+FFFD, for one name in another encoding must not cost a whole document.
    ///
    /// - Throws: ``JSONSyntaxError`` when the bytes are not JSON.
    package init(parsing data: Data) throws(JSONSyntaxError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = data.starts(with: mark) ? data.dropFirst(mark.count) : data
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Self.repaired(body))
        } catch {
            throw JSONSyntaxError(beginning: String(decoding: body.prefix(60), as: UTF8.self).cleaned)
        }
    }

    /// The bytes themselves where they are UTF-8, as nearly always; else with U+FFFD for what is not.
    private static func repaired(_ body: Data) -> Data {
        do {
            _ = try UTF8Span(validating: body.span)
            return body
        } catch {
            return Data(String(decoding: body, as: UTF8.self).utf8)
        }
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

extension JSONValue: Codable {
    /// Reads whatever value comes next.
    ///
    /// - Throws: where the text is no JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // What is most frequent first: each attempt that fails makes an error in full.
        if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([String: JSONValue].self) {
            self = .object(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else if container.decodeNil() {
            self = .null
        } else if let value = try Self.number(in: container) {
            self = value
        } else {
            self = .bool(try container.decode(Bool.self))
        }
    }

    /// A number; one that no `Double` holds (`1e999`) reads as `null`.
    private static func number(in container: any SingleValueDecodingContainer) throws -> JSONValue? {
        do {
            return .number(try container.decode(Double.self))
        } catch DecodingError.typeMismatch {
            return nil
        } catch {
            // Foundation throws an error of its own here, not a DecodingError.
            return .null
        }
    }

    /// Writes the value; a whole number without a fraction.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            if let whole = Int(exactly: value) { try container.encode(whole) } else { try container.encode(value) }
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
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

    /// The number; `nil` where this is something else.
    package var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
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

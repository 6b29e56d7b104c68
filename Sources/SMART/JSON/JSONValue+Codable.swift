import Foundation

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
        } else if let value = JSONNumber(in: container) {
            self = .number(value)
        } else {
            self = .bool(try container.decode(Bool.self))
        }
    }

    /// Writes the value; a number with the digits that it has.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try value.encode(to: &container)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSONNumber {
    /// A number through Foundation, which hands over values and no text; `nil` where something else stands there.
    fileprivate init?(in container: any SingleValueDecodingContainer) {
        if let whole = try? container.decode(Int.self) {
            self.init(whole)
        } else if let decimal = try? container.decode(Decimal.self), decimal.isFinite {
            self.init(text: decimal.description)
        } else if let value = try? container.decode(Double.self) {
            self.init(value)
        } else {
            return nil
        }
    }

    /// Writes the number through Foundation; one whose digits that cannot carry as text, since the digits are what counts.
    fileprivate func encode(to container: inout any SingleValueEncodingContainer) throws {
        if let whole = Int(text), String(whole) == text {
            try container.encode(whole)
        } else if let decimal = Decimal(string: text), decimal.description == text {
            try container.encode(decimal)
        } else if String(value) == text, Int(exactly: value) == nil {
            try container.encode(value)
        } else {
            try container.encode(text)
        }
    }
}

package import SMART

/// An address kept in a record: as plain text, and judged anew by the rules of today whenever it is read.
///
/// A text that is no usable address any more must cost neither the record nor itself: it reads as `nil` and is written back as it
/// was, until another takes its place.
@propertyWrapper
package struct KeptAddress: Hashable, Sendable {
    /// The text that is kept; `nil` where there is none.
    private var text: String?
    private var address: ServerAddress?

    /// No address.
    package init() {}

    /// Keeps an address, or none.
    package init(wrappedValue: ServerAddress?) {
        self.wrappedValue = wrappedValue
    }

    /// The address; `nil` where none is kept, or none that tokens may travel to.
    package var wrappedValue: ServerAddress? {
        get { address }
        set {
            address = newValue
            text = newValue?.text
        }
    }
}

extension KeptAddress: Codable {
    /// Reads any text.
    package init(from decoder: any Decoder) throws {
        self = try decoder.recurring { KeptAddress(reading: $0) }
    }

    private init(reading text: String) {
        self.text = text
        address = try? ServerAddress(text)
    }

    /// Writes the text that was read, or that of the address that took its place.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// Whether there is a text to write, usable or not.
    fileprivate var isKept: Bool { text != nil }
}

extension KeyedDecodingContainer {
    /// Reads an address that may be absent; the compiler's decoding of records calls it.
    package func decode(_ type: KeptAddress.Type, forKey key: Key) throws -> KeptAddress {
        try decodeIfPresent(type, forKey: key) ?? KeptAddress()
    }
}

extension KeyedEncodingContainer {
    /// Leaves out an address that is not there, as for any optional member; the compiler's encoding of records calls it.
    package mutating func encode(_ value: KeptAddress, forKey key: Key) throws {
        if value.isKept { try encodeIfPresent(Optional(value), forKey: key) }
    }
}

import Records
import SMART
import Sessions

/// The words of a filter.
///
/// A session is shown where each of them occurs in its name, address, patient or state.
struct SessionFilter: Hashable, Sendable {
    let text: String
    private let words: [[UInt8]]

    init(_ text: String) {
        self.text = text
        words = text.lowercased().split(separator: " ").map { Array($0.utf8) }
    }

    var isEmpty: Bool { words.isEmpty }

    func matches(_ haystack: [UInt8]) -> Bool {
        words.allSatisfy { Self.occurs($0, in: haystack) }
    }

    /// What a filter searches of a session, made once for each change of it.
    static func searchText(of session: SessionSnapshot) -> [UInt8] {
        var text =
            "\(session.id)\n\(session.baseURL.text)\n\(session.state.rawValue)\n\(session.requestedAccess.rawValue)"
        if let patient = session.context.patient { text += "\n" + patient }
        if let name = session.identity?.name { text += "\n" + name }
        return Array(text.lowercased().utf8)
    }

    private static func occurs(_ needle: [UInt8], in haystack: [UInt8]) -> Bool {
        unsafe needle.withUnsafeBufferPointer { needle in
            unsafe haystack.withUnsafeBufferPointer { haystack in
                guard let first = unsafe needle.first, needle.count <= haystack.count else { return needle.isEmpty }
                for start in 0...(haystack.count - needle.count) where unsafe haystack[start] == first {
                    var matched = 1
                    while matched < needle.count, unsafe haystack[start + matched] == needle[matched] { matched += 1 }
                    if matched == needle.count { return true }
                }
                return false
            }
        }
    }
}

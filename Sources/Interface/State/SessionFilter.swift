/// The words of a filter.
///
/// A session is shown where each of them occurs in what ``SearchTexts`` holds of it.
struct SessionFilter: Hashable, Sendable {
    /// As the person typed it.
    let text: String
    /// In lower case, as UTF-8.
    private var words: [[UInt8]]

    /// The words of a text; letters in upper and lower case are the same.
    init(_ text: String) {
        self.text = text
        words = text.lowercased().split(separator: " ").map { Array($0.utf8) }
    }

    /// What is left to be asked of a text that an earlier filter left: the words that are new.
    func beyond(_ earlier: SessionFilter) -> SessionFilter {
        var rest = self
        rest.words = words.filter { !earlier.words.contains($0) }
        return rest
    }

    /// Whether it leaves everything.
    var isEmpty: Bool { words.isEmpty }

    /// Whether every word occurs in a text, which is in lower case.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        for word in words {
            guard unsafe Self.occurs(word, in: text) else { return false }
        }
        return true
    }

    /// Whether a word occurs anywhere in a text.
    private static func occurs(_ word: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Bool {
        unsafe word.withUnsafeBufferPointer { word in
            guard let first = unsafe word.first, word.count <= text.count else { return word.isEmpty }
            for start in 0...(text.count - word.count) where unsafe text[start] == first {
                var matched = 1
                while matched < word.count, unsafe text[start + matched] == word[matched] { matched += 1 }
                if matched == word.count { return true }
            }
            return false
        }
    }
}

import Foundation

/// What a sealed value is bound to: it opens only where the same parts are given again.
///
/// Each part is preceded by its length, so that no two lists of parts make the same bytes.
struct AssociatedData {
    private(set) var bytes = Data()

    init(_ parts: [Data]) {
        for part in parts {
            unsafe withUnsafeBytes(of: UInt64(part.count).bigEndian) { unsafe bytes.append(contentsOf: $0) }
            bytes.append(part)
        }
    }

    init(_ parts: String...) {
        self.init(parts.map { Data($0.utf8) })
    }
}

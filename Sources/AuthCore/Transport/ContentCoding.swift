import Foundation

/// Content codings (RFC 9110 section 8.4.1), in all the forms that servers send them in: `gzip` and `x-gzip`, `deflate` as the
/// specification has it and bare, and bytes that were never coded although the server says so.
enum ContentCoding {
    /// What is offered where an answer can be asked for again; no more than is read.
    static let offered = "gzip, deflate"

    /// The body as it was before it was coded.
    ///
    /// - Parameters:
    ///   - body: as it came.
    ///   - header: `Content-Encoding`, the coding applied last at the end.
    ///   - limit: the most bytes that are taken.
    /// - Returns: also what came out of a body that is cut or broken.
    /// - Throws: ``BodyTooLarge``.
    static func decoded(_ body: Data, by header: String?, limit: Int) throws(BodyTooLarge) -> (
        body: Data, isWhole: Bool
    ) {
        var body = body
        var isWhole = true
        for name in (header ?? "").split(separator: ",").reversed() {
            switch name.trimmingCharacters(in: .whitespaces).lowercased() {
            case "identity", "": continue
            case "gzip", "x-gzip", "deflate":
                guard let inflation = inflation(of: body, limit: limit) else { continue }
                if inflation.ending == .tooLarge { throw BodyTooLarge(limit: limit) }
                body = inflation.output
                isWhole = isWhole && inflation.ending == .whole
            default: return (body, false)
            }
        }
        return (body, isWhole)
    }

    /// What comes out of bytes in whichever frame they are in; `nil` where they are in none.
    private static func inflation(of bytes: Data, limit: Int) -> Inflation? {
        let framed = Inflation(bytes, in: .gzipOrZlib, limit: limit)
        if framed.ending != .broken || !framed.output.isEmpty { return framed }
        // Any text may look like bare data for a while: only what comes to its end is.
        let bare = Inflation(bytes, in: .bare, limit: limit)
        return bare.ending == .whole || bare.ending == .tooLarge ? bare : nil
    }
}

import Foundation

/// What was sent to a server, or came from it, and must be in no word of its that a person reads: struck out here, in one place.
///
/// A server, or something in the way, may quote a token in a title, an explanation, a challenge or an address: as it is, in another
/// case, cut, or encoded (percent, HTML, JSON escapes, hexadecimal, base64 and base64url), several times over.
package struct SecretFilter: Sendable {
    /// What a piece of a secret has to be long to be told from chance, in characters.
    private static let shortestPiece = 12
    /// Secrets shorter than this are struck out only where they stand alone, for they may be in any word.
    private static let shortestSecret = 8

    /// Every run of characters, in small letters, that gives a secret away, by its length.
    private let pieces: [Int: Set<[UInt8]>]
    /// Secrets that are too short to be looked for in pieces.
    private let short: [String]

    /// - Parameter secrets: empty ones are passed over.
    package init(_ secrets: [Redacted]) {
        var pieces: [Int: Set<[UInt8]>] = [:]
        var short: [String] = []
        for secret in secrets.map({ $0.reveal() }) where !secret.isEmpty {
            guard secret.utf8.count >= Self.shortestSecret else {
                short.append(secret)
                continue
            }
            for form in Self.forms(of: secret) {
                let letters = form.map(\.inSmallLetters)
                let length = min(letters.count, Self.shortestPiece)
                for start in 0...(letters.count - length) {
                    pieces[length, default: []].insert(Array(letters[start..<start + length]))
                }
            }
        }
        self.pieces = pieces
        self.short = short
    }

    /// The secret itself, in hexadecimal, and in base64 wherever in a longer text it may stand.
    private static func forms(of secret: String) -> [[UInt8]] {
        let bytes = Array(secret.utf8)
        let hex = bytes.flatMap { Array((($0 < 16 ? "0" : "") + String($0, radix: 16)).utf8) }
        let base64 = (0..<3).flatMap { offset in
            let encoded = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
            // The letters at both ends hold bits of what is around.
            let own = Array(encoded.utf8.dropFirst(offset == 0 ? 0 : offset + 1).prefix((bytes.count * 8 - 4) / 6))
            let url = own.map {
                $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
            }
            return own == url ? [own] : [own, url]
        }
        return [bytes, hex] + base64.filter { $0.count >= shortestSecret }
    }

    /// A text with every secret, every long piece of one, and whatever is named as a token struck out.
    package func struck(from text: String) -> String {
        let bytes = Array(text.utf8)
        var isSecret = [Bool](repeating: false, count: bytes.count)
        var view = DecodedView(bytes)
        for _ in 0..<4 {
            mark(in: view, &isSecret)
            mark(in: view.withoutBlanks, &isSecret)
            guard let decoded = view.decoded else { break }
            view = decoded
        }
        return Self.strike(bytes, isSecret).strikingNamedTokens.striking(short)
    }

    private func mark(in view: DecodedView, _ isSecret: inout [Bool]) {
        let letters = view.bytes.map(\.inSmallLetters)
        for (length, pieces) in pieces where letters.count >= length {
            for start in 0...(letters.count - length) where pieces.contains(Array(letters[start..<start + length])) {
                for position in view.source[start].lowerBound..<view.source[start + length - 1].upperBound {
                    isSecret[position] = true
                }
            }
        }
    }

    /// The text with one sign in the place of each run of marked bytes.
    private static func strike(_ bytes: [UInt8], _ isSecret: [Bool]) -> String {
        guard isSecret.contains(true) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        for position in bytes.indices {
            if !isSecret[position] {
                result.append(bytes[position])
            } else if position == 0 || !isSecret[position - 1] {
                result += Array(Redacted("").description.utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension String {
    /// This text without the given secrets where each stands alone.
    fileprivate func striking(_ secrets: [String]) -> String {
        secrets.reduce(self) { text, secret in
            let pattern = "(?<![A-Za-z0-9])\(NSRegularExpression.escapedPattern(for: secret))(?![A-Za-z0-9])"
            return text.replacingOccurrences(of: pattern, with: Redacted("").description, options: .regularExpression)
        }
    }

    /// This text without what is called a token in it, whosever it is: JSON Web Tokens, `access_token=…`, `"code":"…"`, `Bearer …`.
    fileprivate var strikingNamedTokens: String {
        [
            #"eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_.-]*"#,
            #"(?i)(?<=(token|secret|assertion|verifier|password|(?<![A-Za-z_])code)(=|%3D|"\s?:\s?"|':\s?'))[^\s&"'<>“”]{6,}"#,
            #"(?i)(?<=\b(Bearer|Basic) )(?=[A-Za-z._~+/-]*[0-9])[A-Za-z0-9._~+/=-]{16,}"#,
        ].reduce(self) {
            $0.replacingOccurrences(of: $1, with: Redacted("").description, options: .regularExpression)
        }
    }
}

extension UInt8 {
    /// This byte, of an ASCII letter the small one.
    fileprivate var inSmallLetters: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self + 32 : self
    }
}

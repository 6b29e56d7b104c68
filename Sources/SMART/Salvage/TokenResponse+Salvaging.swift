package import Foundation

extension TokenResponse {
    /// How much of an answer is looked through.
    private static let mostBytes = 4 << 20

    /// Takes the tokens out of an answer that the strict reader refuses; `nil` where what is needed is not in it: an answer in hand is never thrown away for its form (rule 3).
    ///
    /// Reads raw control characters, half surrogates, `NaN`, UTF-16, bytes before and after, wrappings, forms, tokens of another type.
    /// A token that was cut, or has characters that no token has (RFC 6749, appendix A.12 and A.17), is none.
    ///
    /// Of an answer of failure both tokens have to be there, and so where what holds them is not closed: the refresh token may be in
    /// what is missing.
    ///
    /// - Parameters:
    ///   - bytes: the body, or more than the body.
    ///   - isCut: whether the answer is known not to have come to its end.
    ///   - isSuccess: whether its status is one of success.
    package init?(salvaging bytes: Data, isCut: Bool, isSuccess: Bool) {
        for text in AnswerText.readings(of: bytes.prefix(Self.mostBytes)) {
            guard let found = SalvagedMembers(in: text, isCut: isCut),
                let members = found.withTokens(needingBoth: !isSuccess || !found.isWhole),
                let response = try? TokenResponse(reading: .json(.object(members)))
            else { continue }
            self = response
            return
        }
        return nil
    }
}

extension SalvagedMembers {
    /// The members with both tokens as text; `nil` where what is needed is not there.
    fileprivate func withTokens(needingBoth: Bool) -> [String: JSONValue]? {
        var result = members
        guard let accessToken = Self.token(members["access_token"]) else { return nil }
        result["access_token"] = .string(accessToken)
        if let value = members["refresh_token"], !value.saysNothing {
            guard let refreshToken = Self.token(value) else { return nil }
            result["refresh_token"] = .string(refreshToken)
        } else {
            guard !needingBoth else { return nil }
            result["refresh_token"] = nil
        }
        return result
    }

    /// A token as text, whatever a server made of it: with blanks around it, as a number, alone in a list or an object.
    private static func token(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text):
            let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
            return !trimmed.isEmpty && trimmed.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? trimmed : nil
        case .number(let number): return number.text
        case .array(let values): return values.count == 1 ? token(values[0]) : nil
        case .object(let members): return members.count == 1 ? token(members.values.first) : token(members["value"])
        default: return nil
        }
    }
}

extension JSONValue {
    /// Whether a server that has no such thing to give writes this for it.
    var saysNothing: Bool {
        switch self {
        case .null, .bool, .string(""), .array([]): true
        case .object(let members): members.isEmpty
        default: false
        }
    }
}

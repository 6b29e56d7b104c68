/// A fault together with where it strikes, whom, and how often.
///
/// Text form: `FAULT[,on=PLACE][,client=ID][,user=NAME][,times=N]`, such as `503+retry-after=2,on=refresh,times=3`. Without
/// `on` it strikes every token request, without `times` always.
package struct FaultRule: Hashable, Sendable {
    /// A kind of request.
    package enum Place: String, Hashable, Sendable, CaseIterable {
        /// Every request to the token endpoint.
        case token
        /// Token requests with an authorization code.
        case code
        /// Token requests with a refresh token.
        case refresh
        /// The discovery documents and keys.
        case discovery
        /// The authorization endpoint, reads and searches, RFC 7009, RFC 7662.
        case authorize, fhir, revoke, introspect

        /// Whether a fault here strikes a request of that kind: `token` covers `code` and `refresh` too.
        func includes(_ place: Place) -> Bool {
            self == place || self == .token && (place == .code || place == .refresh)
        }
    }

    /// What happens.
    package var fault: SandboxFault
    /// Where it happens.
    package var place: Place
    /// Strikes only requests of this client.
    package var client: String?
    /// Strikes only requests with a token or code of this user.
    package var user: String?
    /// How often it still strikes; `nil` for always.
    package var remaining: Int?

    /// A rule; a filter that is left out lets every request through to the fault.
    ///
    /// - Parameters:
    ///   - fault: what happens.
    ///   - place: where it happens.
    ///   - client: the `client_id` that it is meant for; `nil` for every client.
    ///   - user: the user name that it is meant for; `nil` for everyone.
    ///   - times: how often; `nil` for always.
    package init(
        _ fault: SandboxFault, on place: Place = .token, client: String? = nil, user: String? = nil, times: Int? = nil
    ) {
        self.fault = fault
        self.place = place
        self.client = client
        self.user = user
        self.remaining = times
    }
}

extension FaultRule: CustomStringConvertible {
    /// Reads the text form.
    ///
    /// - Throws: ``FaultRuleError`` that says which part is wrong and what was expected.
    package init(parsing text: String) throws(FaultRuleError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard let fault = SandboxFault(String(parts[0])) else {
            throw FaultRuleError(
                part: String(parts[0]),
                expected: "a status of 400 to 599 such as 503 or 503+retry-after=2, an OAuth error code, slow=SECONDS, "
                    + "drop-before, drop-after, portal, bare-400, no-rotation, no-refresh-token, drop-scopes, "
                    + "expires-in=absent|string|float or other-patient")
        }
        self.init(fault)
        for part in parts.dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
            switch (halves.first, halves.count == 2 ? halves[1] : nil) {
            case ("on", let name?):
                guard let place = Place(rawValue: name) else {
                    let places = Place.allCases.map(\.rawValue).joined(separator: ", ")
                    throw FaultRuleError(part: String(part), expected: "on= one of \(places)")
                }
                self.place = place
            case ("client", let id?): client = id
            case ("user", let name?): user = name
            case ("times", let count?):
                guard let count = Int(count), count > 0 else {
                    throw FaultRuleError(part: String(part), expected: "times= a whole number above 0")
                }
                remaining = count
            default: throw FaultRuleError(part: String(part), expected: "on=, client=, user= or times=")
            }
        }
        guard !fault.bendsTokenAnswers || Place.token.includes(place) else {
            throw FaultRuleError(part: text, expected: "\(fault) on token, code or refresh")
        }
    }

    /// The text form.
    package var description: String {
        let filters = [client.map { "client=\($0)" }, user.map { "user=\($0)" }, remaining.map { "times=\($0)" }]
        return (["\(fault)", "on=\(place.rawValue)"] + filters.compactMap { $0 }).joined(separator: ",")
    }
}

/// A fault's text form that cannot be read.
package struct FaultRuleError: Error, Equatable, CustomStringConvertible {
    /// What could not be read.
    package let part: String
    /// What may stand there.
    package let expected: String

    package var description: String {
        "“\(part)” is not a fault; expected \(expected)"
    }
}

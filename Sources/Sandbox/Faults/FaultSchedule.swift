import Foundation

/// The faults in force, in order: which of them strike a request, and what is left of them afterwards.
struct FaultSchedule: Sendable {
    /// What is known of a request when its faults are decided.
    struct Target: Sendable {
        /// The most exact place: a refresh, not merely the token endpoint.
        let place: FaultRule.Place
        /// The client, as far as the request tells or its token does.
        var client: String?
        /// The user whom its token or code belongs to, where it is known.
        var user: String?
    }

    /// What to do to one request.
    struct Plan: Sendable {
        /// Seconds to wait first.
        var delay: TimeInterval = 0
        /// The answer in place of the endpoint's.
        var answer: SandboxFault?
        /// Whether the connection closes once the endpoint has done its work.
        var dropsAfter = false
        /// What changes in the tokens that the ledger issues.
        var terms = IssueTerms()
        /// The form of `expires_in`; `nil` for a number, as RFC 6749 section 5.1 has it.
        var expiresIn: SandboxFault.ExpiresInForm?
        /// Whether another patient stands in the answer.
        ///
        /// Which one, only whoever knows the grant can say.
        var sendsOtherPatient = false
    }

    /// In the order that they strike.
    var rules: [FaultRule]

    /// Decides one request.
    ///
    /// Where several faults would answer it, the first one does and the others wait for their turn.
    mutating func strike(_ target: Target) -> Plan {
        var plan = Plan()
        let matching = rules.indices.filter { matches(rules[$0], target) }
        let answering = matching.first { rules[$0].fault.answersItself }
        for index in matching {
            let fault = rules[index].fault
            if fault.answersItself ? index != answering : answering != nil && !fault.precedesAnswer { continue }
            plan.add(fault)
            rules[index].remaining = rules[index].remaining.map { $0 - 1 }
        }
        rules.removeAll { $0.remaining == 0 }
        return plan
    }

    /// Whether a fault is meant for such a request.
    private func matches(_ rule: FaultRule, _ target: Target) -> Bool {
        rule.place.includes(target.place)
            && (rule.client == nil || rule.client == target.client)
            && (rule.user == nil || rule.user == target.user)
    }
}

extension SandboxFault {
    /// Whether the fault strikes even where another one answers the request.
    fileprivate var precedesAnswer: Bool {
        if case .slow = self { true } else { false }
    }
}

extension FaultSchedule.Plan {
    /// Lets one more fault bend the plan.
    fileprivate mutating func add(_ fault: SandboxFault) {
        switch fault {
        case .slow(let seconds): delay += seconds
        case .status, .dropBefore, .captivePortal, .bareRefusal, .oauthError: answer = fault
        case .dropAfter: dropsAfter = true
        case .noRotation: terms.rotates = false
        case .noRefreshToken: terms.withholdsRefreshToken = true
        case .scopesDropped(let scopes?): terms.dropped = scopes
        case .scopesDropped(nil): terms.dropsMostScopes = true
        case .expiresIn(let form): expiresIn = form
        case .otherPatient: sendsOtherPatient = true
        }
    }
}

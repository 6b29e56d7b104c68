import Foundation

/// The faults in force, in order: which of them strike a request, and what is left of them afterwards.
struct FaultSchedule: Sendable {
    /// What is known of a request when its faults are decided.
    struct Target: Sendable {
        let place: FaultRule.Place
        var client: String?
        var user: String?
    }

    /// What to do to one request.
    struct Plan: Sendable {
        /// Seconds to wait first.
        var delay: TimeInterval = 0
        /// The answer in place of the endpoint's.
        var answer: SandboxFault?
        var dropsAfter = false
        var terms = IssueTerms()
        var expiresIn: SandboxFault.ExpiresInForm?
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

import AuthCore
import Foundation
import Records
import SMART
import TestSupport

@testable import Sessions

/// A random life of one session beside a vault, a server and a clock.
///
/// The walk knows what is true of them, does what the session wants as the keeper does, and looks after each step whether
/// the session still holds what it was given.
struct SessionWalk {
    /// What the session did and must not do, with the steps that led there.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// What came about, so that a test can tell whether the walk met it.
    enum Milestone: Hashable, CaseIterable {
        case signedIn, renewed, answerLost, interrupted, refused, deadlinePassed, clockSetBack, signedOut, unlocked,
            died, identified
    }

    private(set) var milestones: [Milestone: Int] = [:]
    var random: SeededRandom
    var now = Sample.start
    var session = Session(id: Sample.id)

    /// What the vault has of the session.
    private var stored: SessionRecord?
    private var mark: Date?
    /// Who is known to have signed in.
    private var person: String?

    /// The refresh tokens that the server takes.
    var honoured: Set<String> = []
    private var issued = 0

    /// The newest refresh token that reached the session and was neither refused nor given up.
    private(set) var held: String?
    /// The token that waits to be sent or is at the server.
    private(set) var request: String?
    /// Whether the event under way is a person's wish, which cuts pauses short.
    private var personAsks = false
    /// When the request left this machine.
    private var askedAt = Sample.start
    /// Whether it has left this machine.
    private(set) var isSent = false
    /// Whether a token was sent whose answer never came, and no later one has told what the server made of it.
    private var answerIsUnknown = false
    private var trail: [String] = []

    init(_ random: SeededRandom) {
        self.random = random
    }

    func fault(_ words: String) -> Fault {
        Fault(description: "\(words), after:\n\(trail.suffix(20).joined(separator: "\n"))")
    }

    mutating func note(_ milestone: Milestone) {
        milestones[milestone, default: 0] += 1
    }
}

// MARK: - What the session is told, and what follows

extension SessionWalk {
    /// Gives the session an event, and does what it wants.
    mutating func tell(_ event: SessionEvent, _ words: String) throws {
        trail.append("\(now.timeIntervalSince(Sample.start)) s: \(words)")
        if case .refreshRequested(byPerson: true) = event { personAsks = true } else { personAsks = false }
        let effects = session.handle(event, at: now, jitter: .random(in: 0...1, using: &random))
        if !effects.isEmpty { trail.append("    \(effects.words)") }
        for effect in effects { try perform(effect) }
        try check()
    }

    private mutating func perform(_ effect: SessionEffect) throws {
        switch effect {
        case .requestTokens:
            guard request == nil else { throw fault("a second request while one is under way") }
            guard personAsks || !hasToWait else { throw fault("the server is not left alone") }
            request = session.record?.refreshToken?.reveal()
            guard request != nil, request == held else { throw fault("asked to send \(request ?? "nothing")") }
            isSent = false
        case .store(let record):
            try clearMark()
            stored = record
        case .storeDetails(let record):
            stored?.details = record.details
        case .clearMark:
            try clearMark()
        case .forget:
            (stored, mark) = (nil, nil)
        case .requestRefreshDeadline, .keepUnread, .log:
            break
        }
    }

    /// Whether the vault knows of a pause that has not ended, as far as the clock can be believed.
    private var hasToWait: Bool {
        guard let trouble = stored?.details.trouble else { return false }
        return now < trouble.nextTry && trouble.lastTry.timeIntervalSince(now) <= 5
    }

    private mutating func clearMark() throws {
        guard request == nil || !isSent, !answerIsUnknown else {
            throw fault("the mark is cleared while an answer is unknown")
        }
        mark = nil
    }

    private var hasEndedByDeadline: Bool {
        guard let details = session.record?.details, let ending = details.ending, ending.kind == .lapsed,
            let deadline = details.refreshExpiresAt
        else { return false }
        return ending.at >= deadline
    }

    /// What holds after every step.
    private func check() throws {
        guard stored?.refreshToken?.reveal() == held else { throw fault("the vault has lost \(held ?? "nothing")") }
        if (request != nil && isSent) || answerIsUnknown, mark == nil {
            throw fault("no mark stands for an unknown answer")
        }
        guard stored?.details.identity?.subject == person else {
            throw fault("the vault does not know \(person ?? "")")
        }
        guard !session.isLocked else { return }
        guard session.record?.details.identity?.subject == person else { throw fault("forgot \(person ?? "nobody")") }
        guard session.record?.refreshToken?.reveal() == held else { throw fault("lost \(held ?? "nothing")") }
        guard session.isRefreshing == (request != nil) else {
            throw fault("whether a request is under way is not known")
        }
        guard (session.answerLostAt != nil) == answerIsUnknown else { throw fault("what is unknown is not known") }
        if held != nil, session.record?.details.ending.map({ $0.kind != .misconfigured }) == true, !hasEndedByDeadline {
            throw fault("\(held ?? "") is given up although no server refused it")
        }
    }
}

// MARK: - The world

extension SessionWalk {
    /// A token response, whose refresh token is a new one that the server takes, or none.
    mutating func response(withToken: Bool = true) -> TokenResponse {
        issued += 1
        if withToken { honoured.insert("refresh-\(issued)") }
        return Sample.response(
            number: issued, lifetime: [nil, 2, 300, 3_600, 86_400].randomElement(using: &random) ?? nil,
            refreshToken: withToken ? "" : nil,
            patient: [nil, "p1", "p1", "p1", "p2"].randomElement(using: &random) ?? nil,
            refreshDeadline: [nil, nil, .after(7_200), .after(3 * 86_400)].randomElement(using: &random) ?? nil)
    }

    /// The server takes the token that was sent and gives another for it; it may take the old one for longer.
    mutating func rotate() -> TokenResponse {
        if let request, Int.random(in: 0..<4, using: &random) > 0 { honoured.remove(request) }
        return response()
    }

    /// The request's turn has come: its mark is written, and it leaves this machine.
    mutating func send() throws {
        guard request == session.record?.refreshToken?.reveal() else { throw fault("an old token is sent") }
        mark = now
        askedAt = now
        isSent = true
    }

    /// The request has ended.
    ///
    /// - Parameter answerWasLost: what the server made of the token is unknown; `nil` where this says nothing of it.
    mutating func endRequest(answerWasLost: Bool?) {
        request = nil
        answerIsUnknown = answerWasLost ?? answerIsUnknown
    }

    mutating func signIn() throws {
        let response = response(withToken: Int.random(in: 0..<8, using: &random) > 0)
        let record = try Sample.record(received: now, of: response)
        held = record.refreshToken?.reveal()
        answerIsUnknown = false
        person = nil
        note(.signedIn)
        try tell(.accepted(record), "signed in with \(held ?? "no refresh token")")
    }

    /// The identity is known at last, whatever happened since the sign-in.
    mutating func identify() throws {
        guard session.record != nil else { return }
        issued += 1
        person = "person-\(issued)"
        note(.identified)
        try tell(.identityLearned(SessionRecord.Identity(subject: person)), "it was \(person ?? "")")
    }

    mutating func signOut() throws {
        held = nil
        answerIsUnknown = false
        person = nil
        note(.signedOut)
        try tell(.signedOut, "signed out")
    }

    /// The request is answered.
    mutating func renew() throws {
        let response = Bool.random(using: &random) ? rotate() : response(withToken: false)
        held = response.refreshToken?.reveal() ?? held
        endRequest(answerWasLost: false)
        note(.renewed)
        let earliest = min(askedAt, now).addingTimeInterval(response.lifetime ?? 300)
        try tell(.refreshed(response, askedAt: askedAt), "renewed, \(held ?? "") is held")
        guard session.record.map({ $0.details.accessExpiresAt <= earliest }) ?? true else {
            throw fault("a lifetime counts from its receipt")
        }
    }

    /// The server refuses the refresh token.
    mutating func refuse() throws {
        let wasUnknown = answerIsUnknown
        held = nil
        endRequest(answerWasLost: false)
        note(wasUnknown ? .interrupted : .refused)
        try tell(.refreshFailed(Sample.grantRefused), "invalid_grant")
        guard session.record?.details.ending?.kind == (wasUnknown ? .interrupted : .lapsed) else {
            throw fault("a refusal is shown as something else")
        }
    }

    /// The keeper's process dies and another one starts; what was sent is never heard of again.
    mutating func die() throws {
        if request != nil, isSent {
            if Bool.random(using: &random) { _ = rotate() }
            endRequest(answerWasLost: true)
        }
        request = nil
        session = Session(id: Sample.id)
        note(.died)
        try load()
    }

    /// The keeper reads the session from the vault.
    mutating func load() throws {
        try tell(.loaded(stored, markedAt: mark), "loaded, \(mark == nil ? "no mark" : "marked")")
    }

    mutating func passTime(_ seconds: TimeInterval) throws {
        now += seconds
        let hadEnded = hasEndedByDeadline
        try tell(.timePassed, "time passed: \(seconds) s")
        if hasEndedByDeadline, !hadEnded { note(.deadlinePassed) }
        guard session.isLocked || session.nextDeadline(at: now).map({ $0 > now }) ?? true else {
            throw fault("what is due is not done")
        }
    }
}

import Sessions

/// What can be done to a session as it is now.
struct SessionAbilities: OptionSet, Hashable, Sendable {
    /// One bit an ability.
    let rawValue: UInt8

    /// Its access token can be renewed: it holds a refresh token, and no renewal is under way.
    static let renewal = SessionAbilities(rawValue: 1)
    /// Its access token can be handed out.
    static let handOff = SessionAbilities(rawValue: 2)
    /// A renewal returned another patient, who can be accepted.
    static let confirmation = SessionAbilities(rawValue: 4)
    /// It holds tokens to revoke and forget.
    static let signOut = SessionAbilities(rawValue: 8)

    /// Each of them alone.
    static let each: [SessionAbilities] = [.renewal, .handOff, .confirmation, .signOut]

    /// The abilities of these bits.
    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// What can be done to a session, by its state and its tokens.
    init(of session: SessionSnapshot) {
        var abilities: SessionAbilities = session.unconfirmedPatient == nil ? [] : .confirmation
        if session.state == .live || session.state == .stale {
            if !session.isRefreshing { abilities.insert(.renewal) }
            if session.unconfirmedPatient == nil { abilities.insert(.handOff) }
        }
        if session.state != .signedOut, session.state != .locked { abilities.insert(.signOut) }
        self = abilities
    }
}

/// The marked slots of a ``SessionTable``, with how many of them can do what.
///
/// A frame asks only for the numbers, so that it costs the same with one mark and with 100,000.
struct SessionMarks: Sendable {
    /// By slot; slots beyond its end are not marked.
    private var isMarked: [Bool] = []
    /// How many slots are marked.
    private(set) var count = 0
    /// How many of them have each of ``SessionAbilities/each``.
    private var able = [0, 0, 0, 0]

    /// Whether nothing is marked.
    var isEmpty: Bool { count == 0 }

    /// Whether a slot is marked.
    func contains(_ slot: Slot) -> Bool {
        Int(slot) < isMarked.count && isMarked[Int(slot)]
    }

    /// Whether any marked session has all the abilities of one of ``SessionAbilities/each``.
    func include(_ ability: SessionAbilities) -> Bool {
        zip(SessionAbilities.each, able).contains { $0.contains(ability) && $1 > 0 }
    }

    /// Marks a slot, or takes its mark away, with what its session can do.
    mutating func set(_ slot: Slot, to mark: Bool, _ abilities: SessionAbilities) {
        guard contains(slot) != mark else { return }
        if Int(slot) >= isMarked.count {
            isMarked += Array(repeating: false, count: Int(slot) + 1 - isMarked.count)
        }
        isMarked[Int(slot)] = mark
        count += mark ? 1 : -1
        reckon(abilities, mark ? 1 : -1)
    }

    /// Takes note that the session at a slot can now do other things.
    mutating func change(_ slot: Slot, from old: SessionAbilities, to new: SessionAbilities) {
        guard old != new, contains(slot) else { return }
        reckon(old, -1)
        reckon(new, 1)
    }

    /// Adds to, or takes from, the numbers of what can be done.
    private mutating func reckon(_ abilities: SessionAbilities, _ change: Int) {
        for (number, ability) in SessionAbilities.each.enumerated() where abilities.contains(ability) {
            able[number] += change
        }
    }
}

import Crypto
import Foundation
import Home
import Records
import Synchronization

/// The answers that a vault did not take, wherever they were put, and the room that is reserved for more.
///
/// The first place is a file beside the vault that keeps its room on the disk. Where the disk takes nothing at all any more
/// (it went read-only, it fails) an answer goes to a folder of this user's elsewhere, sealed as everything is.
final class KeptAnswers: Sendable {
    /// Room that is always kept: an answer of usual size, and then some.
    static let usualRoom = 64 << 10

    private struct State {
        /// Where in each place the next answer goes; `nil` before that place was looked at.
        var ends: [Int]
        var kept: [SessionID: KeptAnswer] = [:]
        var reserved: [SessionID: Int] = [:]
        /// The sealed marks of the rotations under way.
        var marks: [SessionID: Data] = [:]
        var size = 0
    }

    private let places: [AnswerFile]
    private let state: Mutex<State>
    /// Where this process only looks, each look is a new one: the keeper may have kept something since.
    let isKeeper: Bool

    /// Reads what is kept.
    ///
    /// - Parameters:
    ///   - vault: the vault's file.
    ///   - sealer: what opens it.
    ///   - isKeeper: whether this process alone writes.
    init(beside vault: URL, sealer: CellSealer, isKeeper: Bool) {
        let places = Self.places(beside: vault, key: sealer.key).map { AnswerFile(at: $0, sealer: sealer) }
        self.places = places
        self.isKeeper = isKeeper
        let found = places.map { $0.contents() }
        state = Mutex(State(ends: found.map(\.end), kept: Self.newest(of: found.flatMap(\.answers))))
    }

    /// What is kept of one session.
    func answer(of id: SessionID) -> KeptAnswer? { all[id] }

    /// What is kept of each session, the last of it.
    var all: [SessionID: KeptAnswer] {
        if isKeeper { return state.withLock { $0.kept } }
        return Self.newest(of: places.flatMap { $0.contents().answers })
    }

    private static func newest(of answers: [KeptAnswer]) -> [SessionID: KeptAnswer] {
        Dictionary(answers.map { ($0.record.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// Takes room for the answer of a session, beside that of others under way.
    ///
    /// - Parameters:
    ///   - id: whose answer.
    ///   - size: how large it may be, in bytes.
    ///   - mark: the sealed mark that it will answer.
    /// - Throws: ``HomeError`` where there is no room.
    func reserve(for id: SessionID, size: Int, mark: Data?) throws(HomeError) {
        try state.withLock { (state) throws(HomeError) in
            let others = state.reserved.reduce(0) { $1.key == id ? $0 : $0 + $1.value }
            let wanted = max(Self.usualRoom, state.ends[0] + others + size)
            if wanted > state.size {
                try places[0].reserve(wanted)
                state.size = wanted
            }
            state.reserved[id] = size
            state.marks[id] = mark
        }
    }

    /// Gives the room of a session back, whose answer has come or is not awaited any more.
    func release(_ id: SessionID) {
        state.withLock { state in
            state.reserved[id] = nil
            state.marks[id] = nil
        }
    }

    /// Keeps a record durably, in the first place that takes it.
    ///
    /// - Throws: ``HomeError`` of the first place where none does.
    func keep(_ record: SessionRecord) throws(HomeError) {
        try state.withLock { (state) throws(HomeError) in
            let answer = KeptAnswer(record: record, mark: state.marks[record.id] ?? state.kept[record.id]?.mark)
            var refusal: HomeError?
            for (index, place) in places.enumerated() {
                do throws(HomeError) {
                    if index > 0 { try Privacy.makeOwnFolder(place.url.deletingLastPathComponent()) }
                    state.ends[index] = try place.append(
                        answer, at: state.ends[index], within: index == 0 ? state.reserved[record.id] ?? 0 : 0)
                    state.kept[record.id] = answer
                    return
                } catch {
                    refusal = refusal ?? error
                }
            }
            if let refusal { throw refusal }
        }
    }

    /// Forgets what the vault has meanwhile.
    func forget(_ ids: some Sequence<SessionID>) {
        state.withLock { state in
            guard !state.kept.isEmpty else { return }
            for id in ids { state.kept[id] = nil }
            guard state.kept.isEmpty else { return }
            for (index, place) in places.enumerated() where state.ends[index] > 0 {
                if index == 0 { place.clear() } else { try? DurableFile.remove(place.url) }
                state.ends[index] = 0
            }
        }
    }

    /// Beside the vault, and elsewhere: what outlives a restart first.
    ///
    /// The name is made of the key, so that it is found again whatever path leads to the vault.
    private static func places(beside vault: URL, key: SymmetricKey) -> [URL] {
        let code = HMAC<SHA256>.authenticationCode(for: Data("stoke kept answers".utf8), using: key)
        let name = "answers-" + code.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let runtime = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let elsewhere = ["/var/tmp/stoke-\(geteuid())", runtime.map { $0 + "/stoke" }, "/tmp/stoke-\(geteuid())"]
        return [URL(fileURLWithPath: vault.path + "-answers")]
            + elsewhere.compactMap { $0 }.map { URL(fileURLWithPath: $0 + "/" + name) }
    }
}

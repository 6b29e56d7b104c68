import AuthCore
import Foundation
import Records
import SMART
import TestSupport

@testable import Sessions

extension Session {
    /// A session that was signed in to with `record`.
    static func accepted(_ record: SessionRecord, at now: Date = Sample.start) -> Session {
        var session = Session(id: record.id)
        _ = session.handle(.accepted(record), at: now)
        return session
    }

    /// Without jitter, for exact times.
    mutating func handle(_ event: SessionEvent, at now: Date) -> [SessionEffect] {
        handle(event, at: now, jitter: 0)
    }

    /// Begins a refresh by a person's wish and feeds its outcome back.
    mutating func refresh(_ outcome: SessionEvent, at now: Date) -> [SessionEffect] {
        handle(.refreshRequested(byPerson: true), at: now) + handle(outcome, at: now)
    }
}

extension [SessionEffect] {
    /// The effects in one line: `post store log(renewed)`.
    var words: String {
        map {
            switch $0 {
            case .requestTokens: "post"
            case .requestRefreshDeadline: "ask"
            case .store: "store"
            case .storeDetails: "details"
            case .clearMark: "clear"
            case .keepUnread: "keep"
            case .forget: "forget"
            case .log(let kind, _): "log(\(kind.rawValue))"
            }
        }.joined(separator: " ")
    }

    /// What was to be stored beside the tokens, last.
    var storedDetails: SessionRecord.Details? {
        compactMap { if case .storeDetails(let record) = $0 { record.details } else { nil } }.last
    }

    /// The messages logged.
    var messages: [String] {
        compactMap { if case .log(_, let message) = $0 { message } else { nil } }
    }

    var stored: SessionRecord? {
        compactMap { if case .store(let record) = $0 { record } else { nil } }.last
    }

    func logs(_ kind: LogEntry.Kind) -> Bool {
        contains { if case .log(kind, _) = $0 { true } else { false } }
    }
}

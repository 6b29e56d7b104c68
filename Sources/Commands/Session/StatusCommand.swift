import ArgumentParser
import Foundation
import Home
import Records
import SMART
import Sessions

/// `stoke status`: every session as the vault has it, also beside a keeper that runs.
///
/// It only looks: no request is sent and nothing is written, so it may be run as often as anybody likes.
struct StatusCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show every session, or one.")

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print again whenever something has changed, until interrupted.")
    var watch = false

    /// Prints once, or, watching, again after each change until interrupted.
    ///
    /// - Throws: ``KeeperError`` with `notFound` where a session was named that is not there; ``VaultError``.
    func perform() async throws {
        try await OpenHome.looking { home in
            var home = home
            var shown = try await snapshots(in: home.keeper)
            try show(shown)
            while watch, (try? await Task.sleep(for: .seconds(1))) != nil {
                try await home.lookAgain()
                let current = try await snapshots(in: home.keeper)
                if current.map(\.settled) != shown.map(\.settled) {
                    if !json { try Console.result("") }
                    try show(current)
                }
                shown = current
            }
        }
    }

    /// The sessions to show.
    ///
    /// The log is read only where one of them lacks a reason.
    private func snapshots(in keeper: LocalKeeper) async throws -> [SessionSnapshot] {
        let found = try await chosen(in: keeper)
        guard found.contains(where: \.lacksReason) else { return found }
        return withReasons(found, from: await keeper.log(last: 1_000))
    }

    /// The session that was named, else all.
    private func chosen(in keeper: LocalKeeper) async throws -> [SessionSnapshot] {
        guard let session else { return await keeper.snapshots() }
        return [try await keeper.snapshot(of: session)]
    }

    /// Why a session is stale is known to the keeper that renews it; beside it, the event log tells.
    private func withReasons(_ snapshots: [SessionSnapshot], from log: [LogEntry]) -> [SessionSnapshot] {
        snapshots.map { snapshot in
            guard snapshot.lacksReason else { return snapshot }
            var told = snapshot
            told.reason = log.last { $0.session == snapshot.id && $0.kind == .renewalFailed }?.message
            return told
        }
    }

    /// Prints a table, or the document that scripts read.
    private func show(_ snapshots: [SessionSnapshot]) throws {
        if json { return try Console.json(StatusReport(snapshots).document) }
        guard !snapshots.isEmpty else {
            return Console.note("No endpoints yet. Add one: stoke endpoint add NAME URL --client-id ID")
        }
        let now = Date()
        let rows = snapshots.map { snapshot in
            [
                snapshot.id.description, snapshot.modeWord, remaining(until: snapshot.accessExpiresAt, from: now),
                lapse(of: snapshot, from: now), snapshot.state.rawValue, snapshot.reason ?? "",
            ]
        }
        try Console.result(TextTable(heading: ["SESSION", "MODE", "TOKEN", "LAPSES", "STATE", ""], rows).text)
    }

    /// The cell that tells how long the session lasts without its person.
    private func lapse(of snapshot: SessionSnapshot, from now: Date) -> String {
        switch snapshot.lapse {
        case .notApplicable: "–"
        case .lapsed: "lapsed"
        case .at(let deadline): remaining(until: deadline, from: now)
        case .withThePerson: "with you"
        case .unknown: "unknown"
        }
    }

    /// The time left in its two largest units.
    private func remaining(until date: Date?, from now: Date) -> String {
        guard let date else { return "–" }
        guard date > now else { return "expired" }
        return Duration.seconds(date.timeIntervalSince(now)).formatted(
            .units(allowed: [.days, .hours, .minutes, .seconds], width: .narrow, maximumUnitCount: 2))
    }
}

extension SessionSnapshot {
    /// Stale by what the vault tells, which holds no reason: only the keeper that renews it knows more.
    fileprivate var lacksReason: Bool { state == .stale && reason == nil }

    /// Without the time of the next renewal, which whoever loads a session plans anew.
    fileprivate var settled: SessionSnapshot {
        var copy = self
        copy.nextRefreshAt = nil
        return copy
    }
}

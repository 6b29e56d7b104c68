import ArgumentParser
import Foundation
import Home
import Records
import SMART
import Sessions

struct StatusCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show every session, or one.")

    @Argument(help: "The session: NAME or NAME:LABEL.")
    var session: SessionID?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print again whenever something has changed, until interrupted.")
    var watch = false

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

    private func snapshots(in keeper: LocalKeeper) async throws -> [SessionSnapshot] {
        let found = try await chosen(in: keeper)
        guard found.contains(where: \.lacksReason) else { return found }
        return withReasons(found, from: await keeper.log(last: 1_000))
    }

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

    private func show(_ snapshots: [SessionSnapshot]) throws {
        if json { return try Console.json(StatusReport(snapshots).document) }
        guard !snapshots.isEmpty else {
            return Console.note("No endpoints yet. Add one: stoke endpoint add NAME URL --client-id ID")
        }
        let now = Date()
        let rows = snapshots.map { snapshot in
            [
                snapshot.id.description, mode(of: snapshot), remaining(until: snapshot.accessExpiresAt, from: now),
                lapse(of: snapshot, from: now), snapshot.state.rawValue, snapshot.reason ?? "",
            ]
        }
        try Console.result(TextTable(heading: ["SESSION", "MODE", "TOKEN", "LAPSES", "STATE", ""], rows).text)
    }

    private func mode(of snapshot: SessionSnapshot) -> String {
        guard let granted = snapshot.grantedAccess else { return snapshot.requestedAccess.rawValue }
        return granted.mode.rawValue + (granted.inferred ? "?" : "")
    }

    private func lapse(of snapshot: SessionSnapshot, from now: Date) -> String {
        switch snapshot.state {
        case .live, .stale: snapshot.lapsesAt.map { remaining(until: $0, from: now) } ?? "unknown"
        case .lapsed, .interrupted: "lapsed"
        case .signedOut, .signingIn, .misconfigured, .locked: "–"
        }
    }

    private func remaining(until date: Date?, from now: Date) -> String {
        guard let date else { return "–" }
        guard date > now else { return "expired" }
        return Duration.seconds(date.timeIntervalSince(now)).formatted(
            .units(allowed: [.days, .hours, .minutes, .seconds], width: .narrow, maximumUnitCount: 2))
    }
}

extension SessionSnapshot {
    fileprivate var lacksReason: Bool { state == .stale && reason == nil }

    /// Without the time of the next renewal, which whoever loads a session plans anew.
    fileprivate var settled: SessionSnapshot {
        var copy = self
        copy.nextRefreshAt = nil
        return copy
    }
}

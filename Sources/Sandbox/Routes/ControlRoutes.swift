import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SMART

/// The control endpoint: what ``SandboxControl`` offers, for another process on this machine.
///
/// `GET /control/state` tells faults, counts, grants and the refresh tokens that would work, in clear. `POST /control/faults`
/// sets the faults: `{"faults": ["503,on=refresh,times=2"]}`. Only loopback reaches it; nothing here is worth protecting.
/// Bodies must be `application/json`, which no form of another site can send.
struct ControlRoutes {
    let site: SandboxSite

    /// Adds `/control/…`.
    func add(to router: Router<SandboxContext>) {
        router.get("/control/state") { _, _ in
            Response.json(await ControlState(site.control).json)
        }
        command("faults", on: router) { body in
            guard let texts = body["faults"]?.strings else { throw ControlProblem("faults must be a list of strings") }
            var rules: [FaultRule] = []
            for text in texts {
                do { rules.append(try FaultRule(parsing: text)) } catch { throw ControlProblem("\(error)") }
            }
            await site.control.setFaults(rules)
        }
        command("advance", on: router) { body in
            guard let seconds = try body.seconds("seconds") else { throw ControlProblem("seconds is missing") }
            await site.control.advance(by: seconds)
        }
        command("lifetimes", on: router) { body in
            guard let access = try body.seconds("access") else { throw ControlProblem("access is missing") }
            await site.control.setLifetimes(
                TokenLifetimes(access: access, refresh: try body.seconds("refresh")), forClient: body["client"]?.string)
        }
        command("revoke", on: router) { body in
            guard let grant = body["grant"]?.string, await site.control.revoke(grant: grant) else {
                throw ControlProblem("grant must name a grant in force")
            }
        }
        command("lapse", on: router) { body in
            guard let grant = body["grant"]?.string, await site.control.lapse(grant: grant) else {
                throw ControlProblem("grant must name a grant in force")
            }
        }
        command("sign-out", on: router) { body in
            guard let user = body["user"]?.string, SandboxUser.named(user) != nil else {
                throw ControlProblem("user must name a user of the sandbox")
            }
            await site.control.endSignIns(ofUser: user)
        }
    }

    /// Adds a command that takes JSON and answers with the state.
    private func command(
        _ name: String, on router: Router<SandboxContext>, _ body: @escaping @Sendable (JSONValue) async throws -> Void
    ) {
        router.post("/control/\(name)") { [site] request, _ in
            guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
                return Response.json(
                    .object(["error": .string("the body must be application/json")]), status: .badRequest)
            }
            let bytes = try await request.body.collect(upTo: 64 * 1024)
            do {
                try await body(try JSONValue(parsing: Data(bytes.readableBytesView)))
                return .json(await ControlState(site.control).json)
            } catch let problem as ControlProblem {
                return .json(.object(["error": .string(problem.text)]), status: .badRequest)
            } catch let problem as JSONSyntaxError {
                return .json(.object(["error": .string("\(problem)")]), status: .badRequest)
            }
        }
    }
}

/// What is wrong with a control request.
private struct ControlProblem: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}

extension JSONValue {
    /// A number of seconds that dates can be reckoned with; `nil` where it is left out.
    fileprivate func seconds(_ name: String) throws(ControlProblem) -> Double? {
        guard let value = self[name], value != .null else { return nil }
        guard let seconds = value.number, (0...1e9).contains(seconds) else {
            throw ControlProblem("\(name) must be a number of seconds from 0 to 1000000000")
        }
        return seconds
    }
}

/// The sandbox's state as `/control/state` tells it.
///
/// What has ended is told too, and why.
private struct ControlState {
    let json: JSONValue

    init(_ control: SandboxControl) async {
        let format = Date.ISO8601FormatStyle()
        let counts = await control.tokenRequestCounts
        json = .object([
            "now": .string(await control.now.formatted(format)),
            "faults": .strings(await control.faults.map(\.description)),
            "token_requests": .array(
                counts.sorted { ($0.key.grantType, $0.key.client) < ($1.key.grantType, $1.key.client) }.map {
                    .object([
                        "grant_type": .string($0.key.grantType), "client_id": .string($0.key.client),
                        "count": .number(JSONNumber($0.value)),
                    ])
                }),
            "refresh_tokens": .array(
                await control.honouredRefreshTokens.map { honoured in
                    .object([
                        "refresh_token": .string(honoured.token.reveal()), "grant": .string(honoured.grant.id),
                        "client_id": .string(honoured.grant.client), "user": .string(honoured.grant.user),
                    ])
                }),
            "grants": .array(
                await control.grants.map { grant in
                    .object([
                        "id": .string(grant.id), "client_id": .string(grant.client), "user": .string(grant.user),
                        "scope": .string(grant.scope.text), "patient": grant.patient.map(JSONValue.string) ?? .null,
                        "granted_at": .string(grant.grantedAt.formatted(format)),
                        "refresh_ends_at": grant.refreshEndsAt.map { .string($0.formatted(format)) } ?? .null,
                        "ended": grant.ended.map(JSONValue.string) ?? .null,
                    ])
                }),
        ])
    }
}

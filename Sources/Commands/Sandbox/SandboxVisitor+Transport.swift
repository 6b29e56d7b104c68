package import AuthCore
import SMART
package import Sandbox

extension SandboxVisitor {
    /// A visitor whose requests go over `transport`, within the bounds of discovery documents.
    ///
    /// - Parameters:
    ///   - user: who signs in.
    ///   - patient: whom to choose, where the sandbox asks.
    ///   - refusing: the scopes not to grant.
    ///   - denies: whether to refuse the whole request.
    ///   - transport: how requests travel; it follows no redirect, since the visitor reads each.
    package init(
        user: String, patient: String? = nil, refusing: Set<String> = [], denies: Bool = false,
        over transport: any HTTPTransport
    ) {
        self.init(user: user, patient: patient, refusing: refusing, denies: denies) { request in
            func header(_ name: String) -> Redacted? {
                request.headers.first { $0.name.lowercased() == name }.map { Redacted($0.value) }
            }
            let response = try await transport.send(
                TransportRequest(
                    request.method == "POST" ? .post : .get, ServerAddress(request.address), accept: "text/html",
                    form: request.body.map { Redacted($0) }, cookie: header("cookie"), limits: .discovery))
            return Response(
                status: response.status,
                headers: ["location", "set-cookie"].compactMap { name in response.header(name).map { (name, $0) } },
                body: String(decoding: response.body, as: UTF8.self))
        }
    }
}

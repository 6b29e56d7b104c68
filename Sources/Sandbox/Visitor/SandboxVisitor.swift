import Foundation
import SMART

/// A person without a browser: walks through the sandbox's pages by real requests, as the demo and the tests need it.
///
/// ```swift
/// let visitor = SandboxVisitor(user: "camila", refusing: ["offline_access"]) { request in … }
/// let redirect = try await visitor.visit(authorizationAddress)  // http://127.0.0.1:53682/callback?code=…
/// ```
package struct SandboxVisitor: Sendable {
    /// A request for the HTTP client at hand, which must not follow redirects.
    package struct Request: Sendable {
        /// `GET` or `POST`.
        package let method: String
        /// The absolute address.
        package let address: String
        package let headers: [(name: String, value: String)]
        /// A form body; `nil` for GET.
        package let body: String?
    }

    /// What the HTTP client brought.
    package struct Response: Sendable {
        /// A redirect is an answer like any other; only the visitor follows its `Location`.
        package let status: Int
        package let headers: [(name: String, value: String)]
        package let body: String

        package init(status: Int, headers: [(name: String, value: String)], body: String) {
            self.status = status
            self.headers = headers
            self.body = body
        }

        /// Every header of a name in small letters, since cookies come one a header.
        func all(_ name: String) -> [String] {
            headers.filter { $0.name.lowercased() == name }.map(\.value)
        }
    }

    /// Performs one request, without following redirects.
    package typealias Send = @Sendable (Request) async throws -> Response

    private let user: String
    private let patient: String?
    private let refused: Set<String>
    private let denies: Bool
    private let send: Send

    /// - Parameters:
    ///   - user: who signs in, such as `camila`; ``SandboxUser/everyone`` lists them.
    ///   - patient: whom to choose where there is a choice, such as `noor-haddad`; the first one where `nil`.
    ///   - refusing: the scopes to untick, as written in the request.
    ///   - denies: whether to press Deny.
    ///   - send: performs one request. It must not follow redirects.
    package init(
        user: String, patient: String? = nil, refusing: Set<String> = [], denies: Bool = false, send: @escaping Send
    ) {
        self.user = user
        self.patient = patient
        refused = refusing
        self.denies = denies
        self.send = send
    }

    /// Opens an authorization address, answers every page, and returns the address that the sandbox redirects back to.
    ///
    /// - Throws: ``SandboxVisitError`` where a page is none of the sandbox's, and whatever `send` throws.
    package func visit(_ address: String) async throws -> String {
        let origin = try Self.origin(of: address)
        var walk = Walk(origin: origin)
        var next = walk.request("GET", address, form: nil)
        // Sign in, choose a patient, consent, and a redirect after each: a walk that is longer goes in circles.
        for _ in 0..<12 {
            let response = try await send(next)
            walk.keepCookies(of: response)
            if (300...399).contains(response.status), let location = response.all("location").first {
                guard let inside = walk.inside(location) else { return location }
                next = walk.request("GET", inside, form: nil)
            } else {
                guard let form = PageForm.forms(in: response.body).first else {
                    throw SandboxVisitError(status: response.status, text: PageForm.text(of: response.body))
                }
                next = walk.request("POST", origin + form.action, form: answer(to: form))
            }
        }
        throw SandboxVisitError(status: 0, text: "the pages lead nowhere")
    }

    /// Fills in a form by the kind of page it stands on.
    private func answer(to form: PageForm) -> FormParameters {
        switch form.action.split(separator: "/").last {
        case "sign-in": form.submission(adding: [("user", user)])
        case "patient":
            // Whoever is named takes the place of the patient that the page has chosen already.
            patient.map { form.submission(adding: [("patient", $0)]) { name, _ in name != "patient" } }
                ?? form.submission()
        default:
            form.submission(adding: [("decision", denies ? "Deny" : "Allow")]) { name, value in
                name != "scope" || !refused.contains(value)
            }
        }
    }

    /// Scheme, host and port of an address.
    private static func origin(of address: String) throws(SandboxVisitError) -> String {
        guard let components = URLComponents(string: address), let scheme = components.scheme,
            let host = components.encodedHost
        else { throw SandboxVisitError(status: 0, text: "“\(address.cleaned)” is not an address") }
        return "\(scheme)://\(host)" + (components.port.map { ":\($0)" } ?? "")
    }
}

/// A page on which a visitor found no way on.
package struct SandboxVisitError: Error, Equatable, CustomStringConvertible {
    /// The HTTP status, 0 where there was no response to blame.
    package let status: Int
    /// What the page said.
    package let text: String

    /// What the page said, with its status.
    package var description: String {
        "the sandbox's pages did not lead back to the app (status \(status)): \(text)"
    }
}

/// What a visitor carries from page to page.
private struct Walk {
    /// The sandbox itself: cookies go nowhere else, and beyond it the walk ends.
    let origin: String
    private var cookies: [String: String] = [:]

    init(origin: String) {
        self.origin = origin
    }

    /// Takes what the response sets, as a browser does.
    mutating func keepCookies(of response: SandboxVisitor.Response) {
        for header in response.all("set-cookie") {
            let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { cookies[pair[0]] = pair[1] }
        }
    }

    /// A request with the cookies so far.
    func request(_ method: String, _ address: String, form: FormParameters?) -> SandboxVisitor.Request {
        var headers: [(name: String, value: String)] = [("Accept", "text/html")]
        if !cookies.isEmpty {
            headers.append(("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        if form != nil { headers.append(("Content-Type", "application/x-www-form-urlencoded")) }
        return SandboxVisitor.Request(method: method, address: address, headers: headers, body: form?.encoded)
    }

    /// The full address of `location` where it stays on the sandbox; `nil` where it leads away.
    func inside(_ location: String) -> String? {
        if location.hasPrefix("/") { return origin + location }
        return location == origin || location.hasPrefix(origin + "/") ? location : nil
    }
}

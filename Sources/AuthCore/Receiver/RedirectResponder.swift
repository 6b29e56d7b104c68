import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers requests on the loopback port: the registered path goes to the inbox, everything else is turned away.
struct RedirectResponder: Sendable {
    let path: String
    let inbox: RedirectInbox

    /// Authorization codes of a few thousand characters exist; nothing near this size does.
    private static let longestTarget = 16 << 10

    func respond(to request: Request, writer: consuming ResponseWriter) async throws {
        await inbox.requestBegan()
        do {
            let response = await answer(to: request)
            try await writer.write(response: response.head, body: response.body)
            await inbox.requestEnded()
        } catch {
            await inbox.requestEnded()
            throw error
        }
    }

    private func answer(to request: Request) async -> Response {
        guard LoopbackRedirectURI.isOwn(authority: request.head.authority) else {
            return plain(.misdirectedRequest, "This port belongs to this machine alone.")
        }
        let target = request.uri.string
        guard target.utf8.count <= Self.longestTarget else { return plain(.uriTooLong, "The address is too long.") }
        guard request.uri.path == path else { return plain(.notFound, "There is nothing here.") }
        switch request.method {
        case .get:
            return page(await inbox.bring(target))
        case .post:
            // `response_mode=form_post` brings in the body what a query would.
            guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
            else { return plain(.unsupportedMediaType, "Only a form can be posted here.") }
            guard let body = try? await request.body.collect(upTo: Self.longestTarget) else {
                return plain(.contentTooLarge, "The form is too large.")
            }
            return page(await inbox.bring(path + "?" + String(buffer: body)))
        default:
            return plain(.methodNotAllowed, "Only GET and POST are answered here.", extra: [.allow: "GET, POST"])
        }
    }

    private func page(_ outcome: RedirectInbox.Outcome) -> Response {
        let page = RedirectPage(outcome)
        return response(.init(code: page.status), type: "text/html; charset=utf-8", text: page.html)
    }

    private func plain(_ status: HTTPResponse.Status, _ text: String, extra: HTTPFields = [:]) -> Response {
        response(status, type: "text/plain; charset=utf-8", text: text + "\n", extra: extra)
    }

    /// The address bar holds a code: it must not be cached, nor travel on as a referrer.
    private func response(
        _ status: HTTPResponse.Status, type: String, text: String, extra: HTTPFields = [:]
    ) -> Response {
        var headers = extra
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.connection] = "close"
        headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        if let referrerPolicy = HTTPField.Name("Referrer-Policy") { headers[referrerPolicy] = "no-referrer" }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

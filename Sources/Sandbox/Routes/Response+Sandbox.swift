import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SMART

extension Response {
    /// A JSON body, members in alphabetical order.
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, type: String = "application/json",
        headers: HTTPFields = [.cacheControl: "no-store"]
    ) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        guard let data = try? encoder.encode(value) else { return Response(status: .internalServerError) }
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// A FHIR body.
    static func fhir(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [.cacheControl: "no-store"]
    ) -> Response {
        json(value, status: status, type: "application/fhir+json", headers: headers)
    }

    /// An error of an OAuth endpoint (RFC 6749 section 5.2).
    ///
    /// - Parameters:
    ///   - error: the code, and what the developer of the client should know.
    ///   - challenges: whether a refused client used the `Authorization` header and so is challenged in one.
    /// - Returns: status 401 for `invalid_client`, else 400; never to be stored.
    static func oauth(_ error: OAuthError, challenges: Bool = false) -> Response {
        var members: [String: JSONValue] = ["error": .string(error.code)]
        if let detail = error.detail { members["error_description"] = .string(detail) }
        var headers = HTTPFields.unstored
        let isClientRefused = error.code == "invalid_client"
        if isClientRefused, challenges { headers[.wwwAuthenticate] = "Basic realm=\"Stoke sandbox\"" }
        return json(.object(members), status: isClientRefused ? .unauthorized : .badRequest, headers: headers)
    }

    /// A page, with the headers that keep it to itself.
    static func page(_ page: Page, status: HTTPResponse.Status = .ok, cookie: String? = nil) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
            .contentSecurityPolicy: Page.contentSecurityPolicy, .xContentTypeOptions: "nosniff",
        ]
        headers[.setCookie] = cookie
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: page.document)))
    }

    /// A redirect that is followed with GET.
    static func seeOther(_ address: String, cookie: String? = nil) -> Response {
        var headers: HTTPFields = [.location: address, .cacheControl: "no-store"]
        headers[.setCookie] = cookie
        return Response(status: .seeOther, headers: headers)
    }

    /// What a fault answers in place of the endpoint.
    static func fault(_ fault: SandboxFault, _ context: SandboxContext) async -> Response {
        switch fault {
        case .status(let code, let retryAfter):
            var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8"]
            headers[.retryAfter] = retryAfter.map(String.init)
            return Response(
                status: HTTPResponse.Status(code: code), headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(string: "The sandbox was told to fail.\n")))
        case .captivePortal:
            return Response(
                status: .ok, headers: [.contentType: "text/html"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: captivePortal)))
        case .bareRefusal: return Response(status: .badRequest)
        case .oauthError(let code):
            return oauth(OAuthError(code: code, detail: "the sandbox was told to refuse"))
        default: return await context.dropConnection()
        }
    }

    /// What a guest network answers to everything until its terms are accepted.
    private static let captivePortal = """
        <!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head>
        <body><h1>Welcome to Guest Wi-Fi</h1><p>Accept the terms to go online.</p></body></html>

        """
}

extension HTTPFields {
    /// What RFC 6749 section 5.1 demands of every answer with a token.
    static let unstored: HTTPFields = {
        var fields: HTTPFields = [.cacheControl: "no-store"]
        if let pragma = HTTPField.Name("Pragma") { fields[pragma] = "no-cache" }
        return fields
    }()
}

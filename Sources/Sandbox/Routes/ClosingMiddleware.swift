import HTTPTypes
import Hummingbird
import NIOCore

/// Closes each connection after one answer.
///
/// A client of HTTP/1.0, such as w3m, reads an answer until the connection ends, and Hummingbird does not tell its requests
/// apart: left open, the connection would keep w3m waiting for ever.
struct ClosingMiddleware: RouterMiddleware {
    /// Answers as the routes do, and closes once the body is written.
    func handle(
        _ request: Request, context: SandboxContext, next: (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let body = response.body
        response.headers[.connection] = "close"
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            try await context.channel.close(mode: .output)
        }
        return response
    }
}

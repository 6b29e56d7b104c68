import Foundation
package import SMART

extension HTTPAuthClient {
    package func read(
        _ path: String, from baseURL: FHIRBaseURL, accessToken: Redacted
    ) async throws(AuthFailure) -> FHIRAnswer {
        let url = Self.address(of: path, below: baseURL)
        guard let url, baseURL.covers(url) else {
            throw AuthFailure(
                .nonsense, server: ServerAddress(baseURL.text).server,
                message: "“\(path.cleaned)” lies outside \(baseURL); the access token goes nowhere else",
                wasNeverSent: true)
        }
        let request = TransportRequest(
            .get, url.absoluteString, accept: "application/fhir+json", authorization: accessToken.authorization,
            limits: limits.read)
        do {
            let answer = try await transport.send(request)
            return FHIRAnswer(
                status: answer.status, contentType: answer.contentType?.cleaned, body: answer.body,
                challenge: answer.header("WWW-Authenticate")?.cleaned)
        } catch {
            throw AuthFailure(error, from: baseURL.text)
        }
    }

    /// `path` below the base, or as it stands where it is an address of its own.
    private static func address(of path: String, below baseURL: FHIRBaseURL) -> URL? {
        if path.contains("://"), let url = URL(string: path), url.scheme != nil { return url }
        return baseURL.appending(path)
    }
}

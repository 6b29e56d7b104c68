package import Foundation

extension Data {
    /// Base64 with the URL-safe alphabet and without padding (RFC 4648 section 5; RFC 7636 appendix A).
    package var base64URLEncoded: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

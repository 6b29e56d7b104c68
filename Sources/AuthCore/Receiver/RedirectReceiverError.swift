/// Why no redirect can be received here.
package struct RedirectReceiverError: Error, Hashable, Sendable {
    /// What stands in the way of listening.
    package enum Code: Hashable, Sendable {
        /// Something else listens on the registered port.
        case portTaken(Int)
        /// The redirect URI is on `[::1]` and this machine has no IPv6.
        case noIPv6
        /// The system refused to listen for another reason.
        case cannotListen(String)
    }

    /// What stands in the way; the words are made of it.
    package let code: Code

    package init(_ code: Code) {
        self.code = code
    }
}

extension RedirectReceiverError: CustomStringConvertible {
    /// What is wrong, and that pasting is left.
    package var description: String {
        switch code {
        case .portTaken(let port):
            """
            port \(port), which the registered redirect URI names, is taken by another program; end that program, or sign in by \
            pasting the redirected address back
            """
        case .noIPv6:
            """
            the registered redirect URI is on [::1] and this machine has no IPv6; register one on 127.0.0.1, or sign in by \
            pasting the redirected address back
            """
        case .cannotListen(let reason):
            "the redirect cannot be received here (\(reason)); sign in by pasting the redirected address back"
        }
    }
}

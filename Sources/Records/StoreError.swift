/// Why a store did not do what it was asked, worded for the person: what happened, to which file, and what to do next.
///
/// It never carries a key or a token.
package struct StoreError: Error, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The store was closed: its key is gone.
        case locked
        /// A sealed field does not open, or holds something that this program does not know.
        case damaged
        /// The store was opened only to look.
        case readOnly
        /// What is asked is for the keeper of the home alone, which is another process.
        case leftToKeeper
        /// Another process is writing.
        case busy
        /// A rotation cannot be marked where no session is stored.
        case noSuchSession
        /// The disk is full.
        case full
        /// The system refuses the file for another reason.
        case refused
    }

    /// What callers act by.
    package let code: Code
    /// What people read.
    package let message: String
    /// What the database said, for those who look into it.
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}

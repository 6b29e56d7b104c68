/// A refusal or failure of the home's folders and files, worded for the person: what happened, to which file, and what to do
/// next.
package struct HomeError: Error, Hashable, CustomStringConvertible {
    /// What callers act by.
    package enum Code: Hashable, Sendable {
        /// No file or folder of that name.
        case missing
        case alreadyExists
        /// Others may read or change the file, or it belongs to someone else.
        case unsafePermissions
        /// Another process is the keeper of this home.
        case heldByAnother
        /// Neither `STOKE_HOME` nor `HOME` says where the home is.
        case noHome
        /// The disk is full.
        case full
        /// The system refuses the file for another reason.
        case refused
    }

    package let code: Code
    /// What people read: what happened, to which file, and what to do next.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

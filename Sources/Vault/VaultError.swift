/// A refusal or failure of the home or its vault, worded for the person: what happened, to which file, and what to do next.
///
/// It never carries a passphrase, a key or a token.
package struct VaultError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The passphrase, or what the key command printed, does not open the vault.
        case wrongPassphrase
        /// The passphrase or the key command cannot serve as a key: it is empty, or prints something else each time.
        case unusableKey
        /// The vault needs a passphrase and none was given, or it has been closed.
        case locked
        case missing
        case alreadyExists
        /// A newer Stoke wrote the vault.
        case fromTheFuture
        /// The file is not a vault, or it was damaged or altered.
        case corrupt
        /// Others may read or change the file, or it belongs to someone else.
        case unsafePermissions
        case keyCommandFailed
        /// Another process is the keeper of this home.
        case heldByAnother
        /// The vault was opened only to look.
        case readOnly
        /// A rotation cannot be marked where no session is stored.
        case noSuchSession
        /// Neither `STOKE_HOME` nor `HOME` says where the home is.
        case noHome
        /// The disk is full, or the system refuses the file for another reason.
        case disk
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

package import Home
package import Records

/// Why a vault cannot be made or opened, worded for the person: what happened, to which file, and what to do next.
///
/// It never carries a passphrase, a key or a token.
package struct VaultError: Error, CustomStringConvertible {
    /// What callers act by; the command line makes an exit code of it.
    package enum Code: Hashable, Sendable {
        /// The passphrase, or what the key command printed, does not open the vault.
        case wrongPassphrase
        /// The passphrase or the key command cannot serve as a key: it is empty, or prints something else each time.
        case unusableKey
        /// The vault needs a passphrase and none was given.
        case locked
        /// There is no vault where one was looked for.
        case missing
        /// A vault is there and is not overwritten: its tokens would be lost.
        case alreadyExists
        /// A newer Stoke wrote the vault.
        case fromTheFuture
        /// The key command did not start, end in time, succeed, or print anything.
        case keyCommandFailed
        /// The person ended the key command by ^C.
        case interrupted
        /// The person has not chosen the command that the vault names.
        case unknownKeyCommand
        /// There is not enough memory to derive the key.
        case noMemory
        /// The vault's file or folder cannot be used.
        case file(HomeError.Code)
        /// The file was opened, and reading or writing it failed.
        case store(StoreError.Code)
    }

    package let code: Code
    /// What people read.
    package let message: String
    /// The failure of file or store underneath, where there is one.
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// What the file system refuses, in its own words.
    init(_ error: HomeError) {
        self.init(.file(error.code), error.message, cause: error)
    }

    /// What the store refuses, in its own words.
    init(_ error: StoreError) {
        self.init(.store(error.code), error.message, cause: error)
    }

    package var description: String { message }
}

package import Home
package import Records

/// Why a vault cannot be made or opened, worded for the person: what happened, to which file, and what to do next.
///
/// It never carries a passphrase, a key or a token.
package struct VaultError: Error, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The passphrase, or what the key command printed, does not open the vault.
        case wrongPassphrase
        /// The passphrase or the key command cannot serve as a key: it is empty, or prints something else each time.
        case unusableKey
        /// The vault needs a passphrase and none was given.
        case locked
        case missing
        case alreadyExists
        /// A newer Stoke wrote the vault.
        case fromTheFuture
        case keyCommandFailed
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
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    init(_ error: HomeError) {
        self.init(.file(error.code), error.message, cause: error)
    }

    init(_ error: StoreError) {
        self.init(.store(error.code), error.message, cause: error)
    }

    package var description: String { message }
}

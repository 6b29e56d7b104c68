import ArgumentParser
import AuthCore
import EndpointFiles
import Home
import Records
import SMART
import Sessions
import Vault

/// Turns any error into a line on stderr and an exit code.
enum CommandFailure {
    /// Says on stderr what happened, and returns what the argument parser is to end the process with.
    ///
    /// Mistakes of usage are left to the parser, which says them with the command's usage. A reader that has gone is
    /// not told anything: `stoke status | head -1` is no failure worth a line.
    static func exit(for error: any Error) -> any Error {
        switch error {
        case is ExitCode, is CleanExit, is ValidationError: return error
        case is CancellationError:
            Console.error("cancelled")
            return ExitCode(1)
        case let interruption as Interruption:
            Console.error("cancelled")
            return ExitCode(interruption.exitCode)
        case let error as OutputError where error.isReaderGone:
            return ExitCode(1)
        default:
            Console.error("\(error)")
            return ExitCode(code(of: error))
        }
    }

    /// The exit code of the outside contract.
    ///
    /// What none of the rooms has a word for is 1, failed.
    static func code(of error: any Error) -> Int32 {
        switch error {
        case let error as KeeperError: code(of: error)
        case let error as AuthFailure: code(of: error)
        case let error as VaultError: code(of: error)
        case let error as StoreError: code(of: KeeperError(error))
        case let error as HomeError: code(of: error.code)
        case let error as EndpointFileError: code(of: error)
        case let error as FHIRBaseURLError: error.code == .plainHTTP || error.code == .credentials ? 8 : 64
        default: 1
        }
    }

    /// One code for each kind: scripts act on them, people read the message.
    private static func code(of error: KeeperError) -> Int32 {
        switch error.code {
        case .failed, .cancelled: 1
        case .signInNeeded: 3
        case .vaultLocked, .wrongPassphrase: 4
        case .unavailable: 5
        case .notFound: 6
        case .refused: 7
        case .unsafe: 8
        }
    }

    /// 5 where trying later may help, 7 where the server has answered and meant it.
    private static func code(of failure: AuthFailure) -> Int32 {
        switch failure.verdict {
        case .passing: 5
        case .unexplained, .grantRefused, .clientRefused, .refused, .nonsense: 7
        }
    }

    /// A mistake in a file is 1, a name that no file has 6; what the file system refuses keeps its own code.
    private static func code(of error: EndpointFileError) -> Int32 {
        switch error.code {
        case .notFound: 6
        case .file(let code): self.code(of: code)
        default: 1
        }
    }

    /// 4 for whatever keeps a vault from opening that a person or the key command could put right.
    private static func code(of error: VaultError) -> Int32 {
        switch error.code {
        case .wrongPassphrase, .locked, .missing, .keyCommandFailed: 4
        case .unknownKeyCommand: 8
        case .interrupted: 130
        case .unusableKey, .alreadyExists, .fromTheFuture, .noMemory: 1
        case .file(let code): self.code(of: code)
        case .store(let code): self.code(of: KeeperError(StoreError(code, error.message)))
        }
    }

    /// 8 where going on would be unsafe: another keeper, or files that others can read or change.
    private static func code(of code: HomeError.Code) -> Int32 {
        switch code {
        case .heldByAnother, .unsafePermissions: 8
        case .missing, .alreadyExists, .noHome, .full, .refused: 1
        }
    }
}

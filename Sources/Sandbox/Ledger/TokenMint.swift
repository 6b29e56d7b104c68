import Crypto
import Foundation
import SMART

/// Makes the values that nobody may guess: 256 random bits each.
enum TokenMint {
    static func secret(_ prefix: String) -> Redacted {
        Redacted(prefix + "-" + identifier())
    }

    static func identifier() -> String {
        unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Data($0) }.base64URLEncoded
    }
}

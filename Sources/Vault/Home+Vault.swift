import Foundation
package import Home

extension Home {
    /// The vault of this home, whether it is there or not.
    package var vault: VaultFile {
        VaultFile(at: dataFolder.appendingPathComponent("vault.sqlite"), memory: knownKeyCommandFile)
    }
}

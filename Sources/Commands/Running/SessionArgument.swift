import ArgumentParser
import Vault

extension SessionID: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

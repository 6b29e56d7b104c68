import ArgumentParser
import Vault

/// The name of an endpoint as an argument.
struct EndpointName: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard SessionID.isName(argument) else { return nil }
        text = argument
    }
}

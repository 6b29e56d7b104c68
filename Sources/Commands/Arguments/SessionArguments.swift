import ArgumentParser
import Records

extension SessionID: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

/// The name of an endpoint as an argument.
struct EndpointName: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard SessionID.isName(argument) else { return nil }
        text = argument
    }
}

import ArgumentParser
import Records

extension SessionID: ExpressibleByArgument {
    /// `NAME` or `NAME:LABEL`; anything else is a mistake of usage, exit code 64.
    package init?(argument: String) {
        self.init(argument)
    }
}

/// The name of an endpoint as an argument.
///
/// A type of its own, so that `NAME:LABEL` is refused where an endpoint is meant, and a name never leads out of its
/// folder.
struct EndpointName: ExpressibleByArgument {
    /// The name, judged: letters, digits, `.`, `_` and `-`.
    let text: String

    init?(argument: String) {
        guard SessionID.isName(argument) else { return nil }
        text = argument
    }
}

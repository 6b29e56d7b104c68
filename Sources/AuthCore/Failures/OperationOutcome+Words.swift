package import Foundation
package import SMART

extension OperationOutcome {
    /// What a FHIR server's answer says went wrong; `nil` where the body is no OperationOutcome.
    package static func words(in body: Data) -> String? {
        OperationOutcome(parsing: body)?.description
    }
}

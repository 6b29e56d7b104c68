/// A synthetic person who can sign in.
///
/// Everyone's password is ``password``.
package struct SandboxUser: Hashable, Sendable {
    /// Whose records the person may open.
    package enum Reach: Hashable, Sendable {
        /// Their own, and those whom they care for.
        case patients([String])
        /// All, as somebody who works at the clinic.
        case everyone
    }

    /// The user name.
    package let id: String
    /// The name that people say.
    package let name: String
    /// What the person is, for the sign-in page.
    package let role: String
    /// The FHIR resource of the person, relative to the base: the `fhirUser` claim.
    package let fhirUser: String
    /// Whose records the person may open.
    package let reach: Reach

    /// The password of everyone.
    package static let password = "sandbox"

    /// All who can sign in.
    package static let everyone: [SandboxUser] = [
        SandboxUser(
            id: "camila", name: "Camila Lopez", role: "patient", fhirUser: "Patient/camila-lopez",
            reach: .patients(["camila-lopez"])),
        SandboxUser(
            id: "amir", name: "Amir Haddad", role: "patient, and father of Noor", fhirUser: "Patient/amir-haddad",
            reach: .patients(["amir-haddad", "noor-haddad"])),
        SandboxUser(
            id: "ingrid", name: "Ingrid Olsen", role: "patient", fhirUser: "Patient/ingrid-olsen",
            reach: .patients(["ingrid-olsen"])),
        SandboxUser(
            id: "daniel", name: "Daniel O'Brien", role: "patient", fhirUser: "Patient/daniel-obrien",
            reach: .patients(["daniel-obrien"])),
        SandboxUser(
            id: "grace", name: "Dr Grace Mbeki", role: "practitioner, sees every patient",
            fhirUser: "Practitioner/grace-mbeki", reach: .everyone),
    ]

    /// The person with this user name.
    package static func named(_ id: String) -> SandboxUser? {
        everyone.first { $0.id == id }
    }

    /// The patients among `all` whom the person may open.
    func patients(among all: [String]) -> [String] {
        switch reach {
        case .everyone: all
        case .patients(let own): all.filter { own.contains($0) }
        }
    }
}

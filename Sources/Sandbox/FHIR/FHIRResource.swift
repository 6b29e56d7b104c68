import SMART

/// A FHIR resource with the members that a server has to understand.
struct FHIRResource: Sendable {
    /// The `resourceType`.
    let type: String
    /// The logical id, unique within the type.
    let id: String
    /// The resource itself.
    let body: JSONValue

    /// `nil` where the type or the id is missing.
    init?(_ body: JSONValue) {
        guard let type = body["resourceType"]?.string, let id = body["id"]?.string else { return nil }
        self.type = type
        self.id = id
        self.body = body
    }

    /// The patient in whose compartment the resource lies; `nil` for what belongs to no patient, such as a practitioner.
    var patient: String? {
        if type == "Patient" { return id }
        let reference = body["subject"]?["reference"]?.string ?? body["patient"]?["reference"]?.string
        guard let reference, reference.hasPrefix("Patient/") else { return nil }
        return String(reference.dropFirst("Patient/".count))
    }

    /// Every part of every name.
    var nameParts: [String] {
        if let name = body["name"]?.string { return [name] }
        return (body["name"]?.array ?? []).flatMap { name in
            (name["prefix"]?.strings ?? []) + (name["given"]?.strings ?? [])
                + [name["family"]?.string].compactMap { $0 }
        }
    }

    /// The names in reading order.
    var name: String { nameParts.joined(separator: " ") }

    /// The codings of a `CodeableConcept` member, or of a list of them.
    func codings(_ member: String) -> [(system: String?, code: String)] {
        let concepts = body[member]?.array ?? [body[member]].compactMap { $0 }
        return concepts.flatMap { $0["coding"]?.array ?? [] }.compactMap { coding in
            coding["code"]?.string.map { (coding["system"]?.string, $0) }
        }
    }
}

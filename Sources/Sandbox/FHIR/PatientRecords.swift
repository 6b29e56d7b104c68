import Foundation
import SMART

/// The synthetic records, embedded at build time: a few patients with what was recorded of them, and their clinic.
struct PatientRecords: Sendable {
    /// By type, in the order of the files.
    private let resources: [String: [FHIRResource]]

    /// Reads what is embedded.
    ///
    /// - Throws: ``JSONSyntaxError`` where a file is no JSON.
    init() throws(JSONSyntaxError) {
        var resources: [String: [FHIRResource]] = [:]
        for file in Self.files {
            let bundle = try JSONValue(parsing: Data(file))
            for entry in bundle["entry"]?.array ?? [] {
                guard let resource = entry["resource"].flatMap({ FHIRResource($0) }) else { continue }
                resources[resource.type, default: []].append(resource)
            }
        }
        self.resources = resources
    }

    /// The bundles, one a patient and one for the clinic: `Resources/Sandbox`.
    private static let files = [
        PackageResources.camila_lopez_json, PackageResources.amir_haddad_json, PackageResources.noor_haddad_json,
        PackageResources.ingrid_olsen_json, PackageResources.daniel_obrien_json, PackageResources.staff_json,
    ]

    /// The resource types that there are, in alphabetical order.
    var types: [String] { resources.keys.sorted() }

    /// Every resource of a type, in the order of the files.
    func all(_ type: String) -> [FHIRResource] {
        resources[type] ?? []
    }

    /// One resource by its id.
    func resource(_ type: String, id: String) -> FHIRResource? {
        all(type).first { $0.id == id }
    }

    /// The ids of all patients.
    var patientIDs: [String] { all("Patient").map(\.id) }

    /// The patient as people say it: name and date of birth.
    func title(ofPatient id: String) -> String {
        guard let patient = resource("Patient", id: id) else { return id }
        let born = patient.body["birthDate"]?.string.map { ", born \($0)" } ?? ""
        return patient.name + born
    }

    /// The encounter that started last.
    func latestEncounter(of patient: String) -> String? {
        all("Encounter").filter { $0.patient == patient }
            .max { ($0.body["period"]?["start"]?.string ?? "") < ($1.body["period"]?["start"]?.string ?? "") }?.id
    }
}

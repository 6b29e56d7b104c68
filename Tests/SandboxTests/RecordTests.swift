import Foundation
import SMART
import Testing

@testable import Sandbox

@Suite("Reading and searching records")
struct RecordTests {
    @Test("Without a valid token every record is closed", arguments: [nil, "made-up"])
    func unauthorized(token: String?) async throws {
        try await withSandbox { client in
            let reply = try await client.fhir("Patient/camila-lopez", token: token)
            let challenge = try #require(reply.header("www-authenticate"))
            #expect(reply.status == 401)
            #expect(challenge.hasPrefix("Bearer"))
            #expect(challenge.contains("invalid_token") == (token != nil))
            #expect(reply.json.text("resourceType") == "OperationOutcome")
        }
    }

    @Test("A token opens the records of its patient and of nobody else")
    func compartment() async throws {
        try await withSandbox { client in
            let token = try await client.signIn("grace", patient: "noor-haddad").text("access_token")
            #expect(try await client.fhir("Patient/noor-haddad", token: token).status == 200)
            #expect(try await client.fhir("Condition/noor-haddad-condition-1", token: token).status == 200)
            let foreign = try await client.fhir("Condition/camila-lopez-condition-1", token: token)
            #expect(foreign.status == 403)
            #expect(foreign.header("www-authenticate")?.contains("insufficient_scope") == true)
            #expect(try await ids("Patient", token, client) == ["noor-haddad"])
            #expect(try await ids("Observation?patient=camila-lopez", token, client) == [])
        }
    }

    @Test("R-141: user scopes reach whatever the person may open", arguments: [("amir", 2), ("grace", 5)])
    func userScopes(user: String, patients: Int) async throws {
        try await withSandbox { client in
            let token = try await client.signIn(user, scope: "user/*.rs").text("access_token")
            #expect(try await ids("Patient", token, client).count == patients)
        }
    }

    @Test(
        "What no scope grants is forbidden",
        arguments: [
            ("patient/Patient.r", "Patient/camila-lopez", 200), ("patient/Patient.r", "Patient", 403),
            ("patient/Patient.s", "Patient", 200), ("patient/Patient.s", "Patient/camila-lopez", 403),
            ("patient/Patient.read", "Patient", 200), ("patient/Patient.write", "Patient", 403),
            ("patient/Patient.rs", "Observation", 403), ("patient/*.*", "Observation", 200),
        ])
    func scopes(scope: String, path: String, status: Int) async throws {
        try await withSandbox { client in
            let token = try await client.signIn(scope: scope).text("access_token")
            #expect(try await client.fhir(path, token: token).status == status)
        }
    }

    @Test("R-132: a scope narrowed by a query opens what the query matches")
    func narrowedScope() async throws {
        try await withSandbox { client in
            let scope = "patient/Observation.rs?category=laboratory"
            let token = try await client.signIn(scope: scope).text("access_token")
            let found = try await ids("Observation", token, client)
            #expect(found == ["camila-lopez-observation-4", "camila-lopez-observation-5"])
            #expect(try await client.fhir("Observation/camila-lopez-observation-1", token: token).status == 403)
        }
    }

    @Test("R-202: fhirUser opens the person's own record")
    func ownRecord() async throws {
        try await withSandbox { client in
            let token = try await client.signIn("grace", scope: "openid fhirUser").text("access_token")
            #expect(try await client.fhir("Practitioner/grace-mbeki", token: token).status == 200)
            #expect(try await client.fhir("Patient/camila-lopez", token: token).status == 403)
        }
    }

    @Test(
        "Searches understand the common parameters",
        arguments: [
            ("Observation?category=vital-signs", 3), ("Observation?category=vital-signs,laboratory", 5),
            ("Observation?code=http://loinc.org|4548-4", 1), ("Observation?code=4548-4&category=vital-signs", 0),
            ("Observation?code=|4548-4", 0), ("Observation?subject=Patient/camila-lopez", 5),
            ("Observation?_id=camila-lopez-observation-1", 1), ("Patient?name=cam", 1), ("Patient?name=LOP", 1),
            ("Patient?name=amila", 0), ("Condition?category=encounter-diagnosis", 1), ("Observation?made-up=1", 5),
            ("Practitioner?name=Grace", 1),
        ])
    func search(query: String, count: Int) async throws {
        try await withSandbox { client in
            let token = try await client.signIn().text("access_token")
            let bundle = try await client.fhir(query, token: token).json
            #expect(bundle.text("type") == "searchset")
            #expect(bundle["total"]?.number == Double(count))
            #expect(bundle["entry"]?.array?.count == count)
        }
    }

    @Test("A page of results links to the next one, down to the last")
    func paging() async throws {
        try await withSandbox { client in
            let token = try await client.signIn().text("access_token")
            var next: String? = "\(client.running.baseURL)/Observation?_count=2&made-up=1"
            var sizes: [Int] = []
            while let address = next {
                let page = try await client.send("GET", address, headers: [("Authorization", "Bearer \(token ?? "")")])
                    .json
                sizes.append(page["entry"]?.array?.count ?? 0)
                next = page["link"]?.array?.first { $0.text("relation") == "next" }?.text("url")
                #expect(page["link"]?.array?.allSatisfy { $0.text("url")?.contains("made-up") == false } == true)
            }
            #expect(sizes == [2, 2, 1])
        }
    }

    @Test(
        "What is not there, not known or not allowed is an OperationOutcome",
        arguments: [
            ("GET", "Patient/nobody", 404), ("GET", "Spaceship", 404), ("GET", "Spaceship/1", 404),
            ("POST", "Patient", 405), ("PUT", "Patient/camila-lopez", 405), ("DELETE", "Patient/camila-lopez", 405),
        ])
    func outcomes(method: String, path: String, status: Int) async throws {
        try await withSandbox { client in
            let token = try await client.signIn().text("access_token") ?? ""
            let reply = try await client.send(method, "/fhir/" + path, headers: [("Authorization", "Bearer \(token)")])
            #expect(reply.status == status)
            #expect(reply.json.text("resourceType") == "OperationOutcome")
        }
    }

    @Test("Strict handling refuses what lenient handling passes over")
    func strictHandling() async throws {
        try await withSandbox { client in
            let token = try await client.signIn().text("access_token") ?? ""
            let reply = try await client.send(
                "GET", "/fhir/Patient?made-up=1",
                headers: [("Authorization", "Bearer \(token)"), ("Prefer", "handling=strict")])
            #expect(reply.status == 400)
        }
    }

    @Test("A search by form POST finds what one by GET finds")
    func postedSearch() async throws {
        try await withSandbox { client in
            let token = try await client.signIn().text("access_token") ?? ""
            let reply = try await client.post(
                "/fhir/Observation/_search", [("category", "laboratory")],
                headers: [("Authorization", "Bearer \(token)")])
            #expect(reply.json["total"]?.number == 2)
        }
    }

    @Test("Every embedded resource points at resources that are there")
    func references() throws {
        let records = try PatientRecords()
        func references(in value: JSONValue) -> [String] {
            (value.object?.values.flatMap(references) ?? []) + (value.array?.flatMap(references) ?? [])
                + [value.text("reference")].compactMap { $0 }
        }
        let all = records.types.flatMap { records.all($0) }
        let known = Set(all.map { "\($0.type)/\($0.id)" })
        #expect(known.count == all.count)
        #expect(records.patientIDs.count == 5)
        for resource in all {
            for reference in references(in: resource.body) {
                #expect(known.contains(reference), "\(resource.id)")
            }
        }
        for user in SandboxUser.everyone { #expect(known.contains(user.fhirUser)) }
    }

    private func ids(_ path: String, _ token: String?, _ client: SandboxClient) async throws -> [String] {
        let bundle = try await client.fhir(path, token: token).json
        return (bundle["entry"]?.array ?? []).compactMap { $0["resource"]?.text("id") }
    }
}

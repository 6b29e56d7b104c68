import Foundation
import Records
import SMART
import TestSupport
import Testing

@Suite("An address kept with a session")
struct KeptAddressTests {
    private func details() throws -> [String: JSONValue] {
        let data = try JSONEncoder().encode(SessionRecord.sample().details)
        return try #require(JSONValue(parsing: data).object)
    }

    private func decode(_ members: [String: JSONValue]) throws -> SessionRecord.Details {
        try JSONDecoder().decode(SessionRecord.Details.self, from: JSONEncoder().encode(JSONValue.object(members)))
    }

    @Test("is plain text, and left out where there is none, as vaults have had it all along")
    func plainText() throws {
        let members = try details()
        #expect(members["tokenEndpoint"] == .string("https://auth.example.org/token"))
        #expect(members["revocationEndpoint"] == nil)
        let read = try decode(members)
        #expect(read.tokenEndpoint == "https://auth.example.org/token")
        #expect(read.revocationEndpoint == nil)
        #expect(read == (try SessionRecord.sample().details))
    }

    @Test("costs neither the record nor its text where it is no usable address any more")
    func unusable() throws {
        var members = try details()
        members["tokenEndpoint"] = .string("http://auth.example.org/token")
        members["revocationEndpoint"] = .string("")
        let read = try decode(members)
        #expect(read.tokenEndpoint == nil)
        #expect(read.clientID == "canary-client")
        let written = try JSONValue(parsing: JSONEncoder().encode(read))
        #expect(written["tokenEndpoint"] == .string("http://auth.example.org/token"))
        #expect(written["revocationEndpoint"] == .string(""))
    }

    @Test("gives way to another")
    func replaced() throws {
        var members = try details()
        members["tokenEndpoint"] = .string("nonsense")
        var read = try decode(members)
        read.tokenEndpoint = "https://auth.example.org/new"
        #expect(try decode(try #require(JSONValue(parsing: JSONEncoder().encode(read)).object)) == read)
    }
}

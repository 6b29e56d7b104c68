import Foundation
import SMART
import Testing

@Suite("Values")
struct ValueTests {
    @Test(
        "Server text loses what steers a terminal and keeps what is read",
        arguments: [
            ("plain", "plain"), ("a\u{1B}[2Jb", "a[2Jb"), ("a\r\n\tb", "a b"), ("\u{202E}evil\u{2069}", "evil"),
            ("Müller 李", "Müller 李"), ("\u{9B}31m", "31m"), ("\u{FEFF}x\u{200F}", "x"), ("", ""),
        ])
    func cleaned(text: String, expected: String) {
        #expect(text.cleaned == expected)
    }

    @Test("A secret compares by content and prints as nothing")
    func redacted() {
        let secret = Redacted("canary")
        #expect(secret.equalsInConstantTime(Redacted("canary")))
        for other in ["canarx", "canar", "canaryy", "", "xanary"] {
            #expect(!secret.equalsInConstantTime(Redacted(other)))
        }
        #expect(!"\(secret)\(String(reflecting: secret))\(String(describing: Optional(secret)))".contains("canary"))
    }

    @Test(
        "R-1: a FHIR base URL is https, or http on this machine",
        arguments: [
            ("https://fhir.example.org/r4/", "https://fhir.example.org/r4"),
            (" https://h.example ", "https://h.example"),
            ("http://127.0.0.1:8080/fhir", "http://127.0.0.1:8080/fhir"),
            ("http://localhost/x//", "http://localhost/x"),
            ("http://[::1]:80/fhir", "http://[::1]:80/fhir"), ("HTTPS://H.example/R4", "HTTPS://H.example/R4"),
        ])
    func acceptsBase(text: String, expected: String) throws {
        #expect(try FHIRBaseURL(text).text == expected)
    }

    @Test(
        "Addresses that tokens must not be sent to are refused",
        arguments: [
            ("", FHIRBaseURLError.Code.notAnAddress), ("fhir.example.org", .notAnAddress),
            ("ftp://h.example", .notHTTPS),
            ("http://h.example", .plainHTTP), ("http://127.0.0.1.evil.example", .plainHTTP),
            ("https://u:p@h.example", .credentials),
            ("https://h.example?x=1", .queryOrFragment), ("https://h.example#x", .queryOrFragment),
        ])
    func refusesBase(text: String, expected: FHIRBaseURLError.Code) {
        let error = #expect(throws: FHIRBaseURLError.self) { try FHIRBaseURL(text) }
        #expect(error?.code == expected)
    }

    @Test(
        "R-97: a token travels below its own base URL only",
        arguments: [
            ("https://fhir.example.org/r4", true), ("https://fhir.example.org/r4/Patient/1?x=y", true),
            ("https://fhir.example.org:443/r4/Patient", true), ("https://FHIR.example.org/r4/Patient", true),
            ("https://fhir.example.org/r4b/Patient", false), ("https://fhir.example.org/r4/../admin", false),
            ("https://fhir.example.org/r4/%2e%2e/admin", false), ("https://fhir.example.org/r4/..;/admin", false),
            ("https://fhir.example.org/r4/..%5Cadmin", false), ("https://fhir.example.org/r4/Patient/a..b;v=1", true),
            ("https://fhir.example.org:8443/r4/Patient", false),
            ("http://fhir.example.org/r4/Patient", false), ("https://evil.example/r4/Patient", false),
            ("https://fhir.example.org@evil.example/r4/x", false), ("https://u@fhir.example.org/r4/x", false),
        ])
    func covers(address: String, expected: Bool) throws {
        #expect(base.covers(try #require(URL(string: address))) == expected)
    }

    @Test(
        "What a body is can be told without quoting it",
        arguments: [
            ("", "an empty body"), ("  \n", "an empty body"),
            ("<!DOCTYPE html><title> Sign in </title>", "an HTML page titled “Sign in”"),
            ("<HTML><body>", "an HTML page"),
            ("\u{FEFF}<?xml version=\"1.0\"?>\n<Conformance xmlns=\"x\">", "an XML document (Conformance)"),
            ("<", "an XML document"), ("canary", "text that is not JSON"),
        ])
    func bodyKind(body: String, expected: String) {
        #expect(BodyKind(of: Data(body.utf8)).description == expected)
    }

    @Test(
        "An OperationOutcome is put in words",
        arguments: [
            (#"{"resourceType":"OperationOutcome","issue":[{"code":"login","diagnostics":"No token"}]}"#, "No token"),
            (#"{"resourceType":"OperationOutcome","issue":[{"details":{"text":"A"}},{"code":"b"}]}"#, "A; b"),
            (#"{"resourceType":"OperationOutcome"}"#, "the server reports a problem without saying which"),
        ])
    func operationOutcome(body: String, expected: String) {
        #expect(AnswerBody(body).json.flatMap { OperationOutcome(reading: $0) }?.description == expected)
    }

    @Test("Of many issues a few are told, and how many more there are", arguments: [6, 1_005, 60_000])
    func manyIssues(_ count: Int) {
        let issues = Array(repeating: #"{"details":{"text":"x"}}"#, count: count).joined(separator: ",")
        let outcome = OperationOutcome(reading: Data(#"{"resourceType":"OperationOutcome","issue":[\#(issues)]}"#.utf8))
        #expect(outcome?.issues.count == 5)
        #expect(outcome?.more == count - 5)
        #expect(outcome?.description.hasPrefix("x; x; x; x; x; and ") == true)
        #expect((outcome?.description.count ?? 0) < 40)
    }

    @Test("Other bodies are no OperationOutcome", arguments: ["", "{}", "[]", #"{"resourceType":"Patient"}"#])
    func otherThanOperationOutcome(body: String) {
        #expect(AnswerBody(body).json.flatMap { OperationOutcome(reading: $0) } == nil)
    }
}

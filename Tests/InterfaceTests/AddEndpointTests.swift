import Records
import SMART
import Sessions
import Terminal
import Testing

@testable import Interface

@Suite("Adding an endpoint")
struct AddEndpointTests {
    @Test("The server is looked at first, then the endpoint is saved, then signing in is offered")
    func steps() {
        var driver = Scenes.driver(in: .addForm)
        let url = Samples.baseURL("https://fhir.example.org/r4")
        let pressed1 = driver.press(.enter)
        #expect(pressed1.works == [.discover(url)])
        driver.finish(.discovered(Samples.server))
        #expect(driver.text.contains("grant_types_supported is missing"))
        let endpoint = Endpoint(name: "example", baseURL: url, client: Endpoint.Client(id: "my-client"))
        let pressed2 = driver.press(.enter)
        #expect(pressed2.works == [.add(endpoint)])
        let concluded3 = driver.finish(.done)
        #expect(concluded3.works == [.load])
        driver.finish(.loaded(Samples.sessions, log: []))
        driver.press(.enter)
        #expect(driver.state.context == .asking)
        #expect(driver.text.contains("Sign in to example"))
    }

    @Test(
        "What is wrong is said beside the field and nothing is asked",
        arguments: [
            ("", "", "client", "is not an address"),
            ("http://fhir.example.org", "", "client", "plain http"),
            ("https://fhir.example.org", "a b", "client", "A name is made of"),
            ("https://fhir.example.org", "epic-sandbox", "client", "There is an endpoint epic-sandbox already"),
            ("https://fhir.example.org", "mine", "", "client id"),
        ])
    func problems(address: String, name: String, client: String, problem: String) {
        var driver = Driver()
        driver.press(.character("a"))
        driver.type(address)
        driver.press(.down)
        driver.type(name)
        driver.press(.tab)
        driver.type(client)
        let pressed4 = driver.press(.enter)
        #expect(pressed4 == [])
        #expect(driver.text.contains(problem))
    }

    @Test(
        "A redirect URI that nobody receives is said so beside its field",
        arguments: ["http://127.0.0.2/callback", "http://a.example/callback", "callback"])
    func redirectURI(text: String) throws {
        var form = EndpointForm()
        for (field, typed) in [(\EndpointForm.address, "https://fhir.example.org"), (\.clientID, "id")] {
            form[keyPath: field] = TextField(typed)
        }
        form.redirectURI = TextField(text)
        #expect(form.endpoint(unless: { _ in false }) == nil)
        #expect(form.focus == .redirectURI)
        #expect(form.problem?.contains("“\(text)” cannot be a redirect URI") == true)
    }

    @Test("A failed look keeps what was typed and says why")
    func failedLook() {
        var driver = Scenes.driver(in: .addLooking)
        driver.finish(.failed(Outcome.Failure("fhir.example.org answered with a web page, not with FHIR")))
        #expect(driver.state.context == .addForm)
        #expect(driver.text.contains("answered with a web page"))
        #expect(driver.text.contains("https://fhir.example.org/r4"))
    }

    @Test("Esc cancels the look")
    func cancel() {
        var driver = Scenes.driver(in: .addLooking)
        let id = driver.state.calls.last?.id ?? 0
        let pressed5 = driver.press(.escape)
        #expect(pressed5 == [.cancel(id)])
        #expect(driver.state.context == .addForm)
    }

    @Test("Space and the arrows choose how the client proves itself")
    func authentication() {
        var driver = Scenes.driver(in: .addForm)
        driver.press(.down, .character(" "))
        #expect(driver.text.contains("client_secret_basic"))
        #expect(driver.text.contains("stoke endpoint secret example"))
        driver.press(.left)
        #expect(!driver.text.contains("client_secret_basic"))
    }

    @Test("Signing in at a new endpoint unlocks the vault first")
    func lockedVault() {
        var driver = Scenes.driver(in: .addFound)
        driver.press(.enter)
        driver.finish(.done)
        var locked = Samples.sessions
        for index in locked.indices { locked[index].state = .locked }
        driver.finish(.loaded(locked, log: []))
        driver.press(.escape, .enter)
        #expect(driver.state.context == .unlock)
    }

    @Test("A server that nobody can sign in at is told as such before saving")
    func noSignIn() {
        var driver = Scenes.driver(in: .addLooking)
        var server = Samples.server
        server.tokenEndpoint = nil
        driver.finish(.discovered(server))
        #expect(driver.text.contains("You cannot sign in here"))
    }
}

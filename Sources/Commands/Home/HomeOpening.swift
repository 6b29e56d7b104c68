import AuthCore
import Home
import Records
import Sessions

/// What a command's work is made with, once a person has opened the vault: its home, the store, and the way to servers.
struct HomeOpening {
    let home: Home
    let store: any SessionStore
    private let transport: AsyncHTTPTransport

    /// Opens the vault, which may ask a person, for as long as `work` runs.
    static func ofVault<Result>(_ work: (HomeOpening) async throws -> Result) async throws -> Result {
        let home = try OpenHome.locate()
        return try await with(home, store: try await OpenHome.openVault(of: home), work)
    }

    /// Closes the store, and the connections to servers, when `work` has ended.
    static func with<Result>(
        _ home: Home, store: any SessionStore, _ work: (HomeOpening) async throws -> Result
    ) async throws -> Result {
        defer { store.close() }
        let transport = try OpenHome.transport()
        let outcome: Swift.Result<Result, any Error>
        do {
            outcome = .success(try await work(HomeOpening(home: home, store: store, transport: transport)))
        } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        return try outcome.get()
    }

    /// Runs `work` with a keeper of its own, and waits for what that has in flight.
    func run<Result>(
        over store: any SessionStore, isKeeper: Bool, claim: (any HomeClaim)? = nil,
        _ work: (OpenHome) async throws -> Result
    ) async throws -> Result {
        let client = HTTPAuthClient(transport: transport)
        let keeper = OpenHome.keeper(of: home, over: store, client: client, claim: claim)
        let outcome: Swift.Result<Result, any Error>
        do {
            let opened = OpenHome(
                home: home, keeper: keeper, client: client, reader: FHIRReader(transport: transport),
                isKeeper: isKeeper)
            outcome = .success(try await work(opened))
        } catch {
            outcome = .failure(error)
        }
        for complaint in await keeper.finish() { Console.error(complaint) }
        return try outcome.get()
    }
}

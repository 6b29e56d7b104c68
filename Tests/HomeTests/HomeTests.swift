import Foundation
import Home
import TestSupport
import Testing
import Vault

@Suite("A home")
struct HomeTests {
    @Test("lies under STOKE_HOME where that is set")
    func stokeHome() throws {
        let home = try Home(environment: ["STOKE_HOME": "/srv/stoke", "HOME": "/home/ana", "XDG_DATA_HOME": "/data"])
        #expect(home.dataFolder.path == "/srv/stoke")
        #expect(home.endpointsFolder.path == "/srv/stoke/endpoints")
        #expect(home.vault.url.path == "/srv/stoke/vault.sqlite")
        #expect(home.lockFile.deletingLastPathComponent().path == "/srv/stoke")
    }

    @Test("takes a relative STOKE_HOME from the current folder")
    func relativeHome() throws {
        let here = FileManager.default.currentDirectoryPath
        #expect(try Home(environment: ["STOKE_HOME": "./there"]).dataFolder.path == here + "/there")
    }

    @Test(
        "lies in the XDG folders else, where those are absolute",
        arguments: [
            (["HOME": "/home/ana"], "/home/ana/.config/stoke/endpoints", "/home/ana/.local/share/stoke"),
            (
                ["HOME": "/home/ana", "STOKE_HOME": ""], "/home/ana/.config/stoke/endpoints",
                "/home/ana/.local/share/stoke"
            ),
            (["XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"], "/c/stoke/endpoints", "/d/stoke"),
            (
                ["HOME": "/home/ana", "XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": ""], "/home/ana/.config/stoke/endpoints",
                "/home/ana/.local/share/stoke"
            ),
        ])
    func xdg(environment: [String: String], endpoints: String, data: String) throws {
        let home = try Home(environment: environment)
        #expect(home.endpointsFolder.path == endpoints)
        #expect(home.dataFolder.path == data)
    }

    @Test("cannot be found where the environment names no folder", arguments: [[:], ["HOME": ""], ["HOME": "there"]])
    func noHome(environment: [String: String]) throws {
        let error = try homeError(.noHome) { try Home(environment: environment) }
        #expect(error.message.contains("STOKE_HOME"))
    }

    @Test("makes its folders for its owner alone, and those above them")
    func prepares() throws {
        let folder = try TemporaryFolder()
        let home = try Home(environment: ["HOME": folder.url.path])
        try home.prepare()
        try home.prepare()
        for path in [".config", ".config/stoke", ".config/stoke/endpoints", ".local/share/stoke"] {
            #expect(try mode(of: folder.file(path)) == 0o700, "\(path)")
        }
    }

    @Test("is refused where a folder is open to others, with the command that mends it", arguments: ["", "endpoints"])
    func unsafe(name: String) throws {
        let folder = try TemporaryFolder()
        let home = try Home(environment: ["STOKE_HOME": folder.file("it's").path])
        try home.prepare()
        let open = name.isEmpty ? home.dataFolder : home.dataFolder.appendingPathComponent(name)
        try setMode(0o750, of: open)
        let error = try homeError(.unsafePermissions) { try home.prepare() }
        #expect(error.message.contains("chmod 700 '" + open.path.replacing("'", with: #"'\''"#) + "'"))
    }

    @Test("is refused where a file has a folder's place")
    func fileInTheWay() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write("x", to: folder.file("home"))
        for path in ["home", "home/below"] {
            _ = try homeError(.refused) { try Home(environment: ["STOKE_HOME": folder.file(path).path]).prepare() }
        }
    }
}

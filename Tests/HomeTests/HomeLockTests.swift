import Foundation
import Home
import TestSupport
import Testing

@Suite("The lock of a home")
struct HomeLockTests {
    private let folder: TemporaryFolder
    private var url: URL { folder.file("keeper.lock") }

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("turns away a second keeper and says who holds it, since when")
    func secondKeeper() throws {
        let home = try Home(environment: ["STOKE_HOME": folder.url.path])
        let lock = try home.lock(program: "stoke")
        let error = try homeError(.heldByAnother) { try home.lock(program: "stoke agent") }
        let text = /stoke \(process (\d+), since \d\d:\d\d\) holds this home/
        #expect(try #require(error.message.firstMatch(of: text)).1 == "\(getpid())")
        #expect(home.keeper?.program == "stoke")
        #expect(try mode(of: home.lockFile) == 0o600)
        lock.release()
        lock.release()
        #expect(home.keeper == nil)
        try home.lock(program: "stoke agent").release()
    }

    @Test("says the date too where it is not today's")
    func date() throws {
        let lock = try HomeLock(at: url, program: "stoke", now: Date(timeIntervalSince1970: 1_000_000_000))
        defer { lock.release() }
        #expect(try #require(HomeLock.holder(at: url)).description.contains("since 2001-09-0"))
    }

    @Test("holds though nobody refers to it any more")
    func notTiedToReference() throws {
        _ = try HomeLock(at: url, program: "stoke")
        _ = try homeError(.heldByAnother) { try HomeLock(at: url, program: "stoke") }
    }

    @Test(
        "does not mind what a dead holder or anyone else left in the file",
        arguments: [
            #"{"program":"stoke","process":1,"since":1,"start":"nonsense"}"#,
            #"{"program":"stoke","process":2147483647,"since":1}"#, "rubbish", "",
        ])
    func staleContent(content: String) throws {
        try DurableFile.write(content, to: url)
        #expect(HomeLock.holder(at: url) == nil)
        let lock = try HomeLock(at: url, program: "stoke")
        #expect(HomeLock.holder(at: url)?.process == getpid())
        lock.release()
    }

    @Test("is given back by the kernel when its holder is killed")
    func killedHolder() throws {
        try DurableFile.write("", to: url)
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/bin/sh")
        holder.arguments = ["-c", #"exec 9>>"$0"; flock 9; echo held; exec sleep 1000"#, url.path]
        let output = Pipe()
        holder.standardOutput = output
        try holder.run()
        #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
        let error = try homeError(.heldByAnother) { try HomeLock(at: url, program: "stoke") }
        #expect(error.message.contains("another process holds this home"))
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        try HomeLock(at: url, program: "stoke").release()
    }

    @Test("is refused where others may write to it")
    func unsafe() throws {
        try DurableFile.write("", to: url)
        try setMode(0o666, of: url)
        _ = try homeError(.unsafePermissions) { try HomeLock(at: url, program: "stoke") }
    }
}

import Foundation
import TestSupport
import Testing

@testable import Terminal

@Suite("Choosing a browser")
final class BrowserChoiceTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "browsers-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, mode) in [
            ("w3m", 0o755), ("lynx", 0o755), ("xdg-open", 0o755), ("firefox", 0o755), ("elinks", 0o644),
        ] {
            let file = folder.appending(path: name)
            try Data("#!/bin/sh\nprintf %s \"$1\" > \"$0.opened\"\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    @Test(
        "The person's own comes first, the desktop's where there is a desktop, text browsers last",
        arguments: [
            ([:], ["w3m", "lynx"]), (["DISPLAY": ":0"], ["xdg-open", "w3m", "lynx"]),
            (["DISPLAY": ""], ["w3m", "lynx"]),
            (["WAYLAND_DISPLAY": "wayland-0"], ["xdg-open", "w3m", "lynx"]),
            (["BROWSER": "nothing:firefox --new-tab:lynx"], ["firefox", "lynx", "w3m"]),
        ] as [([String: String], [String])])
    func order(environment: [String: String], names: [String]) {
        let choices = BrowserChoice.available(environment: environment.merging(["PATH": folder.path]) { $1 })
        #expect(choices.map(\.name) == names)
        #expect(choices.filter { $0.kind == .text }.map(\.name) == names.filter { ["w3m", "lynx"].contains($0) })
    }

    @Test("The address goes where the command wants it")
    func address() throws {
        let path = ["PATH": folder.path]
        let placed = try #require(
            BrowserChoice.available(environment: path.merging(["BROWSER": "firefox -u %s -x"]) { $1 }).first)
        #expect(placed.program(opening: BrowserTarget("http://a/?b=c&d")).arguments == ["-u", "http://a/?b=c&d", "-x"])
        let plain = try #require(BrowserChoice.available(environment: path).first)
        #expect(plain.program(opening: BrowserTarget("http://a/")).arguments == ["http://a/"])
        #expect(plain.program(opening: BrowserTarget("http://a/")).executable == folder.appending(path: "w3m").path)
    }

    @Test("A browser of this machine gets its local address, which says nothing; one elsewhere the address itself")
    func localAddress() throws {
        let target = BrowserTarget("https://auth.example.org/?state=s", localAddress: "http://127.0.0.1:4711/start/x")
        let path = ["PATH": folder.path + ":/usr/bin:/bin"]
        let here = try #require(BrowserChoice.available(environment: path.merging(["BROWSER": "firefox"]) { $1 }).first)
        #expect(here.program(opening: target).arguments == ["http://127.0.0.1:4711/start/x"])
        let ssh = folder.appending(path: "ssh")
        try FileManager.default.copyItem(at: folder.appending(path: "firefox"), to: ssh)
        let there = BrowserChoice.available(environment: path.merging(["BROWSER": "\(ssh.path) host open %s"]) { $1 })
        #expect(there.first?.program(opening: target).arguments == ["host", "open", target.address])
    }

    @Test("A program started apart gets the address as it is", .timeLimit(.minutes(5)))
    func detached() async throws {
        let program = ChildProgram(folder.appending(path: "firefox").path, arguments: ["http://a/?b=$HOME&c='d'"])
        try program.launchDetached()
        let opened = folder.appending(path: "firefox.opened")
        try await until("the program has run") {
            (try? String(contentsOf: opened, encoding: .utf8)) == "http://a/?b=$HOME&c='d'"
        }
    }
}

import Foundation
import Testing

/// A few of the faults of `Tests/Faults/run`, which tries them all.
@Suite("Faults between a request and the storage of its answer", .timeLimit(.minutes(3)))
struct FaultPointTests {
    private static let canRun = ["/usr/bin/python3", "/usr/bin/cc"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "No answer is lost to an error or a kill at any of them", .enabled(if: canRun, "python3 or cc is not installed")
    )
    func quick() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Faults/run")
        let ending = try await StokeProcess(
            [script.standardizedFileURL.path, StokeProcess.binary.path, "--quick"],
            program: URL(filePath: "/usr/bin/python3"), environment: [:]
        ).finish()
        #expect(ending.status == 0, "\(ending)")
        #expect(ending.output.contains(" 0 answers lost"))
    }
}

import Foundation

/// Tells an end-to-end test what was drawn, so that it waits for conditions and not for times.
///
/// Where the environment variable `STOKE_FRAME_FILE` names a file, each frame adds a line `frame N idle` or `frame N busy`;
/// busy means that a server's answer is awaited.
final class FrameReport {
    private let file: FileHandle
    private var count = 0

    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let path = environment["STOKE_FRAME_FILE"], !path.isEmpty else { return nil }
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(isIdle: Bool) {
        count += 1
        // A test that went away is no reason to disturb the person.
        try? file.write(contentsOf: Data("frame \(count) \(isIdle ? "idle" : "busy")\n".utf8))
    }
}

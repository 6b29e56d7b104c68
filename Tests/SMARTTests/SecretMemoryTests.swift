import Foundation
import Testing

@testable import SMART

@Suite("Secrets in memory")
struct SecretMemoryTests {
    @Test(
        "A secret is wiped with its last reference, and its place is used again", arguments: [1, 63, 64, 900, 16_384])
    func wiped(count: Int) throws {
        let memory = SecretMemory()
        let place = unsafe memory.allocate(count)
        unsafe place.initializeMemory(as: UInt8.self, repeating: 0xA5, count: count)
        unsafe memory.release(place, count: count)
        unsafe #expect(UnsafeRawBufferPointer(start: place, count: count).allSatisfy { $0 == 0 })
        unsafe #expect(memory.allocate(count) == place)
    }

    @Test("Secrets of every size keep their bytes apart")
    func apart() {
        let sizes = [0, 1, 63, 64, 65, 1_000, 16_384, 16_385, 100_000]
        let texts = sizes.map { String(repeating: "x", count: $0) }
        let secrets = (texts + texts).map { Redacted($0) }
        #expect(secrets.map { $0.reveal() } == texts + texts)
        #expect(secrets[1] == secrets[10] && secrets[1].hashValue == secrets[10].hashValue)
        #expect(secrets[1] != secrets[2])
    }

    @Test("Memory is locked by the chunk, and no more where the system allows no more")
    func locked() {
        let memory = SecretMemory()
        var places = unsafe (0..<1_000).map { _ in unsafe memory.allocate(1_000) }
        #expect(memory.lockedBytes <= 2 << 20)
        while let place = unsafe places.popLast() { unsafe memory.release(place, count: 1_000) }
    }

    @Test("Bytes that became a secret are wiped where they were")
    func source() {
        var bytes = Array("passphrase".utf8)
        let secret = Redacted(wiping: &bytes)
        #expect(bytes.allSatisfy { $0 == 0 })
        #expect(secret.reveal() == "passphrase")
    }

    @Test("100,000 sessions' tokens are hidden and dropped in a moment, and cost what they are long")
    func scale() {
        let text = String(repeating: "t", count: 900)
        let clock = ContinuousClock()
        let memory = SecretMemory.shared
        let took = clock.measure {
            var secrets: [Redacted] = []
            for number in 0..<300_000 { secrets.append(Redacted(text + String(number))) }
            #expect(secrets.count == 300_000)
        }
        #expect(took < .seconds(60))
        #expect(memory.lockedBytes <= 64 << 20)
    }
}

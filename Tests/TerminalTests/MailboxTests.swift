import Foundation
import Glibc
import Testing

@testable import Terminal

@Suite("The mailbox")
struct MailboxTests {
    @Test("Messages of many posters all arrive, each poster's in order, and wake the reader")
    func concurrentPosters() async throws {
        let mailbox = try Mailbox<(poster: Int, number: Int)>()
        let (posters, each) = (16, 500)
        async let reader = Self.read(posters * each, from: mailbox)
        await withTaskGroup { group in
            for poster in 0..<posters {
                group.addTask {
                    for number in 0..<each { mailbox.post((poster, number)) }
                }
            }
        }
        let received = await reader
        for poster in 0..<posters { #expect(received[poster] == Array(0..<each)) }
    }

    @Test("However many messages wait, they come at once, and then nothing is readable")
    func coalesces() throws {
        let mailbox = try Mailbox<Int>()
        for number in 0..<100 { mailbox.post(number) }
        #expect(Self.isReadable(mailbox.descriptor))
        #expect(mailbox.drain() == Array(0..<100))
        #expect(!Self.isReadable(mailbox.descriptor))
        #expect(mailbox.drain() == [])
    }

    /// Reads so many messages on a thread of its own, since waiting for them blocks; the numbers of each poster.
    private static func read(_ wanted: Int, from mailbox: Mailbox<(poster: Int, number: Int)>) async -> [Int: [Int]] {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                var received: [Int: [Int]] = [:]
                var count = 0
                while count < wanted {
                    waitUntilReadable(mailbox.descriptor)
                    let messages = mailbox.drain()
                    count += messages.count
                    for message in messages { received[message.poster, default: []].append(message.number) }
                }
                done.resume(returning: received)
            }
        }
    }

    private static func isReadable(_ descriptor: Int32) -> Bool {
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&source, 1, 0) == 1
    }

    private static func waitUntilReadable(_ descriptor: Int32) {
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&source, 1, -1)
    }
}

import Foundation

/// A blocking TCP socket on the loopback interface; the tests use it where an HTTP library would be too well-mannered.
struct Socket: Sendable {
    let descriptor: Int32

    struct Failure: Error {
        let call: String
        let code: Int32
    }

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// A socket that takes connections.
    ///
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - ipv6: whether it listens on `::1` and not on 127.0.0.1.
    /// - Returns: the socket, which the caller closes.
    /// - Throws: ``Failure``.
    static func listening(on port: Int = 0, ipv6: Bool = false) throws -> Socket {
        let socket = try Socket.make(ipv6: ipv6)
        try unsafe socket.withAddress(port: port, ipv6: ipv6, "bind") { unsafe bind(socket.descriptor, $0, $1) }
        guard listen(socket.descriptor, 16) == 0 else { throw Failure(call: "listen", code: errno) }
        return socket
    }

    /// The same on a port that the kernel gives to nobody who asks for any: once closed, no other test has it by chance.
    static func listeningAside(ipv6: Bool = false) throws -> Socket {
        for _ in 1...100 {
            if let socket = try? listening(on: Int.random(in: 20_000..<32_000), ipv6: ipv6) { return socket }
        }
        throw Failure(call: "bind", code: EADDRINUSE)
    }

    static func connected(to port: Int, ipv6: Bool = false) throws -> Socket {
        let socket = try Socket.make(ipv6: ipv6)
        do {
            try unsafe socket.withAddress(port: port, ipv6: ipv6, "connect") {
                unsafe connect(socket.descriptor, $0, $1)
            }
        } catch {
            socket.close()
            throw error
        }
        return socket
    }

    static var hasIPv6: Bool {
        guard let socket = try? Socket.listening(ipv6: true) else { return false }
        socket.close()
        return true
    }

    var port: Int {
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(descriptor, $0, &length) }
        }
        // The port lies at the same place in the addresses of both families.
        return status == 0 ? Int(UInt16(bigEndian: address.sin6_port)) : 0
    }

    func accepted() -> Socket? {
        let connection = accept(descriptor, nil, nil)
        return connection < 0 ? nil : Socket(descriptor: connection)
    }

    func write(_ bytes: Data) {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func write(_ text: String) {
        write(Data(text.utf8))
    }

    /// What has arrived, waiting for something; empty at the end of the stream.
    func read() -> Data {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Data(buffer[0..<count]) : Data()
    }

    func readToEnd() -> Data {
        var all = Data()
        while true {
            let chunk = read()
            if chunk.isEmpty { return all }
            all += chunk
        }
    }

    /// Ends the connection, also for a thread that is blocked on it.
    func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Ends it with a reset instead of a goodbye.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        close()
    }

    func close() {
        _ = Foundation.close(descriptor)
    }

    private static func make(ipv6: Bool) throws -> Socket {
        let descriptor = socket(ipv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
        var yes: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
        return Socket(descriptor: descriptor)
    }

    private func withAddress(
        port: Int, ipv6: Bool, _ call: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws {
        let status: Int32
        if ipv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = in_port_t(port).bigEndian
            address.sin6_addr = in6addr_loopback
            status = unsafe withUnsafePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            status = unsafe withUnsafePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        guard status == 0 else { throw Failure(call: call, code: errno) }
    }
}

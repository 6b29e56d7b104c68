import Foundation

/// Memory for secrets: locked against swapping as far as the system allows, left out of core dumps, and wiped when given back.
///
/// Secrets share chunks that are locked as a whole, so that 100,000 sessions cost some hundred calls of mlock(2) at most, and none
/// once the limit (`RLIMIT_MEMLOCK`, or 64 MiB) is reached. What comes then is kept all the same, wiped, and not locked.
@safe final class SecretMemory: @unchecked Sendable {
    // Unchecked, since all that changes is behind `lock`; safe, since places go to ``SecretBytes`` alone.

    static let shared = SecretMemory()

    private let lock = NSLock()
    /// Places that were given back, by their size in units.
    private var free: [[UnsafeMutableRawPointer]] = unsafe Array(repeating: [], count: largestShared / unit + 1)
    /// What is left of the chunk that was begun last.
    private var rest = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var isFirst = true
    private var mayLock = true
    /// How many bytes are locked, to be measured.
    private var locked = 0

    private static let unit = 64
    /// The first chunk holds passphrase and data key, and is to fit where little may be locked; later ones cost fewer calls.
    private static let firstChunk = 1 << 15
    private static let chunk = 1 << 18
    /// What is locked is taken from the rest of the machine: not more than this, whatever the limit says.
    private static let mostLocked = 64 << 20
    /// Secrets beyond this size, in bytes, have pages of their own.
    private static let largestShared = 1 << 14

    var lockedBytes: Int { lock.withLock { locked } }

    /// Memory for so many bytes, which are to be given back by ``release(_:count:)``.
    func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        unsafe lock.withLock {
            guard count <= Self.largestShared else { return unsafe Self.pages(Self.whole(count, of: 4096)) }
            let units = max(Self.whole(count, of: Self.unit), Self.unit) / Self.unit
            if let place = unsafe free[units].popLast() { return unsafe place }
            let size = units * Self.unit
            if unsafe rest.count < size { beginChunk() }
            let place = unsafe rest.baseAddress ?? Self.pages(size)
            unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[size...])
            return unsafe place
        }
    }

    /// Wipes memory and takes it back.
    func release(_ place: UnsafeMutableRawPointer, count: Int) {
        unsafe explicit_bzero(place, count)
        lock.withLock {
            if count > Self.largestShared {
                unsafe munmap(place, Self.whole(count, of: 4096))
            } else {
                unsafe free[max(Self.whole(count, of: Self.unit), Self.unit) / Self.unit].append(place)
            }
        }
    }

    private func beginChunk() {
        let size = isFirst ? Self.firstChunk : Self.chunk
        isFirst = false
        let start = unsafe Self.pages(size)
        if mayLock, locked + size <= Self.mostLocked {
            mayLock = unsafe mlock(start, size) == 0
            if mayLock { locked += size }
        }
        unsafe rest = UnsafeMutableRawBufferPointer(start: start, count: size)
    }

    /// Fresh pages, which no core dump holds.
    private static func pages(_ count: Int) -> UnsafeMutableRawPointer {
        let start = unsafe mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let start = unsafe start, unsafe start != MAP_FAILED else {
            fatalError("The system has no memory left for a secret of \(count) bytes.")
        }
        unsafe madvise(start, count, Int32(MADV_DONTDUMP))
        return unsafe start
    }

    private static func whole(_ count: Int, of size: Int) -> Int {
        (count + size - 1) / size * size
    }
}

/// Bytes of a secret in ``SecretMemory``, for as long as somebody refers to them.
@safe final class SecretBytes: @unchecked Sendable {
    // Unchecked, since nothing changes between the end of `init` and `deinit`; safe, since the place is its own for as long.

    private let place: UnsafeMutableRawPointer
    let count: Int

    /// Copies bytes from wherever they are, which is not wiped.
    init(_ bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        unsafe place = SecretMemory.shared.allocate(count)
        if let start = bytes.baseAddress { unsafe place.copyMemory(from: start, byteCount: count) }
    }

    deinit {
        unsafe SecretMemory.shared.release(place, count: count)
    }

    /// Lends the bytes; whatever is copied of them is not wiped.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: place, count: count))
    }
}

extension SecretBytes: Hashable {
    static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        unsafe left.count == right.count
            && left.withBytes { left in unsafe right.withBytes { right in unsafe left.elementsEqual(right) } }
    }

    func hash(into hasher: inout Hasher) {
        unsafe withBytes { unsafe hasher.combine(bytes: $0) }
    }
}

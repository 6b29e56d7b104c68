import Foundation
import HeapModule

/// Any number of keys, each with at most one deadline, and the earliest of them at hand.
///
/// Setting and removing cost O(log n): a superseded entry stays in the heap until it surfaces, or until most are superseded.
struct DeadlineHeap<Key: Hashable & Sendable>: Sendable {
    /// One deadline of one key, numbered: of equal deadlines the older is first.
    private struct Entry: Comparable, Sendable {
        let deadline: Date
        let number: UInt64
        let key: Key

        static func < (left: Entry, right: Entry) -> Bool {
            (left.deadline, left.number) < (right.deadline, right.number)
        }

        static func == (left: Entry, right: Entry) -> Bool {
            left.number == right.number
        }
    }

    private var heap = Heap<Entry>()
    /// The entry that counts for each key; any other in the heap is superseded.
    private var current: [Key: Entry] = [:]
    private var lastNumber: UInt64 = 0

    init() {}

    /// How many keys have a deadline.
    var count: Int { current.count }

    /// The entries held, superseded ones among them.
    var entryCount: Int { heap.count }

    /// Sets or moves the deadline of `key`; `nil` removes it.
    mutating func set(_ deadline: Date?, for key: Key) {
        guard current[key]?.deadline != deadline else { return }
        current[key] = nil
        if let deadline {
            lastNumber += 1
            let entry = Entry(deadline: deadline, number: lastNumber, key: key)
            current[key] = entry
            heap.insert(entry)
        }
        dropSuperseded()
    }

    /// The earliest deadline; `nil` where there is none.
    var earliest: Date? {
        heap.min?.deadline
    }

    /// Removes and returns the keys whose deadline is not after `now`, earliest first.
    mutating func popDue(at now: Date) -> [Key] {
        var due: [Key] = []
        while let entry = heap.min, entry.deadline <= now {
            heap.removeMin()
            if current[entry.key] == entry {
                current[entry.key] = nil
                due.append(entry.key)
            }
        }
        dropSuperseded()
        return due
    }

    /// Keeps the top of the heap an entry that counts, and the heap from growing far past twice the keys.
    private mutating func dropSuperseded() {
        if heap.count > 2 * current.count + 64 { heap = Heap(current.values) }
        while let entry = heap.min, current[entry.key] != entry { heap.removeMin() }
    }
}

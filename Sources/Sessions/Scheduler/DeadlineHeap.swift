package import Foundation
import HeapModule

/// Any number of keys, each with at most one deadline, and the earliest of them at hand.
///
/// Setting and removing cost O(log n): a superseded entry stays in the heap until it surfaces.
package struct DeadlineHeap<Key: Hashable & Sendable>: Sendable {
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
    private var current: [Key: UInt64] = [:]
    private var lastNumber: UInt64 = 0

    package init() {}

    package var count: Int { current.count }

    /// Sets or moves the deadline of `key`; `nil` removes it.
    package mutating func set(_ deadline: Date?, for key: Key) {
        current[key] = nil
        if let deadline {
            lastNumber += 1
            current[key] = lastNumber
            heap.insert(Entry(deadline: deadline, number: lastNumber, key: key))
        }
        dropSuperseded()
    }

    package var earliest: Date? {
        heap.min?.deadline
    }

    /// Removes and returns the keys whose deadline is not after `now`, earliest first.
    package mutating func popDue(at now: Date) -> [Key] {
        var due: [Key] = []
        while let entry = heap.min, entry.deadline <= now {
            heap.removeMin()
            if current[entry.key] == entry.number {
                current[entry.key] = nil
                due.append(entry.key)
            }
        }
        dropSuperseded()
        return due
    }

    private mutating func dropSuperseded() {
        while let entry = heap.min, current[entry.key] != entry.number { heap.removeMin() }
    }
}

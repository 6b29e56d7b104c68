/// The place of a session in a ``SessionTable``, which it keeps as long as it is there.
typealias Slot = Int32

/// Slots in an order: found by their row, found by comparison, and changed at one row without moving all the others.
///
/// Kept in short pieces, so that putting in or taking out one of n costs a search and the length of a piece, not n.
struct SlotList: Sendable {
    /// In order, none of them empty.
    private var pieces: [[Slot]] = []
    /// The row at which each piece begins.
    private var starts: [Int] = []
    /// How many slots there are.
    private(set) var count = 0

    /// A piece is split where it grows to twice as many.
    private static let pieceLength = 256

    /// Takes over slots that are in order already.
    init(_ slots: some Collection<Slot> = []) {
        var rest = slots[...]
        while !rest.isEmpty {
            pieces.append(Array(rest.prefix(Self.pieceLength)))
            rest = rest.dropFirst(Self.pieceLength)
        }
        count = slots.count
        renumber(from: 0)
    }

    /// The first row whose slot is not before what is searched for; ``count`` where all are.
    ///
    /// Two binary searches: among the pieces, then within one.
    ///
    /// - Parameter isBefore: true of slots up to some row, false from there on.
    /// - Returns: a row from 0 to ``count``.
    func row(where isBefore: (Slot) -> Bool) -> Int {
        let piece = pieces.partitioningPlace { $0.last.map(isBefore) ?? true }
        guard piece < pieces.count else { return count }
        return starts[piece] + pieces[piece].partitioningPlace(isBefore)
    }

    /// Puts a slot in before the one at `row`.
    mutating func insert(_ slot: Slot, at row: Int) {
        count += 1
        guard !pieces.isEmpty else {
            pieces = [[slot]]
            starts = [0]
            return
        }
        let piece = self.piece(of: row)
        pieces[piece].insert(slot, at: row - starts[piece])
        if pieces[piece].count >= 2 * Self.pieceLength {
            pieces.insert(Array(pieces[piece][Self.pieceLength...]), at: piece + 1)
            pieces[piece].removeSubrange(Self.pieceLength...)
        }
        renumber(from: piece)
    }

    /// Takes out the slot at `row`.
    mutating func remove(at row: Int) {
        count -= 1
        let piece = self.piece(of: row)
        pieces[piece].remove(at: row - starts[piece])
        if pieces[piece].isEmpty { pieces.remove(at: piece) }
        renumber(from: piece)
    }

    /// The slots for which `isIncluded` is true, in the same order.
    func filtered(_ isIncluded: (Slot) -> Bool) -> SlotList {
        var kept: [Slot] = []
        for piece in pieces {
            for slot in piece where isIncluded(slot) { kept.append(slot) }
        }
        return SlotList(kept)
    }

    /// The same slots from last to first.
    var backwards: SlotList { SlotList(Array(pieces.joined().reversed())) }

    /// The piece that holds a row; the last one for the row after all.
    private func piece(of row: Int) -> Int {
        Swift.max(0, starts.partitioningPlace { $0 <= row } - 1)
    }

    /// Counts the rows anew from a piece on: those before it have not changed.
    private mutating func renumber(from piece: Int) {
        starts.removeSubrange(Swift.min(piece, starts.count)...)
        var start = starts.count == 0 ? 0 : (starts.last ?? 0) + pieces[starts.count - 1].count
        for number in starts.count..<pieces.count {
            starts.append(start)
            start += pieces[number].count
        }
    }
}

/// Slots by row, found by halving the pieces.
extension SlotList: RandomAccessCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { count }

    /// The slot at a row, which is one of those there are.
    subscript(row: Int) -> Slot {
        let piece = self.piece(of: row)
        return pieces[piece][row - starts[piece]]
    }
}

/// Searching by halves.
extension Array {
    /// The first place of which `isBefore` is false, where it is true of all before and false of all after.
    fileprivate func partitioningPlace(_ isBefore: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

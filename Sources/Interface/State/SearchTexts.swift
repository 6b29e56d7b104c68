import Records
import SMART
import Sessions

/// What a filter searches of each session: its name, address, state, access mode, patient and person, in lower case.
///
/// One run of bytes for all of them: a keystroke searches 100,000, and what lies together is searched fast.
struct SearchTexts: Sendable {
    /// Where the text of a slot stands, in bytes.
    private struct Place {
        var start: Int32
        var count: Int32
    }

    /// The texts, in no order.
    private var bytes: [UInt8] = []
    /// By slot.
    private var places: [Place] = []
    /// How many bytes belong to no session any more.
    private var wasted = 0

    /// Sets the text of the session at a slot, which is one that has a text already or the next one.
    ///
    /// The old text stays where it is until half of all bytes are such: moving them for each change would cost n.
    mutating func set(_ session: SessionSnapshot, at slot: Slot) {
        let start = bytes.count
        append(session)
        let place = Place(start: Int32(start), count: Int32(bytes.count - start))
        if Int(slot) == places.count {
            places.append(place)
        } else {
            wasted += Int(places[Int(slot)].count)
            places[Int(slot)] = place
            if wasted > bytes.count / 2 { gather() }
        }
    }

    /// Whether the filter leaves the session at a slot.
    func match(_ filter: SessionFilter, at slot: Slot) -> Bool {
        let place = places[Int(slot)]
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            let end = Int(place.start) + Int(place.count)
            return unsafe filter.matches(UnsafeBufferPointer(rebasing: bytes[Int(place.start)..<end]))
        }
    }

    /// Adds what is searched of a session, each part on a line of its own.
    private mutating func append(_ session: SessionSnapshot) {
        append(session.id.endpoint)
        if let label = session.id.label { append(label, after: ":") }
        append(session.baseURL.text, after: "\n")
        append(session.state.rawValue, after: "\n")
        append(session.requestedAccess.rawValue, after: "\n")
        if let patient = session.context.patient { append(patient, after: "\n") }
        if let name = session.identity?.name { append(name, after: "\n") }
    }

    /// Adds a text in lower case; only letters beyond ASCII take the way by `String`.
    private mutating func append(_ text: String, after separator: Unicode.Scalar? = nil) {
        if let separator { bytes.append(UInt8(ascii: separator)) }
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        var isASCII = true
        for place in start..<bytes.count {
            let byte = bytes[place]
            if byte >= 0x80 { isASCII = false }
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) { bytes[place] = byte | 0x20 }
        }
        guard !isASCII else { return }
        bytes.removeSubrange(start...)
        bytes.append(contentsOf: text.lowercased().utf8)
    }

    /// Moves the texts together, so that memory is bounded by what is in use.
    private mutating func gather() {
        var gathered: [UInt8] = []
        gathered.reserveCapacity(bytes.count - wasted)
        for number in places.indices {
            let start = Int(places[number].start)
            places[number].start = Int32(gathered.count)
            gathered += bytes[start..<start + Int(places[number].count)]
        }
        bytes = gathered
        wasted = 0
    }
}

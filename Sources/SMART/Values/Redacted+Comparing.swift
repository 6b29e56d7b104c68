extension Redacted {
    /// Whether both secrets are the same, in a time that depends on the length of `other` alone.
    package func equalsInConstantTime(_ other: Redacted) -> Bool {
        let mine = Array(reveal().utf8)
        let theirs = Array(other.reveal().utf8)
        var difference = mine.count ^ theirs.count
        for (position, byte) in theirs.enumerated() {
            difference |= Int(byte ^ (position < mine.count ? mine[position] : ~byte))
        }
        return difference == 0
    }
}

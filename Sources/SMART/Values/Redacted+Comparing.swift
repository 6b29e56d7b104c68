extension Redacted {
    /// Whether both secrets are the same, in a time that depends on the length of `other` alone.
    package func equalsInConstantTime(_ other: Redacted) -> Bool {
        unsafe withBytes { mine in
            unsafe other.withBytes { theirs in
                var difference = mine.count ^ theirs.count
                for place in theirs.indices {
                    let byte = unsafe theirs[place]
                    difference |= unsafe Int(byte ^ (place < mine.count ? mine[place] : ~byte))
                }
                return difference == 0
            }
        }
    }
}

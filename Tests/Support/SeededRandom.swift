import Foundation
package import Testing

/// Chance that can be replayed (SplitMix64).
///
/// A run of the tests has one seed: that of the environment variable `STOKE_TEST_SEED`, or a drawn one. It is written to
/// standard error before its first use, where it is still read when a test crashes, and with every issue of a test that has
/// the trait ``Testing/Trait/replayable``.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    /// The seed of this run.
    package static let runSeed: UInt64 = {
        let given = ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
        let seed = given ?? .random(in: .min ... .max)
        try? FileHandle.standardError.write(contentsOf: Data("Random tests: \(variable)=\(seed)\n".utf8))
        return seed
    }()

    fileprivate static let variable = "STOKE_TEST_SEED"

    private var state: UInt64

    /// The chance that the tests of this run and of one purpose have, whatever runs before or beside them.
    package init(for purpose: String = #function) {
        // FNV-1a: Swift's own hashes differ from run to run.
        let hash = purpose.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        state = Self.runSeed ^ hash
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Trait where Self == IssueHandlingTrait {
    /// Says with every issue of a random test how the run is replayed.
    package static var replayable: Self {
        .compactMapIssues { issue in
            var issue = issue
            issue.comments.append("replay with \(SeededRandom.variable)=\(SeededRandom.runSeed)")
            return issue
        }
    }
}

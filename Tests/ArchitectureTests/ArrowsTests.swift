import Testing

/// The rooms that each room may look at.
///
/// A new arrow is a decision: it is made here and in the catalog's article on the rooms, with its reason in the commit.
private let allowed: [String: Set<String>] = [
    "stoke": ["Commands"],
    "Commands": [
        "AuthCore", "CLinux", "CQREncode", "CTerm", "EndpointFiles", "Home", "Interface", "Records", "SMART", "Sandbox",
        "Sessions", "Terminal", "Vault",
    ],
    "Interface": ["Records", "Sessions", "SMART", "Terminal"],
    "EndpointFiles": ["Home", "Records", "Sessions", "SMART"],
    "Sessions": ["AuthCore", "CLinux", "Records", "SMART"],
    "Vault": ["CLinux", "Home", "Records", "SMART"],
    "Home": ["CLinux", "SMART"],
    "Records": ["SMART"],
    "AuthCore": ["CZlib", "SMART"],
    "Sandbox": ["SMART"],
    "Terminal": ["CLinux", "CQREncode", "CTerm"],
    "SMART": [],
    "CLinux": [], "CQREncode": [], "CTerm": [], "CZlib": [],
]

@Suite("Who imports whom")
struct ArrowsTests {
    @Test("Every room has its place in the table, and the table has no other")
    func complete() throws {
        #expect(try SourceTree.rooms().symmetricDifference(allowed.keys).sorted() == [])
    }

    @Test("A room imports no room but those that it may look at")
    func arrows() throws {
        let rooms = try SourceTree.rooms()
        for file in try SourceTree.files(below: "Sources") {
            let seen = file.imports.intersection(rooms).subtracting([file.room])
            let strange = seen.subtracting(allowed[file.room] ?? []).sorted()
            #expect(strange == [], "\(file.path): \(file.room) may not import \(strange.joined(separator: ", "))")
        }
    }

    @Test("No arrow leads round in a circle")
    func acyclic() {
        var left = allowed
        while let free = left.first(where: { $0.value.allSatisfy { left[$0] == nil } }) { left[free.key] = nil }
        #expect(left.keys.sorted() == [], "these look at one another, or at one that is in a circle")
    }
}

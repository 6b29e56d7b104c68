// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "stoke",
    products: [
        .executable(name: "stoke", targets: ["stoke"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .target(
            name: "SMART",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            resources: [.embedInCode("../../Resources/SMART/scope-phrasebook.json")]
        ),
        .target(
            name: "AuthCore",
            dependencies: [
                "CZlib", "SMART",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .target(
            name: "Records", dependencies: ["SMART", .product(name: "DequeModule", package: "swift-collections")]
        ),
        .target(name: "Home", dependencies: ["SMART"]),
        .target(
            name: "Vault",
            dependencies: [
                "CLinux", "Home", "Records", "SMART",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Sessions",
            dependencies: [
                "AuthCore", "CLinux", "Records", "SMART",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "EndpointFiles",
            dependencies: ["Home", "Records", "SMART", "Sessions", .product(name: "Yams", package: "Yams")]
        ),
        .target(
            name: "Sandbox",
            dependencies: [
                "SMART",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [
                "amir-haddad", "camila-lopez", "daniel-obrien", "ingrid-olsen", "noor-haddad", "staff",
            ].map { .embedInCode("../../Resources/Sandbox/\($0).json") }
        ),
        .target(name: "CLinux"),
        .target(name: "CTerm", linkerSettings: [.linkedLibrary("ncursesw")]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Terminal", dependencies: ["CLinux", "CQREncode", "CTerm"]),
        .target(
            name: "Interface",
            dependencies: [
                "Records", "Sessions", "SMART", "Terminal", .product(name: "DequeModule", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Commands",
            dependencies: [
                "AuthCore", "CLinux", "EndpointFiles", "Home", "Interface", "Records", "Sandbox", "Sessions", "SMART",
                "Terminal", "Vault",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(name: "stoke", dependencies: ["Commands"]),
        .testTarget(name: "ArchitectureTests"),
        // A test target, though it has no tests: a plain `swift build` leaves it alone.
        .testTarget(
            name: "TestSupport", dependencies: ["AuthCore", "Records", "Sessions", "SMART"], path: "Tests/Support"),
        .testTarget(name: "SMARTTests", dependencies: ["SMART", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(
            name: "AuthCoreTests",
            dependencies: [
                "AuthCore", "SMART", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]
        ),
        .testTarget(name: "RecordsTests", dependencies: ["AuthCore", "Records", "Sessions", "SMART", "TestSupport"]),
        .testTarget(name: "HomeTests", dependencies: ["Home", "TestSupport", "Vault"]),
        .testTarget(
            name: "VaultTests",
            dependencies: [
                "Home", "Records", "SMART", "TestSupport", "Vault", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "SessionsTests",
            dependencies: ["AuthCore", "Records", "Sessions", "SMART", "TestSupport", "Vault"]
        ),
        .testTarget(
            name: "EndpointFilesTests", dependencies: ["EndpointFiles", "Home", "Sessions", "SMART", "TestSupport"]),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "SMART", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(name: "TerminalTests", dependencies: ["CLinux", "CTerm", "Terminal", "TestSupport"]),
        .testTarget(
            name: "InterfaceTests",
            dependencies: ["Interface", "Records", "Sessions", "SMART", "Terminal", "TestSupport"],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "AuthCore", "Commands", "Home", "Records", "Sessions", "SMART", "TestSupport", "Vault",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "AuthCore", "CLinux", "Commands", "Records", "Sandbox", "Sessions", "SMART", "stoke", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
}

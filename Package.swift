// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// For targets without a pointer in them: what is unsafe must say so.
let pure = strict + [.strictMemorySafety()]

func library(_ name: String, _ dependencies: [Target.Dependency], settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func debian(_ name: String, pkgConfig: String, package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

// The arrows are the architecture: `tools/tidy` checks that no import goes beyond them.
let package = Package(
    name: "longhaul",
    products: [
        .executable(name: "longhaul", targets: ["longhaul"]),
        .library(name: "LonghaulClient", targets: ["LonghaulClient"]),
        .library(name: "LonghaulWorker", targets: ["LonghaulWorker"]),
    ],
    targets: [
        .target(name: "CLinux"),
        debian("CProtobufC", pkgConfig: "libprotobuf-c", package: "libprotobuf-c-dev"),
        debian("CSQLite", pkgConfig: "sqlite3", package: "libsqlite3-dev"),
        debian("CCurl", pkgConfig: "libcurl", package: "libcurl4-openssl-dev"),
        .target(name: "CContract", dependencies: ["CProtobufC"]),
        .target(name: "CDescriptors", dependencies: ["CProtobufC"]),

        library("Platform", ["CLinux"]),
        library("Contract", ["CContract", "CProtobufC"]),
        library("Wire", [], settings: pure),
        library("Calendars", [], settings: pure),
        library("RPC", ["Wire", "Contract", "Platform", "CLinux"]),
        library("Scheduling", [], settings: pure),
        library("Storage", ["Scheduling", "Contract", "Platform"]),
        library("StorageSQLite", ["Storage", "Platform", "CSQLite"]),
        library("SchedulerService", ["Scheduling", "Calendars", "Storage", "RPC", "Contract", "Platform"]),
        library("StatusService", ["RPC", "Contract", "Platform"]),
        library("LonghaulClient", ["RPC", "Contract", "Platform"]),
        library("LonghaulWorker", ["LonghaulClient", "RPC", "Contract", "Platform"]),
        library("Campaigns", ["LonghaulWorker", "LonghaulClient", "Contract", "Platform", "CCurl"]),
        library("Console", []),
        library(
            "Simulation",
            ["Scheduling", "Storage", "SchedulerService", "LonghaulWorker", "RPC", "Contract"]),

        program("protoc-gen-longhaul", ["CDescriptors", "CProtobufC"]),
        program(
            "longhaul",
            [
                "Console", "SchedulerService", "StorageSQLite", "StatusService", "LonghaulClient", "LonghaulWorker",
                "Calendars", "Campaigns", "Contract", "Storage", "RPC", "Platform",
            ]),
        program(
            "longhaul-bench",
            ["Console", "LonghaulClient", "LonghaulWorker", "Scheduling", "Platform"]),

        program("longhaul-simulate", ["Console", "Simulation"]),

        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: strict),
        .target(name: "CShapes", dependencies: ["CProtobufC"], path: "Tests/CShapes"),
        .testTarget(
            name: "ContractTests", dependencies: ["Contract", "CShapes", "CProtobufC", "Platform", "SeededRandom"],
            exclude: ["shapes.proto"],
            swiftSettings: strict),
        tests("WireTests", ["Wire", "SeededRandom"]),
        tests("CalendarsTests", ["Calendars", "SeededRandom"]),
        tests("PlatformTests", ["Platform", "SeededRandom"]),
        tests("RPCTests", ["RPC", "Wire", "Contract", "Platform", "CLinux", "SeededRandom"]),
        .target(
            name: "RandomWalk", dependencies: ["Scheduling", "SeededRandom"], path: "Tests/RandomWalk",
            swiftSettings: strict),
        .testTarget(
            name: "SchedulingTests", dependencies: ["Scheduling", "RandomWalk", "SeededRandom"],
            exclude: ["Transcripts"],
            swiftSettings: strict),
        .target(
            name: "MemoryStore", dependencies: ["Storage", "Platform"], path: "Tests/MemoryStore",
            swiftSettings: strict),
        tests(
            "StorageTests",
            [
                "RandomWalk", "MemoryStore", "Storage", "StorageSQLite", "Scheduling", "Contract", "Platform",
                "CSQLite",
            ]),
        tests(
            "SchedulerServiceTests",
            ["SchedulerService", "MemoryStore", "Storage", "Scheduling", "RPC", "Contract", "Platform"]),
        tests("StatusServiceTests", ["StatusService", "RPC", "Contract", "Platform"]),
        tests("LonghaulClientTests", ["LonghaulClient", "RPC", "Contract", "Platform"]),
        tests(
            "LonghaulWorkerTests",
            [
                "LonghaulWorker", "LonghaulClient", "SchedulerService", "StatusService", "StorageSQLite", "Storage",
                "Scheduling", "SeededRandom", "RPC", "Contract", "Platform",
            ]),
        tests(
            "CampaignsTests",
            [
                "Campaigns", "LonghaulWorker", "LonghaulClient", "SchedulerService", "StatusService", "StorageSQLite",
                "Storage", "Scheduling", "RPC", "Contract", "Platform", "SeededRandom",
            ]),
        tests("SimulationTests", ["Simulation", "Scheduling", "SchedulerService"]),
        tests("ConsoleTests", ["Console", "SeededRandom"]),
        tests("longhaulTests", ["longhaul", "Campaigns", "Console", "LonghaulClient", "Contract", "Platform"]),
        tests("EndToEndTests", ["LonghaulClient", "Console", "Platform", "SeededRandom"]),
    ]
)

import Glibc
import Testing

/// What `tools/test` tells the tests, by the environment.
enum TestRun {
    /// The program under test; nil when these tests are run by other means.
    static let binary = value("LONGHAUL_BINARY")
    static let isFull = value("LONGHAUL_TEST_FULL") != nil
    static let hasFaults = value("LONGHAUL_TEST_FAULTS") != nil

    /// The path of one of `tools/`.
    static func tool(_ name: String) -> String {
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/tools/\(name)"
    }

    private static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// What a test needs and did not get.
struct TestFailure: Error {
    let text: String
}

/// When a test runs. `.ci/run` lets those pass that name a flag of `tools/test`, and no other skipped test.
extension Trait where Self == ConditionTrait {
    static var needsProgram: Self {
        .enabled(if: TestRun.binary != nil, "LONGHAUL_BINARY names no program; tools/test does")
    }

    static var onlyInFull: Self { .enabled(if: TestRun.isFull, "tools/test --full runs it") }
    static var onlyWithFaults: Self { .enabled(if: TestRun.hasFaults, "tools/test --faults runs it") }
}

import Console
import Testing

/// `longhaul explain` against real processes.
@Suite(.needsProgram, .timeLimit(.minutes(5))) struct ExplainTests {
    @Test func itSaysWhatIsInTheWay() async throws {
        let system = try await LocalSystem(workers: 0)
        let job = try await system.run("submit", "--kind", "noop", "--queue", "q").output
            .trimmingSuffix(while: \.isWhitespace)
        let waits = try await system.run("explain", String(job))
        #expect(waits.code == 0)
        #expect(waits.output.contains("task noop (queue q, kind noop) is ready, 1 pending\n"), "\(waits)")
        #expect(waits.output.contains("  * no worker of its kind serves its queue"), "\(waits)")

        _ = try await system.run("pause", "queue", "q")
        let rows = try await system.json("explain", String(job), "noop")
        let causes = rows[0]["reasons"]
        #expect(causes?[0]?["cause"] == .string("paused") && causes?[0]?["queue"] == .string("q"))
        #expect(causes?[1]?["cause"] == .string("no_worker") && causes?[1]?["blocking"] == .bool(true))

        let missing = try await system.run("explain", String(job), "other")
        #expect(missing.code == 4 && missing.errors.contains("has no task 'other'"), "\(missing)")
        _ = try await system.run("cancel", String(job))
        #expect(try await system.run("explain", String(job)).output == "job \(job) is cancelled: nothing of it waits\n")
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        self[..<(lastIndex { !predicate($0) }.map { index(after: $0) } ?? startIndex)]
    }
}

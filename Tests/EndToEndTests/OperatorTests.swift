import Console
import Testing

/// What operators do, by the program: dead letters in groups, at a rate, and for some time; drains.
@Suite(.needsProgram, .timeLimit(.minutes(5))) struct OperatorTests {
    /// Two letters that differ in a quoted part.
    private func systemWithLetters() async throws -> LocalSystem {
        let system = try await LocalSystem()
        for payload in ["one", "two"] {
            let outcome = try await system.run(
                "submit", "--kind", "sleep", "--queue", "q", "--payload", payload, "--watch")
            #expect(outcome.code == 1, "\(outcome)")
        }
        return system
    }

    @Test func alikeLettersAreAGroupThatGoesBackAtARate() async throws {
        let system = try await systemWithLetters()
        let group = try #require(try await system.json("dead", "groups").first)
        #expect(group["letters"] == 2 && group["code"] == .string("bad-payload") && group["queue"] == .string("q"))
        guard case .string(let id) = group["group"] else { throw MissingText() }
        #expect(try await system.run("dead", "groups").output.contains(id))
        #expect(try await system.json("dead", "list", "--group", id).count == 2)
        #expect(try await system.run("dead", "list", "--kind", "noop").output == "")
        let letter = try #require(try await system.json("dead", "show", "1").first)
        #expect(letter["group"] == .string(id) && letter["history"] == .array([]))

        let wrong = try await system.run("dead", "requeue", "--code", "bad-payload", "--rate", "1/s")
        #expect(wrong.code == 2 && wrong.errors.contains("--rate goes with"), "\(wrong)")
        let order = try await system.run("dead", "requeue", "--group", id, "--rate", "1/d")
        #expect(order.code == 0 && order.output.hasPrefix("order 1 runs"), "\(order)")
        let running = try #require(try await system.json("dead", "orders").first)
        #expect(running["state"] == .string("running") && running["group"] == .string(id))
        #expect(try await system.run("dead", "stop", "1").output == "order 1 is stopped\n")
        #expect(try await system.run("dead", "stop", "1").code == 4)
        #expect(try await system.run("dead", "orders").output.contains("--group \(id)"))
    }

    @Test func aQueueSaysWhatItKeepsAndWhatIsLeft() async throws {
        let system = try await systemWithLetters()
        #expect(
            try await system.run("retention", "q", "--letters", "0s", "--jobs", "0s").output
                == "queue q keeps jobs 0ms, letters 0ms\n")
        let drained = try await system.run("drain", "queue", "q")
        #expect(drained.output == "queue q takes no new work; nothing of it is left\n", "\(drained)")
        let refused = try await system.run("submit", "--kind", "noop", "--queue", "q")
        #expect(refused.code == 3 && refused.errors.contains("'longhaul resume queue q'"), "\(refused)")
        let queue = try #require(try await system.json("queues").first { $0["name"] == .string("q") })
        #expect(queue["drained"] == true && queue["wanted_workers"] == 0 && queue["waiting_items"] == 0)
        #expect(queue["removed_letters"] == 2 && queue["retention"]?["letters_ms"] == 0, "\(queue)")
        #expect(try await system.run("queues").output.contains("drained"))
        #expect(try await system.run("resume", "queue", "q").code == 0)
        #expect(try await system.run("submit", "--kind", "noop", "--queue", "q").code == 0)
    }

    private struct MissingText: Error {}
}

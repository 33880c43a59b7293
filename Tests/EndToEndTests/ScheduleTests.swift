import Console
import Platform
import Testing

/// Schedules from the command line.
@Suite(.needsProgram)
struct ScheduleTests {
    @Test(.timeLimit(.minutes(5))) func aScheduleIsSetShownRunAndForgotten() async throws {
        let system = try await LocalSystem()
        let words = [
            "--cron", "30 2 29 2 *", "--time-zone", "Asia/Kolkata", "--kind", "noop", "--overlap", "queue-one",
        ]
        let made = try await system.run(["schedule", "set", "leap"] + words)
        #expect(made.code == 0)
        #expect(made.line.hasPrefix("schedule leap is made, next tick "))
        #expect(made.line.hasSuffix("-02-28T21:00:00.000Z"))
        #expect(
            try await system.run(["schedule", "set", "leap"] + words).line.hasPrefix("schedule leap is replaced, "))

        let shown = try await system.run("schedule", "show", "leap").output.split(separator: "\n").map(String.init)
        #expect(shown.first == "schedule leap of default: '30 2 29 2 *' in Asia/Kolkata")
        let ticks = shown.suffix(5)
        for tick in ticks {
            #expect(tick.contains("-02-29 02:30:00 +05:30  ") && tick.hasSuffix("-02-28T21:00:00.000Z"), "\(tick)")
        }
        #expect(try await system.json("schedule", "next", "leap", "--count", "3").count == 3)

        let job = try await system.run("schedule", "run", "leap").line
        #expect(try await system.run("watch", job).code == 0)
        let submitted = try #require(try await system.json("job", job).first)
        #expect(submitted["schedule"] == .string("leap"))
        #expect(submitted["tick"] != .null)
        #expect(try await system.run("job", job).output.contains(", of schedule 'leap', tick 20"))

        #expect(try await system.run("schedule", "pause", "leap").line == "schedule leap is paused")
        let paused = try await system.json("schedule", "list")
        #expect(paused.map { $0["schedule"] } == [.string("leap")])
        #expect(paused.first?["next_tick"] == .null)
        #expect(paused.first?["fired"] == .integer(1))
        #expect(try await system.run("schedule", "list").output.contains(" paused "))
        #expect(try await system.run("schedule", "next", "leap").errors.contains("leap has no next tick"))
        #expect(try await system.run("schedule", "resume", "leap").line == "schedule leap goes on")

        #expect(try await system.run("schedule", "delete", "leap").line == "schedule leap is deleted")
        for command in ["show", "next", "run", "pause", "delete"] {
            let outcome = try await system.run("schedule", command, "leap")
            #expect(outcome.code == 4, "\(command)")
            #expect(outcome.errors.contains("tenant default has no schedule leap"), "\(outcome.errors)")
        }
        #expect(try await system.run("job", job).output.contains("of a schedule that was deleted"))
    }

    @Test(.timeLimit(.minutes(5))) func whatASchedulerOrItsCronCantBeIsSaid() async throws {
        let system = try await LocalSystem(workers: 0)
        func set(_ words: String...) async throws -> Outcome {
            try await system.run(["schedule", "set", "x"] + words)
        }
        let hour = try await set("--cron", "0 25 * * *", "--kind", "noop")
        #expect(hour.code == 2)
        #expect(hour.errors.contains("--cron: hour: '25' is none; expected 0 to 23"))
        #expect(try await set("--cron", "@daily").errors.contains("what is to be done? Name --kind, or a --file"))
        let zone = try await set("--cron", "@daily", "--kind", "noop", "--time-zone", "Mars/Olympus")
        #expect(zone.code == 3)
        #expect(zone.errors.contains("spec.time_zone: there is no time zone 'Mars/Olympus'"))
        let file = system.folder.file("job.json")
        try TestFile.write(#"{"key": "a", "tasks": [{"kind": "noop"}]}"#, to: file)
        let key = try await set("--cron", "@daily", "--file", file)
        #expect(key.code == 3)
        #expect(key.errors.contains("spec.job: key is for jobs that are submitted once"))
        #expect(try await system.run("schedule", "list").errors == "no schedules\n")
    }
}

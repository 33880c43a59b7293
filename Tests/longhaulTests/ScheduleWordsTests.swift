import Contract
import Testing

@testable import LonghaulClient
@testable import longhaul

/// What is said of a schedule.
struct ScheduleWordsTests {
    private func schedule(_ change: (inout V1.Schedule) -> Void) -> Schedule {
        var message = V1.Schedule(
            name: "nightly",
            spec: V1.ScheduleSpec(
                cron: "30 2 * * *", timeZone: "Europe/Berlin", catchUp: .all, overlap: .cancelEarlier,
                job: V1.JobSpec(tasks: [V1.TaskSpec(kind: "a"), V1.TaskSpec(kind: "b")])),
            tenant: "shop", nextTickUnixMs: 1_774_661_400_000)
        change(&message)
        return Schedule(message)
    }

    @Test func whatDidNotFireIsSaid() throws {
        let schedule = schedule {
            $0.lastTickUnixMs = 1_774_575_000_000
            $0.lastJob = 7
            $0.openJobs = 1
            $0.queuedTickUnixMs = 1_774_575_060_000
            ($0.fired, $0.caughtUp, $0.missed, $0.overlapped, $0.refused) = (1_200, 2, 3, 4, 5)
            ($0.refusal, $0.refusedTickUnixMs) = ("the queue is\nfull", 1_774_488_600_000)
        }
        let ticks = try Ticks(schedule, count: 2)
        let lines = ScheduleShowCommand().words(
            for: schedule, ticks.moments.map { ticks.words($0).joined(separator: " ") })
        #expect(
            lines == [
                "schedule nightly of shop: '30 2 * * *' in Europe/Berlin",
                "submits a, b; catch-up all, overlap cancel-earlier",
                "fired 1,200, of those late 2; dropped: late 3, for an earlier job 4, refused 5",
                "last tick 2026-03-27T01:30:00.000Z, job \(JobID(rawValue: 7)); 1 of its jobs go on",
                "tick 2026-03-27T01:31:00.000Z waits for the end of an earlier job",
                "tick 2026-03-26T01:30:00.000Z was refused: the queue is\u{FFFD}full", "next ticks:",
                "2026-03-28 02:30:00 +01:00 2026-03-28T01:30:00.000Z",
                "2026-03-29 03:00:00 +02:00 2026-03-29T01:00:00.000Z",
            ])
    }

    @Test func withoutANextTickThereIsAWayOn() {
        let paused = schedule { ($0.paused, $0.nextTickUnixMs) = (true, 0) }
        #expect(
            ScheduleShowCommand().words(for: paused, []).last
                == "no next tick: 'longhaul schedule resume nightly' lets it go on")
        let resting = schedule { $0.nextTickUnixMs = 0 }
        #expect(
            ScheduleShowCommand().words(for: resting, []).last == "no next tick: it rests until it is set again")
    }

    @Test(arguments: ScheduleSpec.CatchUp.allCases, ScheduleSpec.Overlap.allCases)
    func policiesComeBackAsTheyWereSent(catchUp: ScheduleSpec.CatchUp, overlap: ScheduleSpec.Overlap) {
        let spec = ScheduleSpec(cron: "@daily", catchUp: catchUp, overlap: overlap, job: JobSpec([TaskSpec(kind: "a")]))
        let back = Schedule(V1.Schedule(spec: spec.message))
        #expect(back.catchUp == catchUp && back.overlap == overlap && back.timeZone == "UTC" && back.kinds == ["a"])
    }

    /// Where this machine lacks the zone, that is said.
    @Test func ticksThatCantBeToldAreExplained() {
        let elsewhere = schedule { $0.spec?.timeZone = "Mars/Olympus" }
        #expect(throws: (any Error).self) { try Ticks(elsewhere, count: 1) }
    }
}

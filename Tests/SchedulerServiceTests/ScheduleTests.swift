import Contract
import MemoryStore
import Platform
import RPC
import Scheduling
import Testing

@testable import SchedulerService

/// Schedules through the service, whose time the tests put forward.
@Suite(.timeLimit(.minutes(5))) struct ScheduleTests {
    private static let minute: Int64 = 60_000

    private func spec(
        _ cron: String = "* * * * *", catchUp: V1.CatchUp = .unspecified, overlap: V1.Overlap = .unspecified
    ) -> V1.ScheduleSpec {
        V1.ScheduleSpec(
            cron: cron, catchUp: catchUp, overlap: overlap,
            job: V1.JobSpec(name: "report", tasks: [V1.TaskSpec(queue: "q", kind: "k")]))
    }

    private func set(
        _ bench: ServiceBench, _ spec: V1.ScheduleSpec, _ name: String = "nightly"
    ) throws -> V1.SetScheduleResponse {
        try bench.call(V1.Scheduler.setSchedule, V1.SetScheduleRequest(name: name, spec: spec)).get()
    }

    private func schedule(_ bench: ServiceBench, _ name: String = "nightly") throws -> V1.Schedule {
        let request = V1.GetScheduleRequest(schedule: V1.ScheduleName(name: name))
        return try bench.call(V1.Scheduler.getSchedule, request).get()
    }

    private func job(_ bench: ServiceBench, _ id: UInt64) throws -> V1.Job {
        try bench.call(V1.Scheduler.get, V1.GetRequest(job: id)).get()
    }

    /// A minute that is half an hour from now in each hour: no tick of it comes while a test runs.
    private var quietMinute: Int64 {
        (WallClock.unixMilliseconds() / Self.minute + 30) % 60
    }

    // MARK: Ticks

    @Test func aTickSubmitsItsJobOnce() throws {
        let bench = try ServiceBench()
        let set = try set(bench, spec())
        #expect(set.created)
        #expect(set.nextTickUnixMs % Self.minute == 0)
        let now = bench.onService { $0.core.now.milliseconds }
        #expect(set.nextTickUnixMs > now && set.nextTickUnixMs <= now + Self.minute)

        bench.pass(until: set.nextTickUnixMs - 1)
        #expect(try schedule(bench).fired == 0)
        bench.pass(until: set.nextTickUnixMs)
        bench.pass(until: set.nextTickUnixMs)
        let fired = try schedule(bench)
        #expect(fired.fired == 1 && fired.caughtUp == 0 && fired.openJobs == 1)
        #expect(fired.lastTickUnixMs == set.nextTickUnixMs)
        #expect(fired.nextTickUnixMs == set.nextTickUnixMs + Self.minute)
        let job = try job(bench, fired.lastJob)
        #expect(job.name == "report" && job.schedule == "nightly" && job.tickUnixMs == set.nextTickUnixMs)
        #expect(job.tasks.map(\.kind) == ["k"])

        bench.pass(until: fired.nextTickUnixMs)
        #expect(try schedule(bench).overlapped == 1)
        bench.stop()
    }

    /// It is durable: another scheduler goes on with it.
    @Test func theNextSchedulerGoesOn() throws {
        let first = try ServiceBench()
        let set = try set(first, spec(overlap: .allow))
        first.pass(until: set.nextTickUnixMs)
        let before = try schedule(first)
        first.stop()

        let second = try ServiceBench(first.journal)
        let after = try schedule(second)
        #expect(after == before)
        second.pass(until: after.nextTickUnixMs)
        #expect(try schedule(second).fired == 2)
        second.stop()
    }

    /// The journal does not take the tick's facts: nothing of it is told, and they are not written twice.
    @Test func aTickIsToldOnceItIsDurable() throws {
        let bench = try ServiceBench()
        let set = try set(bench, spec())
        bench.journal.hold()
        bench.pass(until: set.nextTickUnixMs)
        let answer = bench.call(
            V1.Scheduler.getSchedule, V1.GetScheduleRequest(schedule: V1.ScheduleName(name: "nightly")))
        bench.settle()
        #expect(!answer.isThere)
        bench.journal.release()
        #expect(try answer.get().fired == 1)
        #expect(try schedule(bench).fired == 1)
        bench.stop()
    }

    /// Nobody asks the service to look: its alarm does.
    @Test func theServiceWakesUpForATick() throws {
        var past = try Prehistory()
        past.core.set(
            ScheduleSubmission(
                tenant: "default", name: Array("nightly".utf8), spec: try Codec().bytes(of: spec("0 0 1 1 *")),
                overlap: .skip, next: past.core.now + 50))
        let bench = try ServiceBench(try past.end())
        while try schedule(bench).fired == 0 {}
        #expect(try schedule(bench).openJobs == 1)
        bench.stop()
    }

    // MARK: Catch-up

    struct CatchUpCase: Sendable {
        let catchUp: V1.CatchUp
        let overlap: V1.Overlap
        let hours: Int64
        let fired: UInt64
        let missed: UInt64
        let overlapped: UInt64
    }

    @Test(arguments: [
        CatchUpCase(catchUp: .skip, overlap: .allow, hours: 72, fired: 0, missed: 72, overlapped: 0),
        CatchUpCase(catchUp: .latest, overlap: .allow, hours: 72, fired: 1, missed: 71, overlapped: 0),
        CatchUpCase(catchUp: .unspecified, overlap: .unspecified, hours: 1, fired: 1, missed: 0, overlapped: 0),
        CatchUpCase(catchUp: .all, overlap: .allow, hours: 72, fired: 72, missed: 0, overlapped: 0),
        CatchUpCase(catchUp: .all, overlap: .allow, hours: 1_200, fired: 1_000, missed: 200, overlapped: 0),
        CatchUpCase(catchUp: .all, overlap: .skip, hours: 72, fired: 1, missed: 0, overlapped: 71),
        // More than are looked for at once.
        CatchUpCase(catchUp: .latest, overlap: .allow, hours: 60_000, fired: 1, missed: 59_999, overlapped: 0),
    ])
    func ticksThatNobodyWasThereForFollowThePolicy(aCase: CatchUpCase) throws {
        let spec = spec("\(quietMinute) * * * *", catchUp: aCase.catchUp, overlap: aCase.overlap)
        var past = try Prehistory()
        let (hour, now) = (60 * Self.minute, past.core.now.milliseconds)
        let ofThisHour = now / hour * hour + quietMinute * Self.minute
        let newest = ofThisHour <= now ? ofThisHour : ofThisHour - hour
        past.core.set(
            ScheduleSubmission(
                tenant: "default", name: Array("nightly".utf8), spec: try Codec().bytes(of: spec),
                overlap: aCase.overlap == .allow ? .allow : .skip,
                next: Timestamp(milliseconds: newest - (aCase.hours - 1) * hour)))
        let bench = try ServiceBench(try past.end())
        bench.pass(until: 0)

        let schedule = try schedule(bench)
        #expect(schedule.fired == aCase.fired && schedule.caughtUp == aCase.fired)
        #expect(schedule.missed == aCase.missed && schedule.overlapped == aCase.overlapped)
        #expect(schedule.nextTickUnixMs == newest + hour)
        let fired = aCase.overlap == .skip ? newest - (aCase.hours - 1) * hour : newest
        #expect(schedule.lastTickUnixMs == (aCase.fired == 0 ? 0 : fired))
        bench.stop()
    }

    /// A tick that is late by less than a minute is as good as one in time.
    @Test func aTickThatIsHardlyLateFiresInAnyCase() throws {
        let bench = try ServiceBench()
        let set = try set(bench, spec(catchUp: .skip))
        bench.pass(until: set.nextTickUnixMs + Self.minute - 1)
        #expect(try schedule(bench).fired == 1)
        bench.pass(until: set.nextTickUnixMs + 3 * Self.minute + 500)
        let after = try schedule(bench)
        #expect(after.missed == 2 && after.overlapped == 1)
        bench.stop()
    }

    // MARK: What operators do

    @Test func setAgainItKeepsItsNextTickWhereTheTimesAreTheSame() throws {
        let bench = try ServiceBench()
        let first = try set(bench, spec())
        // Due, and not dealt with yet.
        bench.onService { $0.core.advance(to: Timestamp(milliseconds: first.nextTickUnixMs + 5)) }
        let second = try set(bench, spec(overlap: .allow))
        #expect(!second.created && second.nextTickUnixMs == first.nextTickUnixMs)
        bench.pass(until: 0)
        #expect(try schedule(bench).fired == 1)
        let third = try set(bench, spec("0 0 1 1 *"))
        #expect(third.nextTickUnixMs > first.nextTickUnixMs + Self.minute)
        #expect(try schedule(bench).spec?.cron == "0 0 1 1 *")
        #expect(try schedule(bench).fired == 1)
        bench.stop()
    }

    @Test func whileItIsPausedNoTickComes() throws {
        let bench = try ServiceBench()
        let set = try set(bench, spec())
        func pause(_ isPaused: Bool) throws {
            let request = V1.SetPausedRequest(subject: .schedule(V1.ScheduleName(name: "nightly")), paused: isPaused)
            _ = try bench.call(V1.Scheduler.setPaused, request).get()
        }
        try pause(true)
        #expect(try self.set(bench, spec()).nextTickUnixMs == 0)
        bench.pass(until: set.nextTickUnixMs + 5 * Self.minute + 1)
        #expect(try schedule(bench).paused)
        #expect(try schedule(bench).fired == 0)
        try pause(false)
        #expect(try schedule(bench).nextTickUnixMs == set.nextTickUnixMs + 6 * Self.minute)
        bench.stop()
    }

    @Test func anExtraTickFiresAtOnceAndOnce() throws {
        let bench = try ServiceBench()
        _ = try set(bench, spec("0 0 1 1 *"))
        func trigger(_ id: [UInt8] = []) -> Answer<V1.TriggerScheduleResponse> {
            let name = V1.ScheduleName(name: "nightly")
            return bench.call(
                V1.Scheduler.triggerSchedule, V1.TriggerScheduleRequest(schedule: name, requestId: id))
        }
        let id = [UInt8](repeating: 7, count: 16)
        let first = try trigger(id).get()
        #expect(try trigger(id).get() == first)
        #expect(try job(bench, first.job).schedule == "nightly")
        #expect(trigger().status()?.code == .failedPrecondition)
        #expect(trigger([1]).status()?.code == .invalidArgument)
        #expect(try schedule(bench).fired == 1)

        _ = try set(bench, spec("0 0 1 1 *", overlap: .queueOne))
        let other = [UInt8](repeating: 8, count: 16)
        #expect(try trigger(other).get().job == 0)
        #expect(try trigger(other).get().job == 0)
        let queued = try schedule(bench)
        #expect(queued.queuedTickUnixMs > queued.lastTickUnixMs)
        _ = try bench.call(V1.Scheduler.cancel, V1.CancelRequest(job: first.job)).get()
        bench.pass(until: 0)
        let after = try schedule(bench)
        #expect(after.fired == 2 && after.queuedTickUnixMs == 0 && after.lastTickUnixMs == queued.queuedTickUnixMs)
        bench.stop()
    }

    @Test func deletedItLeavesItsJobs() throws {
        let bench = try ServiceBench()
        let set = try set(bench, spec())
        bench.pass(until: set.nextTickUnixMs)
        let job = try schedule(bench).lastJob
        let name = V1.ScheduleName(name: "nightly")
        let request = V1.DeleteScheduleRequest(schedule: name)
        _ = try bench.call(V1.Scheduler.deleteSchedule, request).get()
        #expect(bench.call(V1.Scheduler.deleteSchedule, request).status()?.code == .notFound)
        let gone = bench.call(V1.Scheduler.getSchedule, V1.GetScheduleRequest(schedule: name)).status()
        #expect(gone == Status(.notFound, "tenant default has no schedule nightly"))
        let left = try self.job(bench, job)
        #expect(left.state == .pending && left.schedule.isEmpty && left.tickUnixMs == set.nextTickUnixMs)
        bench.pass(until: set.nextTickUnixMs + 5 * Self.minute)
        let jobs = try bench.call(V1.Scheduler.list, V1.ListRequest()).get().jobs
        #expect(jobs.count == 1)
        bench.stop()
    }

    @Test func listsHavePages() throws {
        let bench = try ServiceBench()
        for number in 1...5 { _ = try set(bench, spec(), "s\(number)") }
        var other = spec()
        other.job?.tenant = "shop"
        _ = try set(bench, other, "s1")
        func page(_ request: V1.ListSchedulesRequest) throws -> V1.ListSchedulesResponse {
            try bench.call(V1.Scheduler.listSchedules, request).get()
        }
        let first = try page(V1.ListSchedulesRequest(limit: 4))
        #expect(first.schedules.map(\.name) == ["s1", "s2", "s3", "s4"])
        #expect(first.schedules.allSatisfy { $0.spec?.job == nil && $0.spec?.cron == "* * * * *" })
        let second = try page(V1.ListSchedulesRequest(after: first.nextAfter, limit: 4))
        #expect(second.schedules.map(\.name) == ["s5", "s1"] && second.nextAfter == 0)
        #expect(try page(V1.ListSchedulesRequest(tenant: "shop")).schedules.map(\.tenant) == ["shop"])
        bench.stop()
    }

    // MARK: What can't be

    /// The next tick comes all the same.
    @Test func aJobThatIsRefusedIsCountedAndSaid() throws {
        let bench = try ServiceBench()
        let limits = V1.SetLimitsRequest(gate: .queue("q"), limits: V1.Limits(depth: 1))
        _ = try bench.call(V1.Scheduler.setLimits, limits).get()
        let other = try bench.submit(V1.TaskSpec(queue: "q", kind: "k")).get().jobs[0]
        let set = try set(bench, spec(overlap: .allow))
        bench.pass(until: set.nextTickUnixMs)
        let refused = try schedule(bench)
        #expect(refused.refused == 1 && refused.fired == 0 && refused.refusedTickUnixMs == set.nextTickUnixMs)
        #expect(refused.refusal.hasPrefix("queue q has 1 tasks that have not ended, of 1 that it may have"))
        _ = try bench.call(V1.Scheduler.cancel, V1.CancelRequest(job: other)).get()
        bench.pass(until: refused.nextTickUnixMs)
        #expect(try schedule(bench).fired == 1)
        bench.stop()
    }

    /// The zone was there when the schedule was set, and is not there any more.
    @Test func aScheduleThatCantBeReadRestsAndSaysWhy() throws {
        var spec = spec()
        spec.timeZone = "Mars/Olympus"
        var past = try Prehistory()
        past.core.set(
            ScheduleSubmission(
                tenant: "default", name: Array("nightly".utf8), spec: try Codec().bytes(of: spec), overlap: .skip,
                next: past.core.now + 1))
        let bench = try ServiceBench(try past.end())
        bench.pass(until: bench.onService { $0.core.now.milliseconds } + 1_000)
        let resting = try schedule(bench)
        #expect(resting.refused == 1 && resting.nextTickUnixMs == 0)
        #expect(resting.refusal.hasPrefix("spec.time_zone: there is no time zone 'Mars/Olympus' in "))
        #expect(try set(bench, self.spec()).nextTickUnixMs > 0)
        #expect(try schedule(bench).refusal.isEmpty)
        bench.stop()
    }

    @Test func whatCantBeSetIsExplained() throws {
        let bench = try ServiceBench()
        func expect(_ text: String, name: String = "nightly", _ change: (inout V1.ScheduleSpec) -> Void) {
            var spec = spec()
            change(&spec)
            let status = bench.call(
                V1.Scheduler.setSchedule, V1.SetScheduleRequest(name: name, spec: spec)
            ).status()
            let message = status?.message ?? ""
            #expect(status?.code == .invalidArgument && message.hasPrefix(text), "\(message)")
        }
        expect("spec.cron: minute: '61' is none; expected 0 to 59") { $0.cron = "61 * * * *" }
        expect("spec.cron: '0 0 30 2 *' never comes") { $0.cron = "0 0 30 2 *" }
        expect("spec.time_zone: '../passwd' is no name") { $0.timeZone = "../passwd" }
        expect("spec.catch_up is 9, which means nothing") { $0.catchUp = V1.CatchUp(rawValue: 9) }
        expect("spec.overlap is 9, which means nothing") { $0.overlap = V1.Overlap(rawValue: 9) }
        expect("spec.job is missing: what is a tick to submit?") { $0.job = nil }
        expect("spec.job: key is for jobs that are submitted once") { $0.job?.key = "x" }
        expect("spec.job.tasks[0]: kind is missing") { $0.job?.tasks[0].kind = "" }
        expect("spec.job: it has no tasks; a job has at least one") { $0.job?.tasks = [] }
        expect("name has 0 bytes; 1 to 64 are expected", name: "") { _ in }
        let large = [UInt8](repeating: 1, count: 65_536)
        expect("spec has 196") { $0.job?.tasks = (0..<3).map { V1.TaskSpec(name: "\($0)", kind: "k", payload: large) } }
        #expect(try bench.call(V1.Scheduler.listSchedules, V1.ListSchedulesRequest()).get().schedules.isEmpty)
        bench.stop()
    }
}

extension ServiceBench {
    /// The core's time is put forward to this moment, in milliseconds since 1970, if it is not there yet, and what is due
    /// is done, as at the service's alarm.
    fileprivate func pass(until moment: Int64) {
        onService { service in
            service.openTurn()
            service.core.advance(to: Timestamp(milliseconds: moment))
            repeat {
                service.core.tick()
                service.fireDueTicks()
            } while service.core.nextDeadline.map { $0 <= service.core.now } ?? false
        }
    }
}

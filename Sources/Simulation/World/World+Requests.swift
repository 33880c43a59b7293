import SchedulerService
import Scheduling

/// What clients and operators come up with.
extension World {
    func makeJob(name: String) -> (job: JobSubmission, tasks: [TaskSubmission]) {
        let job = JobSubmission(
            tenant: "t\(chance.below(3))", name: Array(name.utf8), priority: UInt8(chance.below(10)),
            retention: chance.pick([0, 500, 3_000, 1_000_000]))
        let count = chance.pick([1, 1, 1, 2, 3, 4, 6])
        return (job, (0..<count).map { makeTask($0) })
    }

    private func makeTask(_ ordinal: Int) -> TaskSubmission {
        var dependencies: [UInt32] = []
        for earlier in 0..<ordinal where chance.below(3) == 0 { dependencies.append(UInt32(earlier)) }
        let isLater = !dependencies.isEmpty && chance.below(4) == 0
        let isListed = !isLater && chance.below(8) == 0
        let policy = Policy(
            maxAttempts: UInt16(chance.within(1...4)), initialBackoff: UInt32(chance.within(10...400)),
            maxBackoff: 2_000, itemsPerLease: chance.pick([0, 0, 1, 7, 100]), parallelism: UInt32(chance.below(3)),
            tolerance: chance.pick([.items(0), .items(0), .items(5), .perMille(500)]))
        return TaskSubmission(
            queue: "q\(chance.below(2))", kind: chance.pick(["a", "b"]),
            payload: Array(repeating: 7, count: chance.below(40)),
            items: isLater ? .countedLater : isListed ? .listed(patience: 3_000) : .counted(UInt32(itemCount())),
            dependencies: dependencies, policy: policy,
            key: chance.pick(["", "", "k0", "k1", "k2"]))
    }

    /// Most tasks are small.
    private func itemCount() -> Int {
        let most = options.window > 3 ? options.mostItems : min(options.mostItems, 40)
        switch chance.below(20) {
        case 0..<9: return 1
        case 9..<16: return chance.within(1...min(most, 20))
        case 16..<19: return chance.within(1...min(most, 100))
        default: return chance.within(1...most)
        }
    }

    /// nil: nothing of what the seed allows.
    func operatorRequest() -> Request? {
        if has(.schedules), chance.below(3) == 0 { return scheduleRequest() }
        return switch chance.below(8) {
        case 0, 1: has(.limits) ? limitRequest() : nil
        case 2...4: has(.pauses) ? pauseRequest() : nil
        case 5: has(.weights) ? .weight("t\(chance.below(3))", chance.pick([1, 2, 5, 1_000])) : nil
        default:
            has(.slowDown) ? .slowDown("k\(chance.below(3))", milliseconds: UInt64(chance.below(2_000))) : nil
        }
    }

    private func scheduleRequest() -> Request {
        let name = "s\(chance.below(3))"
        switch chance.below(10) {
        case 0: return .deleteSchedule(name)
        case 1: return .pauseSchedule(name, true)
        case 2, 3: return .pauseSchedule(name, false)
        case 4, 5: return .triggerSchedule(name)
        default:
            return .schedule(
                name,
                Timetable(
                    period: UInt64(chance.within(300...4_000)), catchUp: chance.pick([.skip, .latest, .all]),
                    overlap: chance.pick([.allow, .skip, .queueOne, .cancelEarlier])))
        }
    }

    private func gateName() -> (name: String, isQueue: Bool) {
        chance.below(2) == 0 ? ("q\(chance.below(2))", true) : ("k\(chance.below(3))", false)
    }

    private func limitRequest() -> Request {
        let (name, isQueue) = gateName()
        let limits = GateLimits(
            concurrency: UInt32(chance.below(4)), items: UInt32(chance.pick([0, chance.within(1...60)])),
            period: UInt32(chance.within(1...1_000)), burst: UInt32(chance.within(1...30)))
        return .limit(name, isQueue: isQueue, limits)
    }

    /// Most pauses end soon.
    private func pauseRequest() -> Request {
        let isPaused = chance.below(3) == 0
        switch chance.below(3) {
        case 0:
            let (name, isQueue) = gateName()
            return .pause(name, isQueue: isQueue, isPaused)
        case 1: return .pauseTenant("t\(chance.below(3))", isPaused)
        default: return .pauseJob(chance.pickAny(knownJobs) ?? JobID(partition: 0, counter: 1), isPaused)
        }
    }
}

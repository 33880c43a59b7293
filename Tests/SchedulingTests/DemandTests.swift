import Scheduling
import Testing

/// What queues ask of workers, where there is too much to look at all of it.
@Suite struct DemandTests {
    private func core(jobs: Int, items: UInt32) -> Scheduler {
        var core = Scheduler(
            recovered: State(partition: 0), epoch: 1, settings: Settings(), now: Timestamp(milliseconds: 1_000))
        for _ in 0..<jobs {
            core.addTask(to: core.submit(JobSubmission()), TaskSubmission(kind: "k", items: .counted(items)))
        }
        return core
    }

    private func demand(jobs: Int, items: UInt32) -> QueueDemand {
        let core = core(jobs: jobs, items: items)
        return core.queues()[0].demand
    }

    @Test func manyTasksAreReckonedFromTheFirst() {
        let few = demand(jobs: 900, items: 7)
        #expect(!few.isEstimate && few.waiting == 6_300)
        let many = demand(jobs: 5_000, items: 7)
        #expect(many.isEstimate && many.waiting == 35_000)
    }

    /// Every queue is looked at, however much the first ones have.
    @Test func theLastOfManyQueuesHasItsSay() {
        var core = core(jobs: 0, items: 1)
        for queue in 0..<30 {
            for _ in 0..<1_100 {
                core.addTask(to: core.submit(JobSubmission()), TaskSubmission(queue: "q\(queue)", kind: "k"))
            }
        }
        let queues = core.queues()
        #expect(queues.allSatisfy { $0.demand.waiting == 1_100 && $0.demand.wantedWorkers == 1 })
    }

    /// What was measured is gone some minutes after the last of it.
    @Test func ratesDecay() {
        var core = core(jobs: 1, items: 1)
        core.advance(to: Timestamp(milliseconds: 1_500))
        core.addTask(to: core.submit(JobSubmission()), TaskSubmission(kind: "k", items: .counted(6_000)))
        var rates: [UInt64] = []
        for time: Int64 in [3_000, 60_000, 300_000, 2_000_000] {
            core.advance(to: Timestamp(milliseconds: time))
            rates.append(core.queues()[0].demand.arrivals)
        }
        #expect(rates[0] > 60_000 && rates[0] < 110_000)
        #expect(rates[1] < rates[0] / 2 && rates[2] < rates[0] / 100 && rates[3] == 0)
    }
}

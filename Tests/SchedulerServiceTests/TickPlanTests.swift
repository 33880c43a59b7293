import Scheduling
import Testing

@testable import SchedulerService

/// Which of the ticks that have come fire. A tick every 100 ms; late are those of more than 150 ms.
@Suite struct TickPlanTests {
    private func plan(from first: Int64, at now: Int64, _ catchUp: CatchUp, end: Int64 = .max) -> TickPlan {
        TickPlan(
            from: Timestamp(milliseconds: first), at: Timestamp(milliseconds: now), catchUp, isLateAfter: 150,
            mostCaughtUp: 3, most: 10
        ) { tick in tick.milliseconds + 100 > end ? .zero : tick + 100 }
    }

    private func firing(_ plan: TickPlan) -> [Int64] { plan.firing.map(\.milliseconds) }

    @Test(arguments: [CatchUp.skip, .latest, .all]) func oneThatIsInTimeFires(catchUp: CatchUp) {
        let plan = plan(from: 100, at: 150, catchUp)
        #expect(firing(plan) == [100] && plan.skipped == 0)
        #expect(plan.next(after: plan.firing.startIndex).milliseconds == 200)
    }

    @Test func lateOnesFollowThePolicy() {
        let skip = plan(from: 100, at: 420, .skip)
        #expect(skip.skipped == 2 && firing(skip) == [300, 400] && skip.nextAfterSkipped.milliseconds == 300)
        let latest = plan(from: 100, at: 420, .latest)
        #expect(latest.skipped == 3 && firing(latest) == [400] && latest.nextAfterSkipped.milliseconds == 400)
        let all = plan(from: 100, at: 420, .all)
        #expect(all.skipped == 1 && firing(all) == [200, 300, 400])
        #expect(all.firing.indices.map { all.next(after: $0).milliseconds } == [300, 400, 500])
    }

    /// The newest are behind what is looked at: nothing of it fires, whatever the policy.
    @Test(arguments: [CatchUp.skip, .latest, .all]) func ofVeryManyTheFirstAreSkipped(catchUp: CatchUp) {
        let plan = plan(from: 100, at: 5_000, catchUp)
        #expect(plan.skipped == 10 && firing(plan) == [] && plan.nextAfterSkipped.milliseconds == 1_100)
    }

    @Test func theLastOfAllHasNoneBehindIt() {
        let plan = plan(from: 100, at: 900, .latest, end: 300)
        #expect(plan.skipped == 2 && firing(plan) == [300] && plan.next == .zero)
        let late = self.plan(from: 100, at: 900, .skip, end: 300)
        #expect(late.skipped == 3 && firing(late) == [] && late.nextAfterSkipped == .zero)
    }
}

import Contract
import LonghaulClient
import Testing

@testable import longhaul

/// What people read of why a task waits.
@Suite struct ExplanationWordsTests {
    private let now: Int64 = 1_000_000

    @Test(
        arguments: [
            (.paused(.key("smtp")), "limit key smtp is paused; 'longhaul resume key smtp' lets it go on"),
            (.workersBusy(workers: 1), "the one worker that could take it has as much as it can take"),
            (.leaseLimit(.queue("q"), limit: 4, leases: 4), "queue q has 4 leases out, of 4 that it may have"),
            (.backoff(items: 1, until: 1_012_000), "1 item failed and wait for the next try"),
            (.behindPriority(tasks: 1_001, highest: 9), "more than 1,000 tasks go first of higher priorities, up to 9"),
            (.behindTasks(1), "a task goes first of its own job"),
            (.rate(.queue("q"), items: 20, period: .seconds(1), available: 0, until: 1_000_500), "(in 500ms)"),
            (.noWorker(leaving: 2), "'longhaul worker' starts one (2 take nothing new, and leave)"),
        ] as [(WaitReason.Cause, String)])
    func aReasonIsASentence(cause: WaitReason.Cause, part: String) {
        let words = cause.words(now: now)
        #expect(words.contains(part))
    }

    @Test func whatIsOverIsOverAtOnce() {
        #expect(WaitReason.Cause.delay(until: now).words(now: now).hasSuffix("is over at once"))
        #expect(WaitReason.Cause.delay(until: now + 90_000).words(now: now).hasSuffix("Z (in 1m30s)"))
    }
}

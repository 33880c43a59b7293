import LonghaulClient
import Testing

@testable import longhaul

struct MissingWorkersTests {
    private let waiting = Sample.job(.pending, [Sample.task(.ready, queue: "video")])

    @Test func whatNobodyTakesIsToldOnce() {
        var missing = MissingWorkers()
        #expect(missing.isWorthAsking(about: waiting))
        let notes = missing.notes(about: waiting, workers: [])
        #expect(notes.count == 1)
        #expect(
            notes.first?.hasPrefix("no worker takes 'sleep' from queue 'video': job \(Sample.id) waits for one") == true
        )
        #expect(!missing.isWorthAsking(about: waiting))
        #expect(missing.notes(about: waiting, workers: []) == [])
    }

    @Test(arguments: [
        (Sample.worker(kinds: ["sleep"]), true), (Sample.worker(kinds: ["a", "sleep"], queues: ["b", "video"]), true),
        (Sample.worker(kinds: ["noop"]), false), (Sample.worker(kinds: ["sleep"], queues: ["default"]), false),
        (Sample.worker(kinds: ["sleep"], isConnected: false), false),
        (Sample.worker(kinds: ["sleep"], isDraining: true), false),
    ])
    func aWorkerTakesWhatItKnowsFromItsQueues(worker: WorkerStatus, takes: Bool) {
        var missing = MissingWorkers()
        #expect(missing.notes(about: waiting, workers: [worker]).isEmpty == takes)
    }

    @Test(arguments: [
        (Sample.task(.waiting), false), (Sample.task(.ready, total: nil), false), (Sample.task(.running), true),
        (Sample.task(.running, leases: 1), false), (Sample.task(.running, done: 90, dead: 1, retrying: 9), false),
        (Sample.task(.succeeded, done: 100), false), (Sample.task(.cancelled, done: 8, cancelled: 92), false),
    ])
    func onlyItemsThatCanBeWorkedOnWait(task: TaskStatus, waits: Bool) {
        #expect(MissingWorkers().isWorthAsking(about: Sample.job(.running, [task])) == waits)
    }

    @Test func eachPlaceHasItsNote() {
        var missing = MissingWorkers()
        let tasks = [
            Sample.task(.ready, kind: "a", queue: "q"), Sample.task(.ready, ordinal: 1, kind: "a", queue: "q"),
            Sample.task(.ready, ordinal: 2, kind: "b", queue: "q"),
        ]
        #expect(missing.notes(about: Sample.job(.running, tasks), workers: []).count == 2)
    }
}

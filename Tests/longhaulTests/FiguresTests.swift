import Console
import Testing

@testable import LonghaulClient
@testable import longhaul

struct FiguresTests {
    @Test func aCancelledTasksBarStopsWhereTheWorkDid() {
        let task = Sample.task(.cancelled, done: 7, dead: 1, cancelled: 92)
        let bar = ProgressBar(task, of: Sample.job(.cancelled, [task]))
        #expect(bar.percent == 8)
        #expect(bar.done == 8)
        #expect(bar.state == .cancelled)
    }

    @Test(arguments: [(2_025, 40), (0, 0), (4_999, 99)] as [(UInt64, Int)])
    func theBarOfADeadTaskStopsWhereItsWorkDid(done: UInt64, percent: Int) {
        let task = Sample.task(.dead, total: 5_000, done: done, dead: 5_000 - done)
        let bar = ProgressBar(task, of: Sample.job(.stalled, [task]))
        #expect(bar.percent == percent)
        #expect(bar.done == done)
        #expect(bar.failed == 5_000 - done)
    }

    @Test(
        arguments: [
            (.failed, 0, false, nil), (.stalled, 0, false, nil), (.failed, 0, true, 0), (.failed, 2, false, 2),
            (.running, 0, false, 0),
        ] as [(Job.State, UInt64, Bool, UInt64?)])
    func whatNobodyCountedIsNotZero(state: Job.State, dead: UInt64, isCounted: Bool, shown: UInt64?) {
        let summary = JobSummary(
            id: Sample.id, name: "sample", tenant: "default", state: state, submitted: 1000, tasks: 2, total: 5,
            done: 1,
            dead: dead, isCounted: isCounted)
        #expect(summary.failedItems == shown)
        #expect(JSON(summary)["dead"] == JSON(shown))
    }

    @Test func aTaskThatDiedUncountedHasNoNumberOfFailures() {
        let task = Sample.task(.dead, total: nil)
        #expect(task.failedItems == nil)
        #expect(JSON(task, isMeasured: false)["dead"] == JSON.null)
        #expect(Sample.task(.dead, dead: 93).failedItems == 93)
        #expect(Sample.task(.waiting, total: nil).failedItems == 0)
    }

    @Test(arguments: [(nil, nil), (0, nil), (0.4, 0.4), (1e6, 1e6)] as [(Double?, Double?)])
    func aRateOfZeroIsNone(rate: Double?, shown: Double?) {
        var task = Sample.task(.running, done: 8)
        task.rate = rate
        #expect(ProgressBar(task, of: Sample.job(.running, [task])).rate == shown)
    }

    @Test func aBarSaysHowManyItemsWaitForTheirNextTry() {
        let task = Sample.task(.running, done: 8, retrying: 3)
        #expect(ProgressBar(task, of: Sample.job(.running, [task])).retrying == 3)
    }

    @Test func onlyAStatusServiceMeasures() throws {
        var task = Sample.task(.running)
        task.rate = 12.5
        let job = Sample.job(.running, [task])
        let measured = try #require(JSON(job, isMeasured: true)["tasks"]?[0])
        #expect(measured["items_per_second"] == 12.5)
        #expect(measured["seconds_left"] == JSON.null)
        let stored = try #require(JSON(job, isMeasured: false)["tasks"]?[0])
        #expect(stored["items_per_second"] == nil)
        #expect(stored["seconds_left"] == nil)
        #expect(stored["state"] == "running")
    }

    @Test func aNoteIsALineAndAField() throws {
        let note = TaskNote(code: "smtp-unreachable", text: "mail:25 cannot be reached.\nCheck it.")
        let task = Sample.task(.running, note: note)
        let job = Sample.job(.running, [task, Sample.task(.running, ordinal: 1)])
        #expect(ProgressBar(task, of: job).note == "smtp-unreachable: mail:25 cannot be reached. …")
        let tasks = try #require(JSON(job, isMeasured: false)["tasks"])
        #expect(tasks[0]?["note"] == ["code": "smtp-unreachable", "text": .string(note.text)])
        #expect(tasks[1]?["note"] == JSON.null)
        #expect(TaskNote(code: "", text: "no code").line == "no code")
        #expect(TaskNote(code: "c\u{1B}", text: "").line == "c\u{FFFD}")
    }

    @Test(arguments: [
        ("two\nlines\u{e9}", "text", "two\nlines\u{e9}"), ("", "text", ""), ("\u{8}\u{1}", "hex", "0801"),
        ("a\0", "hex", "6100"),
    ])
    func anOutputIsTextWhereItCanBe(data: String, key: String, value: String) throws {
        let output = JSON(TaskOutput(item: 3, data: Array(data.utf8)))
        #expect(output == ["item": 3, key: .string(value)])
    }

    @Test func bytesThatAreNoTextAreHexadecimal() {
        #expect(JSON(TaskOutput(item: 0, data: [0xFF, 0x0A])) == ["item": 0, "hex": "ff0a"])
    }
}

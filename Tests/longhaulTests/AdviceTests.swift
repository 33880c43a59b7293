import LonghaulClient
import Testing

@testable import longhaul

struct AdviceTests {
    private let id = Sample.id

    @Test(arguments: [(Job.State.pending, 0), (.running, 3), (.succeeded, 0)] as [(Job.State, UInt64)])
    func whatIsRightNeedsNone(state: Job.State, dead: UInt64) {
        let job = Sample.job(state, [Sample.task(.running, dead: dead)])
        #expect(!job.needsAdvice)
        #expect(job.advice(because: .unknown) == nil)
    }

    @Test func aStalledJobSaysWhyAndWhatToDo() throws {
        let job = Sample.job(.stalled, [Sample.task(.dead, dead: 1)])
        let letter = Sample.letter(code: "list", text: "5 problems\n  line 3: a\nline 4: b\nline 5: c\nline 6: d")
        let advice = try #require(job.advice(because: .letter(letter)))
        #expect(job.needsAdvice)
        #expect(advice.contains("a dead task: task 'task-0': list: 5 problems line 3: a line 4: b line 5: c …; "))
        #expect(
            advice.contains("'longhaul dead requeue \(letter.id)' lets it go on, 'longhaul cancel \(id)' ends it"))
    }

    /// Of a task that died whole, its letter alone: the items that failed for good stay where they are.
    @Test func whatToRequeueIsNoMoreThanWhatIsMeant() throws {
        let dead = Sample.task(.dead, dead: 16)
        let whole = Sample.letter(text: "the list has changed")
        let one = try #require(Sample.job(.failed, [dead]).advice(because: .letter(whole)))
        #expect(one.contains("'longhaul dead requeue \(whole.id)' tries it in a new job"))
        let two = Sample.job(.stalled, [dead, Sample.task(.dead, ordinal: 1)])
        let both = try #require(two.advice(because: .letter(whole)))
        #expect(both.contains("'longhaul dead requeue --job \(id)'"))
        let item = Sample.letter(item: 3, code: "550", text: "no such user")
        let items = try #require(Sample.job(.stalled, [dead]).advice(because: .letter(item)))
        #expect(items.contains("'longhaul dead requeue --job \(id)'"))
        #expect(items.contains(": task 'task-0', item 3, one of 16 that failed: 550: no such user; "))
    }

    /// The reason may say "requeue this letter".
    @Test func aLetterThatIsShownSaysWhatToDoWithIt() {
        let letter = Sample.letter(text: "requeue this letter")
        #expect(
            DeadShowCommand().words(for: letter).hasSuffix(
                "\nbad: requeue this letter\n'longhaul dead requeue \(letter.id)' works on it again, "
                    + "'longhaul dead discard \(letter.id)' forgets it"))
    }

    @Test func aReasonThatIsASentenceGoesOn() throws {
        let letter = Sample.letter(code: "list-unreadable", text: "Cannot open list.csv. Check the path.")
        let advice = try #require(Sample.job(.failed, []).advice(because: .letter(letter)))
        #expect(advice.contains(": list-unreadable: Cannot open list.csv. Check the path; 'longhaul dead list"))
    }

    @Test func aTaskThatNobodyCountedIsNotToBeRequeued() throws {
        let letter = Sample.letter(cause: .countNotSet, code: "", text: "")
        let look = "'longhaul dead list --job \(id)' shows all that failed"
        #expect(
            Sample.job(.failed, []).advice(because: .letter(letter))
                == "job \(id) failed: task 'task-0': nobody said how many items it has; \(look)")
        let stalled = try #require(Sample.job(.stalled, []).advice(because: .letter(letter)))
        #expect(stalled.hasSuffix("nobody said how many items it has; \(look), 'longhaul cancel \(id)' ends it"))
    }

    @Test(
        arguments: [
            (.workerLost, "", "", "one worker after another was lost while it held it"),
            (.countNotSet, "", "", "nobody said how many items it has"),
            (.permanent, "550", "", "550"), (.permanent, "", "no such user", "no such user"),
            (.attemptsExhausted, "550", "no such user", "550: no such user"),
        ] as [(DeadLetter.Cause, String, String, String)])
    func whatNobodyReportedIsToldByItsCause(cause: DeadLetter.Cause, code: String, text: String, words: String) {
        #expect(Sample.letter(cause: cause, code: code, text: text).failure == words)
    }

    @Test(arguments: [DeadLetter.Cause.permanent, .attemptsExhausted, .parked, .workerLost, .countNotSet])
    func noLetterIsWithoutAReason(cause: DeadLetter.Cause) {
        #expect(!Sample.letter(cause: cause, code: "", text: "").reason.isEmpty)
    }

    @Test func withoutItsDeadLettersOnlyACancelEndsAStalledJob() throws {
        let advice = try #require(Sample.job(.stalled, []).advice(because: .discarded))
        #expect(!advice.contains("requeue"))
        #expect(advice.hasSuffix("'longhaul cancel \(id)' ends it"))
        #expect(Sample.job(.failed, []).advice(because: .discarded)?.contains("requeue") == false)
    }

    @Test func aFailureThatIsNotKnownIsLeftOut() throws {
        let advice = try #require(Sample.job(.failed, []).advice(because: .unknown))
        #expect(advice.hasPrefix("job \(id) failed; 'longhaul dead list --job \(id)' shows all"))
    }

    @Test func toleratedItemsAreTold() throws {
        let job = Sample.job(.succeeded, [Sample.task(.succeeded, done: 8_000, dead: 2_000)])
        let letter = Sample.letter(item: 1_234, code: "550", text: "no such user")
        let advice = try #require(job.advice(because: .letter(letter)))
        #expect(job.needsAdvice)
        #expect(
            advice.hasPrefix(
                "job \(id) succeeded, but for 2,000 items, no more than were tolerated: "
                    + "task 'task-0', item 1,234: 550: no such user; "))
    }

    @Test func theLetterOfAWholeDeadTaskSaysMost() {
        let tasks = [Sample.task(.succeeded, ordinal: 0), Sample.task(.dead, ordinal: 1)]
        let tolerated = Sample.letter(task: 0, item: 3, text: "tolerated")
        let item = Sample.letter(task: 1, item: 5, text: "an item")
        let whole = Sample.letter(task: 1, text: "the task")
        let job = Sample.job(.failed, tasks)
        #expect(job.cause(among: [tolerated, item, whole]) == whole)
        #expect(job.cause(among: [tolerated, item]) == item)
        #expect(job.cause(among: [tolerated]) == nil)
        #expect(Sample.job(.succeeded, [tasks[0]]).cause(among: [tolerated]) == tolerated)
    }
}

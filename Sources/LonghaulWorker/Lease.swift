import Contract
public import LonghaulClient
import RPC

/// The right to work on some items of a task, and what the handler says of them.
///
/// Take items with `next`, settle each; several tasks of a handler may do both at once. When the handler returns, the
/// items it has taken and not settled otherwise are done; when it throws, they are tried again later. Items never
/// taken go back to the scheduler at no cost; but when a handler takes none at all, items are taken on its behalf and
/// tried again later, since the lease would come back at once for ever.
///
/// A lease lasts as long as its handler, also when every item is settled: the last of them is reported when the handler
/// returns. So return soon after it.
///
/// The far end of a long lease may go to a worker that has nothing to do: `next` hands out fewer items then than `ranges`
/// says.
///
/// A handler whose task is cancelled, since its worker leaves or its job is cancelled, has a second to settle by name what only it knows of, such as an item that may have
/// worked (`park`), and to return. How it ends says nothing then: what is not settled goes back at no cost.
public final class Lease: Sendable {
    /// The task's job.
    public let job: JobID
    /// The task's place in its job.
    public let task: Int
    /// The task's name.
    public let taskName: String
    /// Where the lease came from.
    public let queue: String
    /// Which handler it is for.
    public let kind: String
    /// As it was submitted.
    public let payload: [UInt8]
    /// Its items as they were granted, ascending.
    public let ranges: [Range<UInt64>]
    /// Which try of these items this is; the first is 1.
    public let attempt: Int
    /// Items of the whole task; of a list that is still open, those that are there.
    public let itemCount: UInt64
    /// What an earlier holder left for the first item; empty: nothing.
    public let checkpoint: [UInt8]
    /// What the task was submitted with, and what the tasks that it depends on left; 256 KiB at most.
    public let inputs: [TaskInput]
    /// How the tasks that this one depends on ended.
    public let dependencies: [DependencyResult]

    let id: UInt64
    /// Of listed items, in the order of `ranges`; empty: they have none.
    private let payloads: [[UInt8]]
    private let unsetCounts: [String: UInt32]
    private let runtime: Runtime

    /// Throws when it is none that a worker can work on.
    init(_ grant: V1.Grant, runtime: Runtime) throws(Status) {
        ranges = try grant.checkedRanges()
        id = grant.lease
        job = JobID(rawValue: grant.job)
        task = Int(grant.task)
        taskName = grant.taskName
        queue = grant.queue
        kind = grant.kind
        payload = grant.payload
        payloads = grant.items
        attempt = Int(grant.attempt)
        itemCount = grant.itemCount
        checkpoint = grant.checkpoint
        inputs = grant.context?.inputs.map { TaskInput($0) } ?? []
        dependencies = grant.context?.dependencies.map { DependencyResult($0) } ?? []
        unsetCounts = Dictionary(
            (grant.context?.unsetCounts ?? []).map { ($0.name, $0.task) }, uniquingKeysWith: { first, _ in first })
        self.runtime = runtime
    }

    var hasOneItem: Bool { ranges.count == 1 && ranges[0].count == 1 }

    /// The next items to work on, at most `count`; nil when there are no more, or the worker is leaving.
    ///
    /// Waits while this worker has as many items under way as may be lost with it. Throws `LeaseRevoked` when the
    /// items are not this worker's any more, and `CancellationError` when the calling task is cancelled while it waits.
    public func next(upTo count: Int = 1) async throws -> Range<UInt64>? {
        precondition(count > 0, "at least one item is asked for")
        return try await runtime.next(of: id, upTo: count)
    }

    /// What was submitted or appended with one of the lease's items; empty for items of a task that is only counted.
    public func payload(of item: UInt64) -> [UInt8] {
        if payloads.isEmpty { return [] }
        var place = 0
        for range in ranges {
            if range.contains(item) { return payloads[place + Int(item - range.lowerBound)] }
            place += range.count
        }
        preconditionFailure("item \(item) is not of this lease")
    }

    /// The item is done; `output`, at most 4 KiB, is there for the tasks that depend on this one and for readers.
    public func done(_ item: UInt64, output: [UInt8] = []) {
        precondition(output.count <= Limits.output, "an output has at most \(Limits.output) bytes")
        runtime.settle(item, of: id, output.isEmpty ? nil : .output(V1.Output(item: item, data: output)))
    }

    /// The item is done, and by that adds tasks to the job: all of them, or none, and once, however often the item is
    /// tried. They start when this task has succeeded, and get what it left. See `AddedTask`.
    ///
    /// An item that asks for what can't be added, since a name is taken in the job or a limit is reached, becomes a dead
    /// letter that says so. At most 1,000 tasks and 256 KiB of them.
    public func done(_ item: UInt64, output: [UInt8] = [], adding tasks: [AddedTask]) {
        precondition(output.count <= Limits.output, "an output has at most \(Limits.output) bytes")
        let growth = Extras.Detail.growth(
            V1.Output(item: item, data: output), tasks.map { V1.AddedTask($0, by: item) })
        guard tasks.count <= Limits.tasksPerItem, growth.roughSize <= Holding.detailBytes else {
            let text =
                "it adds \(tasks.count) tasks; at most \(Limits.tasksPerItem), and \(Holding.detailBytes) bytes of them"
            return fail(item, Failure(code: "added-tasks", text: text))
        }
        runtime.settle(item, of: id, growth)
    }

    /// The item failed; it is tried again later, until its attempts are used up.
    public func retry(_ item: UInt64, _ failure: Failure) { settle(item, .retry, failure) }

    /// The item failed, and trying again can't help: it becomes a dead letter.
    public func fail(_ item: UInt64, _ failure: Failure) { settle(item, .dead, failure) }

    /// It is not known whether the item worked: it becomes a dead letter for a person to look at.
    public func park(_ item: UInt64, _ failure: Failure) { settle(item, .parked, failure) }

    /// Keeps bytes for whoever works on from the item that is now the first unsettled one, should this worker be lost;
    /// at most 64 KiB. They count until that item is settled.
    public func keep(checkpoint: [UInt8]) {
        precondition(checkpoint.count <= Limits.checkpoint, "a checkpoint has at most \(Limits.checkpoint) bytes")
        runtime.keep(checkpoint, for: id)
    }

    /// Says why the lease does not move, for whoever watches the job: a server that can't be reached, a limit that is
    /// used up. nil: it moves again. Only the newest counts; settling an item takes it back, and so does the end of the
    /// lease. Of its text at most 256 bytes are shown.
    ///
    /// Cheap, and may be said as often as one likes: it goes with the next report, within a quarter of a second, and not
    /// at all when it was said before. Nothing depends on it: it is kept in memory alone, and decides nothing.
    public func note(_ reason: Failure?) {
        runtime.note(reason.map { V1.Failure(note: $0) }, of: id)
    }

    /// Sets the item count of a task that waits for this one. It counts when this task succeeds.
    public func setItemCount(ofTask name: String, to count: UInt64) throws {
        guard let ordinal = unsetCounts[name] else {
            throw TaskFailure(
                code: "no-such-task", text: "no task named \(name) waits for \(taskName) to set its item count")
        }
        runtime.setItemCount(count, ofTask: ordinal, from: id)
    }

    private func settle(_ item: UInt64, _ disposition: V1.Disposition, _ failure: Failure) {
        let outcome = V1.Outcome(item: item, disposition: disposition, failure: V1.Failure(failure))
        runtime.settle(item, of: id, .outcome(outcome))
    }
}

extension V1.Grant {
    /// What a lease and its ledger rely on: there are items, in order, no more than a task can have.
    fileprivate func checkedRanges() throws(Status) -> [Range<UInt64>] {
        var checked: [Range<UInt64>] = []
        var end: UInt64 = 0
        for place in stride(from: 0, to: ranges.count - 1, by: 2) {
            guard end <= ranges[place], ranges[place] < ranges[place + 1] else { break }
            end = ranges[place + 1]
            checked.append(ranges[place]..<end)
        }
        guard !checked.isEmpty, 2 * checked.count == ranges.count, end <= Limits.itemsPerTask.upperBound else {
            throw Status(.invalidArgument, "the ranges of lease \(lease) are none: \(ranges.prefix(16))")
        }
        guard items.isEmpty || items.count == checked.reduce(0, { $0 + $1.count }) else {
            throw Status(.invalidArgument, "lease \(lease) has \(items.count) payloads, and not one for each item")
        }
        return checked
    }
}

/// What came to a task from before it.
public struct TaskInput: Sendable, Hashable {
    /// The name of the task it comes from.
    public var task: String
    /// Which of that task's items left it.
    public var item: UInt64
    /// What it left.
    public var data: [UInt8]

    init(_ message: V1.TaskInput) {
        task = message.task
        item = message.item
        data = message.data
    }
}

/// How a task ended.
public struct DependencyResult: Sendable, Hashable {
    /// Its name.
    public var task: String
    /// All its items.
    public var total: UInt64
    /// Those that are done.
    public var done: UInt64
    /// Those that are dead letters.
    public var dead: UInt64
    /// Milliseconds since 1970.
    public var started: Int64
    /// Milliseconds since 1970.
    public var ended: Int64

    init(_ message: V1.DependencyResult) {
        task = message.task
        total = message.items?.total ?? 0
        done = message.items?.done ?? 0
        dead = message.items?.dead ?? 0
        started = message.startedUnixMs
        ended = message.endedUnixMs
    }
}

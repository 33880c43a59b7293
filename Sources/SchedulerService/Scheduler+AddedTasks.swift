package import Contract
import RPC
package import Scheduling

/// Tasks that items add to their jobs.
extension Scheduler {
    /// The report with what its items add, as the core takes it. An item that asks for what can't be added is a dead letter
    /// that says why, and adds nothing.
    package func grown(_ read: LeaseReport, by report: V1.Report, codec: Codec) -> LeaseReport {
        if report.added.isEmpty { return read }
        var read = read
        guard var limits = GrowthLimits(self, read.lease) else { return read }
        for (item, added) in Self.byItem(report.added) {
            // One that is past every item is none that the report settles.
            let number = UInt32(clamping: item)
            // Of others than those that become done by this report nothing is added, nor judged.
            guard number < read.cursor || read.settled.contains(where: { $0.contains(number) }),
                !isSettled(number, under: read.lease), !read.outcomes.contains(where: { $0.item == number })
            else { continue }
            do throws(Status) {
                read.growths.append(ItemGrowth(item: number, tasks: try limits.admit(added, self, codec)))
            } catch {
                let failure = V1.Failure(
                    code: "added-tasks", text: error.message.prefix(bytes: Limits.failureText))
                read.outcomes.append(
                    ItemOutcome(item: number, disposition: .dead, failure: Self.encoded(failure, codec)))
            }
        }
        return read
    }

    private static func encoded(_ failure: V1.Failure, _ codec: Codec) -> [UInt8] {
        do {
            return try codec.bytes(of: failure)
        } catch {
            preconditionFailure("a short text can be encoded: \(error)")
        }
    }

    /// In the order of their first tasks.
    private static func byItem(_ added: [V1.AddedTask]) -> [(item: UInt64, added: [V1.AddedTask])] {
        var items: [(item: UInt64, added: [V1.AddedTask])] = []
        var places: [UInt64: Int] = [:]
        for task in added {
            if let place = places[task.item] {
                items[place].added.append(task)
            } else {
                places[task.item] = items.count
                items.append((task.item, [task]))
            }
        }
        return items
    }
}

/// What a job has room for, while the items of one report add to it.
private struct GrowthLimits {
    private var names: Set<[UInt8]>
    private let waiting: [[UInt8]: UInt32]
    private var size: JobSize

    /// nil: the lease is not there, or its job takes no more.
    init?(_ core: borrowing Scheduler, _ lease: LeaseID) {
        guard let size = core.size(ofJobUnder: lease) else { return nil }
        self.size = size
        (names, waiting) = core.names(aroundTaskUnder: lease)
    }

    /// The tasks that one item adds; it has room for them, and keeps it. Throws what the item's worker is to know, and then
    /// nothing is kept.
    mutating func admit(
        _ added: [V1.AddedTask], _ core: borrowing Scheduler, _ codec: Codec
    ) throws(Status) -> [AddedTask] {
        let specs = added.map { $0.task ?? V1.TaskSpec() }
        for (place, spec) in specs.enumerated() {
            if case .listed = spec.items {
                throw error("added[\(place)] has a list of items; leave what the items are in its payload")
            }
        }
        var tasks: [TaskSubmission] = []
        let reader = JobSpecReader(V1.JobSpec(tasks: specs), place: "what the item adds")
        _ = try reader.job()
        try reader.readTasks(into: &tasks, codec: codec)
        if core.excess(of: [], tasks) != nil {
            throw error("the scheduler keeps no more queues, kinds or limit keys: use those that are there")
        }

        var grown = self
        var all: [AddedTask] = []
        for (place, task) in tasks.enumerated() {
            let name = task.name.isEmpty ? Array(task.kind.utf8) : task.name
            guard grown.names.insert(name).inserted else {
                throw error("the name \(String(decoding: name, as: UTF8.self)) is taken in this job; names are unique")
            }
            var dependents: [UInt32] = []
            for before in Set(added[place].before).sorted() {
                guard let ordinal = waiting[Array(before.utf8)] else {
                    throw error("no task named \(before) waits for this one, so nothing can be put before it")
                }
                dependents.append(ordinal)
            }
            grown.size.dependencies += 1 + task.dependencies.count + dependents.count
            all.append(AddedTask(task, dependents: dependents))
        }
        grown.size.tasks += tasks.count
        guard grown.size.tasks <= Limits.tasksPerGrownJob else {
            throw error(
                "the job would have \(grown.size.tasks) tasks; at most \(Limits.tasksPerGrownJob): a task can have many "
                    + "items")
        }
        guard grown.size.dependencies <= Limits.dependenciesPerJob else {
            throw error(
                "the job's tasks would have \(grown.size.dependencies) dependencies; at most \(Limits.dependenciesPerJob)"
            )
        }
        self = grown
        return all
    }

    private func error(_ text: String) -> Status { Status(.invalidArgument, text) }
}

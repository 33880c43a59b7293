import Contract
import Scheduling

/// Why tasks do not move, as their workers say it. Beside the core, since nothing follows from it, and volatile: after
/// a restart it begins empty, and workers say it again.
///
/// What was said of a lease holds until the worker takes it back, an item of the lease is settled, or the lease ends; how
/// an item failed, as long as items of its task wait for their retry. Whether a lease is still there and items wait is
/// asked when the note is read: nothing has to be told of their end.
struct Notes {
    struct LeaseNote {
        let lease: LeaseID
        let text: V1.Failure
    }

    struct TaskNotes {
        /// The newest last.
        fileprivate(set) var leases: [LeaseNote] = []
        /// Why the item failed that was retried last.
        fileprivate(set) var retry: V1.Failure?
        /// When it came, as a count of notes.
        fileprivate var time: UInt64 = 0
    }

    /// Tasks with notes. Each costs up to 3 KiB: so whatever workers say, it is a few megabytes; and more tasks than
    /// that stand still for one or two reasons, of which the newer notes tell.
    static let mostTasks = 2_048
    /// One is shown: the others are for when its lease ends first.
    static let leasesPerTask = 8

    private var tasks: [TaskID: TaskNotes] = [:]
    private var taskOfLease: [LeaseID: TaskID] = [:]
    private var said: UInt64 = 0
    /// Jobs whose notes have changed since they were taken.
    private(set) var changed: Set<JobID> = []

    var isEmpty: Bool { tasks.isEmpty }

    subscript(task: TaskID) -> TaskNotes? { tasks[task] }

    func isSaid(of lease: LeaseID) -> Bool { !taskOfLease.isEmpty && taskOfLease[lease] != nil }

    // MARK: Workers say

    mutating func note(_ text: V1.Failure, on lease: LeaseID, of task: TaskID) {
        let text = text.note
        if let known = tasks[task]?.leases, known.last?.text == text,
            known.contains(where: { $0.lease == lease && $0.text == text })
        {
            return
        }
        changed.insert(task.job)
        change(task) { notes in
            notes.leases.removeAll { $0.lease == lease }
            notes.leases.append(LeaseNote(lease: lease, text: text))
        }
        taskOfLease[lease] = task
        if let oldest = tasks[task]?.leases.first, tasks[task]?.leases.count ?? 0 > Self.leasesPerTask {
            tasks[task]?.leases.removeFirst()
            taskOfLease[oldest.lease] = nil
        }
        makeRoom()
    }

    /// The lease moves, or has ended.
    mutating func takeBack(_ lease: LeaseID) {
        guard !taskOfLease.isEmpty, let task = taskOfLease.removeValue(forKey: lease) else { return }
        changed.insert(task.job)
        tasks[task]?.leases.removeAll { $0.lease == lease }
        if tasks[task]?.leases.isEmpty == true, tasks[task]?.retry == nil { tasks[task] = nil }
    }

    /// An item of the task failed, and waits for its retry: which is a change of its job that is told by itself.
    mutating func retried(_ failure: V1.Failure, of task: TaskID) {
        change(task) { $0.retry = failure.note }
        makeRoom()
    }

    mutating func takeChanged() -> Set<JobID> {
        defer { changed.removeAll(keepingCapacity: true) }
        return changed
    }

    // MARK: The bound

    private mutating func change(_ task: TaskID, _ change: (inout TaskNotes) -> Void) {
        said += 1
        change(&tasks[task, default: TaskNotes()])
        tasks[task]?.time = said
    }

    /// The older half goes at once, so that the search for it is paid by as many notes. Among them are those whose
    /// tasks have ended and that nobody read since.
    private mutating func makeRoom() {
        guard tasks.count > Self.mostTasks else { return }
        let times = tasks.values.map(\.time).sorted()
        let median = times[times.count / 2]
        for (task, notes) in tasks where notes.time < median {
            tasks[task] = nil
            for note in notes.leases { taskOfLease[note.lease] = nil }
            if !notes.leases.isEmpty { changed.insert(task.job) }
        }
    }
}

extension V1.Failure {
    /// As much of it as is kept of a note.
    fileprivate var note: V1.Failure {
        V1.Failure(code: code, text: text.prefix(bytes: Limits.noteText))
    }
}

extension Scheduler {
    /// What is shown of a task's notes; nil: nothing that still holds.
    func note(on task: TaskView, _ notes: Notes) -> V1.Failure? {
        guard task.state == .running || task.state == .ready else { return nil }
        return note(on: task.id, isRetrying: task.retrying > 0, notes)
    }

    /// The same of a task that is known to be ready or to run. `isRetrying`: items of it wait for their retry.
    func note(on task: TaskID, isRetrying: Bool, _ notes: Notes) -> V1.Failure? {
        guard let said = notes[task] else { return nil }
        if let newest = said.leases.last(where: { standing(of: $0.lease)?.task == task }) { return newest.text }
        return isRetrying ? said.retry : nil
    }
}

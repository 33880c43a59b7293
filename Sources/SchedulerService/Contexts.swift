package import Contract
package import Scheduling

/// What a task has from those around it, for its leases and for readers.
extension Scheduler {
    /// What the task was submitted with, and what those that it depends on left. Throws when the journal has inputs that
    /// no worker could be sent: older versions let them in.
    func context(of task: TaskID, codec: Codec) throws(CodecError) -> V1.TaskContext {
        let inputs = state.blobs[inputs(of: task)]
        var context = inputs.isEmpty ? V1.TaskContext() : try codec.decode(V1.TaskContext.self, from: inputs)
        var budget = Limits.inputs - context.inputs.reduce(0) { $0 + $1.cost }
        for dependency in dependencies(of: task) {
            context.dependencies.append(
                V1.DependencyResult(
                    task: dependency.displayName, items: V1.Counters(dependency),
                    startedUnixMs: dependency.started.milliseconds, endedUnixMs: dependency.ended.milliseconds))
            forEachOutput(of: dependency.id) { item, data in
                let input = V1.TaskInput(task: dependency.displayName, item: UInt64(item), data: data)
                budget -= input.cost
                if budget >= 0 { context.inputs.append(input) }
                return budget > 0
            }
        }
        return context
    }

    /// The job with all its tasks; nil when it is not there. Always fits in a frame: when there are too many outputs,
    /// those of the last tasks are shown, which are what the job was for; and of the notes the first ones.
    func message(of job: JobID, _ notes: Notes) -> V1.Job? {
        guard let view = self.job(job) else { return nil }
        let views = tasks(of: job)
        // A job that has grown has less room for them.
        var budget = Limits.visibleJobOutputBytes / (views.count > Limits.tasksPerJob ? 2 : 1)
        let reversed = views.reversed().map { task in
            V1.TaskStatus(task, outputs: visibleOutputs(of: task, budget: &budget))
        }
        var tasks = Array(reversed.reversed())
        var notesLeft = notes.isEmpty ? 0 : Limits.notesPerJob
        for place in tasks.indices where notesLeft > 0 {
            tasks[place].note = note(on: views[place], notes)
            if tasks[place].note != nil { notesLeft -= 1 }
        }
        return V1.Job(view, tasks: tasks)
    }

    /// The first ones. `budget` is what the whole job has left.
    private func visibleOutputs(of task: TaskView, budget: inout Int) -> [V1.TaskInput] {
        var taskBudget = Limits.visibleOutputBytes
        var visible: [V1.TaskInput] = []
        forEachOutput(of: task.id) { item, data in
            let shown = V1.TaskInput(task: task.displayName, item: UInt64(item), data: data)
            taskBudget -= shown.data.count
            guard taskBudget >= 0, shown.cost <= budget else { return false }
            budget -= shown.cost
            visible.append(shown)
            return visible.count < Limits.visibleOutputs
        }
        return visible
    }

    /// The messages for leases that were granted and are still held, without the payloads of listed items, and where those
    /// are. Returns those that can't be sent. One call for
    /// all: each would copy the core's thousands of bytes to the stack, which is how large values are lent.
    package func messages(
        of grants: ContiguousArray<GrantedLease>, codec: Codec, contexts: inout ContextCache,
        _ body: (SessionID, V1.Grant, ListedGrant?) -> Void
    ) -> [GrantedLease] {
        var unsendable: [GrantedLease] = []
        for granted in grants {
            guard let lease = lease(granted.lease) else { continue }
            do throws(CodecError) {
                let grant = message(of: lease, context: try context(of: lease, codec: codec, contexts: &contexts))
                let room = lease.isListed ? Int(PayloadRoom.most) : 0
                guard grant.largestSize + room <= V1.Grant.limit else { throw CodecError(.tooLarge) }
                body(granted.session, grant, lease.isListed ? ListedGrant(self, lease.id) : nil)
            } catch {
                unsendable.append(granted)
            }
        }
        return unsendable
    }

    /// nil: nothing came before the task and nothing waits for it, as with most.
    private func context(
        of lease: LeaseView, codec: Codec, contexts: inout ContextCache
    ) throws(CodecError) -> V1.TaskContext? {
        if lease.inputs == .none, !lease.hasDependencies, !lease.hasDependents { return nil }
        var context = V1.TaskContext()
        if lease.inputs != .none || lease.hasDependencies {
            context = try contexts.find(lease.task) { () throws(CodecError) in
                try self.context(of: lease.task, codec: codec)
            }
        }
        if lease.hasDependents {
            context.unsetCounts = unsetDependents(of: lease.task).map {
                V1.UnsetCount(task: $0.id.ordinal, name: $0.displayName)
            }
        }
        return context == V1.TaskContext() ? nil : context
    }

    private func message(of lease: LeaseView, context: V1.TaskContext?) -> V1.Grant {
        var ends: [UInt64] = []
        ends.reserveCapacity(lease.ranges.count * 2)
        for range in lease.ranges {
            ends.append(UInt64(range.begin))
            ends.append(UInt64(range.end))
        }
        let kind = state.kinds[lease.kind]
        return V1.Grant(
            lease: lease.id.rawValue, job: lease.task.job.rawValue, task: lease.task.ordinal,
            taskName: lease.name == .none ? kind : String(decoding: state.blobs[lease.name], as: UTF8.self),
            queue: state.queues[lease.queue], kind: kind, payload: state.blobs[lease.payload], ranges: ends,
            attempt: UInt32(lease.attempt), itemCount: UInt64(lease.itemCount),
            checkpoint: state.blobs[lease.checkpoint], context: context)
    }
}

/// Where the payloads of a lease's items are.
package struct ListedGrant {
    package let lease: LeaseID
    package let parts: [Scheduler.PayloadPart]
    /// What is leased next.
    package let next: BatchID?

    fileprivate init(_ core: borrowing Scheduler, _ lease: LeaseID) {
        self.lease = lease
        (parts, next) = core.payloads(of: lease)
    }
}

import Contract
import Scheduling

/// What a task has from those around it, for its leases and for readers.
extension Scheduler {
    /// nil: nothing came before the task and nothing waits for it, as with most.
    func context(of lease: LeaseView, codec: Codec) -> V1.TaskContext? {
        if lease.inputs == .none, !lease.hasDependencies, !lease.hasDependents { return nil }
        var context = context(of: lease.task, inputs: lease.inputs, codec: codec)
        context.unsetCounts = unsetDependents(of: lease.task).map {
            V1.UnsetCount(task: $0.id.ordinal, name: $0.displayName)
        }
        return context == V1.TaskContext() ? nil : context
    }

    /// The same without what only makes sense within its job.
    func context(of task: TaskID, inputs: BlobHandle, codec: Codec) -> V1.TaskContext {
        var context = stored(inputs, codec: codec)
        var budget = Limits.inputs - context.inputs.reduce(0) { $0 + $1.data.count }
        for dependency in dependencies(of: task) {
            context.dependencies.append(
                V1.DependencyResult(
                    task: dependency.displayName, items: V1.Counters(dependency),
                    startedUnixMs: dependency.started.milliseconds, endedUnixMs: dependency.ended.milliseconds))
            for output in outputs(of: dependency.id) {
                let data = state.blobs[output.data]
                budget -= data.count
                if budget < 0 { break }
                context.inputs.append(
                    V1.TaskInput(task: dependency.displayName, item: UInt64(output.item), data: data))
            }
        }
        return context
    }

    private func stored(_ inputs: BlobHandle, codec: Codec) -> V1.TaskContext {
        if inputs == .none { return V1.TaskContext() }
        do {
            return try codec.decode(V1.TaskContext.self, from: state.blobs[inputs])
        } catch {
            preconditionFailure("what this process encoded it can decode: \(error)")
        }
    }

    /// The job with all its tasks; nil when it is not there. Always fits in a frame: when there are too many outputs,
    /// those of the last tasks are shown, which are what the job was for.
    func message(of job: JobID) -> V1.Job? {
        guard let view = self.job(job) else { return nil }
        var budget = Limits.visibleJobOutputBytes
        let tasks = tasks(of: job).reversed().map { task in
            V1.TaskStatus(task, outputs: visibleOutputs(of: task, budget: &budget))
        }
        return V1.Job(view, tasks: tasks.reversed())
    }

    /// The first ones. `budget` is what the whole job has left.
    private func visibleOutputs(of task: TaskView, budget: inout Int) -> [V1.TaskInput] {
        var taskBudget = Limits.visibleOutputBytes
        var visible: [V1.TaskInput] = []
        for output in outputs(of: task.id).prefix(Limits.visibleOutputs) {
            let shown = V1.TaskInput(
                task: task.displayName, item: UInt64(output.item), data: state.blobs[output.data])
            taskBudget -= shown.data.count
            guard taskBudget >= 0, shown.roughSize <= budget else { break }
            budget -= shown.roughSize
            visible.append(shown)
        }
        return visible
    }

    /// The messages for leases that were granted and are still held. One call for all: each would copy the core's
    /// thousands of bytes to the stack, which is how large values are lent.
    func messages(
        of grants: ContiguousArray<GrantedLease>, codec: Codec, _ body: (SessionID, V1.Grant) -> Void
    ) {
        for granted in grants {
            if let lease = lease(granted.lease) { body(granted.session, message(of: lease, codec: codec)) }
        }
    }

    private func message(of lease: LeaseView, codec: Codec) -> V1.Grant {
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
            checkpoint: state.blobs[lease.checkpoint], context: context(of: lease, codec: codec))
    }
}

/// Tasks that an item adds to its job as it becomes done.
package struct ItemGrowth {
    package var item: UInt32
    package var tasks: [AddedTask]

    package init(item: UInt32, tasks: [AddedTask]) {
        self.item = item
        self.tasks = tasks
    }
}

package struct AddedTask {
    /// Its dependencies are places among those that the item adds, each lower than its own.
    package var task: TaskSubmission
    /// Ordinals of tasks that wait for the one that adds this, and are to wait for this one too.
    package var dependents: [UInt32]

    package init(_ task: TaskSubmission, dependents: [UInt32] = []) {
        self.task = task
        self.dependents = dependents
    }
}

/// What a job has, before more is added to it.
package struct JobSize: Equatable, Sendable {
    package var tasks: Int
    package var dependencies: Int
}

extension Scheduler {
    /// Adds the tasks of each item that this report makes done; those of others were added before, or never will be. They
    /// wait for the task that adds them, and no task waits for itself by that: new ones wait for it and for new ones only.
    mutating func grow(by report: LeaseReport, from lease: LeaseIndex) {
        let task = state.leases[lease].task
        if report.growths.isEmpty || state.jobs[state.tasks[task].job].state == .stopping { return }
        let id = state.id(of: task)
        var grown: Set<UInt32> = []
        for growth in report.growths where !growth.tasks.isEmpty && becomesDone(growth.item, by: report, in: lease) {
            guard grown.insert(growth.item).inserted else { continue }
            let first = state.jobs[state.tasks[task].job].taskCount
            emit(.jobGrew(id, tasks: UInt32(growth.tasks.count)), about: task)
            for added in growth.tasks {
                var submission = added.task
                submission.dependencies = [id.ordinal] + added.task.dependencies.map { first + $0 }
                addTask(to: id.job, submission)
            }
            for (place, added) in growth.tasks.enumerated() {
                for dependent in added.dependents {
                    emit(.dependencyInserted(TaskID(job: id.job, ordinal: dependent), on: first + UInt32(place)))
                }
            }
        }
    }

    /// nil when the lease is not there, or its job stops and takes no more. Cost: O(tasks and dependencies of the job).
    package func size(ofJobUnder lease: LeaseID) -> JobSize? {
        let index = state.lease(lease)
        if index.isNone { return nil }
        let job = state.tasks[state.leases[index].task].job
        if state.jobs[job].state == .stopping { return nil }
        var size = JobSize(tasks: 0, dependencies: 0)
        var task = state.jobs[job].firstTask
        while !task.isNone {
            size.tasks += 1
            var edge = state.tasks[task].firstDependency
            while !edge.isNone {
                size.dependencies += 1
                edge = state.edges[edge].nextOfDependent
            }
            task = state.tasks[task].next
        }
        return size
    }

    /// The names of a lease's job's tasks, and the ordinals of those that wait for the lease's own.
    package func names(aroundTaskUnder lease: LeaseID) -> (all: Set<[UInt8]>, waiting: [[UInt8]: UInt32]) {
        let index = state.lease(lease)
        if index.isNone { return ([], [:]) }
        let task = state.leases[index].task
        func name(_ task: TaskIndex) -> [UInt8] {
            let name = state.tasks[task].name
            return name == .none ? Array(state.kinds[state.kind(of: task)].utf8) : state.blobs[name]
        }
        var waiting: [[UInt8]: UInt32] = [:]
        for dependent in state.dependents(of: task) where state.tasks[dependent].state == .waiting {
            waiting[name(dependent)] = state.tasks[dependent].ordinal
        }
        return (Set(state.tasks(of: state.tasks[task].job).map(name)), waiting)
    }

    /// What contradicts the lease's job, for a broken worker.
    func objection(to growth: ItemGrowth, of task: TaskIndex) -> String? {
        for (place, added) in growth.tasks.enumerated() {
            for dependency in added.task.dependencies where dependency >= UInt32(place) {
                return "the added task \(place) depends on task \(dependency) of those added with it"
            }
            for ordinal in added.dependents {
                let target = state.task(TaskID(job: state.jobs[state.tasks[task].job].id, ordinal: ordinal))
                guard !target.isNone, state.tasks[target].state == .waiting,
                    state.dependencies(of: target).contains(task)
                else { return "task \(ordinal) does not wait for this one, so nothing can be put between" }
            }
        }
        return nil
    }
}

extension State {
    /// The task waits for one more, which was added after it.
    mutating func insertDependency(of id: TaskID, on ordinal: UInt32) {
        let (dependent, dependency) = (task(id), task(TaskID(job: id.job, ordinal: ordinal)))
        precondition(!dependent.isNone && !dependency.isNone, "a dependency is between tasks of the job")
        precondition(
            tasks[dependent].state == .waiting && tasks[dependency].state == .waiting,
            "who waits can wait for one more that has not begun")
        link(dependent, on: dependency)
        tasks[dependent].waitingFor += 1
    }
}

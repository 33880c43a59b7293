import Contract
import RPC
import Scheduling

/// Checks what a client submits, against the contract's limits, before anything is accepted. An error names the job,
/// the task and the field.
struct JobSpecReader {
    /// Where the job stands, for errors.
    private let place: String
    private let spec: V1.JobSpec

    /// One of a submit's jobs.
    init(_ spec: V1.JobSpec, index: Int) { self.init(spec, place: "jobs[\(index)]") }

    init(_ spec: V1.JobSpec, place: String) {
        self.spec = spec
        self.place = place
    }

    func job() throws(Status) -> JobSubmission {
        try limit("name", spec.name, Limits.jobName)
        try limit("tenant", spec.tenant, Limits.name)
        let priority = spec.priority ?? Limits.defaultPriority
        guard Limits.priorities.contains(priority) else {
            throw error("priority is \(priority); it must be 0 to \(Limits.priorities.upperBound)")
        }
        guard !spec.tasks.isEmpty else { throw error("it has no tasks; a job has at least one") }
        guard spec.tasks.count <= Limits.tasksPerJob else {
            throw error("it has \(spec.tasks.count) tasks; a job has at most \(Limits.tasksPerJob)")
        }
        let dependencies = spec.tasks.reduce(0) { $0 + $1.dependsOn.count }
        guard dependencies <= Limits.dependenciesPerJob else {
            throw error(
                "its tasks have \(dependencies) dependencies; at most \(Limits.dependenciesPerJob): let a task of one "
                    + "item stand between many and many")
        }
        try limit("key", spec.key, Limits.jobKey)
        if spec.key.isEmpty, spec.reuseMs > 0 { throw error("reuse_ms is for jobs with a key") }
        try wait("reuse_ms", spec.reuseMs)
        try wait("delay_ms", spec.delayMs)
        if let timeLimit = spec.timeLimitMs {
            try wait("time_limit_ms", timeLimit)
            guard timeLimit > spec.delayMs else { throw error("time_limit_ms is over before delay_ms is") }
        }
        return JobSubmission(
            tenant: spec.tenant.isEmpty ? "default" : spec.tenant, name: Array(spec.name.utf8),
            priority: UInt8(priority), retention: spec.retentionMs, delay: spec.delayMs,
            timeLimit: spec.timeLimitMs)
    }

    func readTasks(into tasks: inout [TaskSubmission], codec: Codec) throws(Status) {
        for ordinal in spec.tasks.indices { tasks.append(try task(ordinal, codec: codec)) }
        if spec.tasks.count > 1 { try checkNames() }
    }

    private func task(_ ordinal: Int, codec: Codec) throws(Status) -> TaskSubmission {
        let task = spec.tasks[ordinal]
        try limit("name", task.name, Limits.name, task: ordinal)
        try limit("queue", task.queue, Limits.name, task: ordinal)
        try limit("kind", task.kind, Limits.name, task: ordinal)
        try limit("limit_key", task.limitKey, Limits.name, task: ordinal)
        guard !task.kind.isEmpty else { throw error("kind is missing; it says which handler does the work", ordinal) }
        guard task.payload.count <= Limits.payload else {
            throw error(
                "payload has \(task.payload.count) bytes; at most \(Limits.payload): put more into object storage "
                    + "and its location here", ordinal)
        }
        let dependencies = try dependencies(of: ordinal)
        return TaskSubmission(
            name: Array(task.name.utf8), queue: task.queue.isEmpty ? "default" : task.queue, kind: task.kind,
            payload: task.payload, inputs: try inputs(of: ordinal, codec: codec), items: try items(of: ordinal),
            dependencies: dependencies, policy: try policy(of: ordinal), key: task.limitKey)
    }

    private func dependencies(of ordinal: Int) throws(Status) -> [UInt32] {
        let dependencies = spec.tasks[ordinal].dependsOn
        if dependencies.isEmpty { return dependencies }
        for dependency in dependencies where dependency >= UInt32(ordinal) {
            throw error("depends_on names task \(dependency); a task depends on earlier ones only", ordinal)
        }
        guard Set(dependencies).count == dependencies.count else {
            throw error("depends_on names a task twice", ordinal)
        }
        return dependencies
    }

    private func items(of ordinal: Int) throws(Status) -> ItemSource {
        switch spec.tasks[ordinal].items {
        case nil: return .counted(1)
        case .itemCount(let count):
            guard Limits.itemsPerTask.contains(count) else {
                throw error(
                    "item_count is \(count); it must be \(Limits.itemsPerTask.lowerBound) to "
                        + "\(Limits.itemsPerTask.upperBound)", ordinal)
            }
            return .counted(UInt32(count))
        case .itemCountLater(let later):
            if !later { return .counted(1) }
            guard !spec.tasks[ordinal].dependsOn.isEmpty else {
                throw error("item_count_later needs a dependency that will set the count", ordinal)
            }
            return .countedLater
        case .listed(let list):
            if let objection = ListReader.objection(to: list) { throw error(objection, ordinal) }
            let patience = list.openTimeoutMs == 0 ? Limits.defaultOpenTimeoutMilliseconds : list.openTimeoutMs
            return .listed(patience: UInt32(patience))
        }
    }

    private func inputs(of ordinal: Int, codec: Codec) throws(Status) -> [UInt8] {
        let inputs = spec.tasks[ordinal].inputs
        if inputs.isEmpty { return [] }
        guard inputs.count <= Limits.inputsPerTask else {
            throw error("it has \(inputs.count) inputs; at most \(Limits.inputsPerTask)", ordinal)
        }
        for input in inputs { try limit("an input's task name", input.task, Limits.name, task: ordinal) }
        let bytes = inputs.reduce(0) { $0 + $1.cost }
        guard bytes <= Limits.inputs else {
            throw error(
                "inputs have \(bytes) bytes, each counted with its task's name and \(Limits.inputOverhead) more; "
                    + "at most \(Limits.inputs)", ordinal)
        }
        do {
            return try codec.bytes(of: V1.TaskContext(inputs: inputs))
        } catch {
            throw self.error("inputs can't be encoded: \(error)", ordinal)
        }
    }

    private func policy(of ordinal: Int) throws(Status) -> Policy {
        let task = spec.tasks[ordinal]
        var policy = Policy()
        if let retry = task.retry {
            guard retry.maxAttempts <= Limits.attempts else {
                throw error("max_attempts is \(retry.maxAttempts); at most \(Limits.attempts)", ordinal)
            }
            let longest = UInt64(Limits.backoffMilliseconds)
            guard retry.initialBackoffMs <= longest, retry.maxBackoffMs <= longest else {
                throw error("a backoff is longer than \(longest) ms", ordinal)
            }
            if retry.maxAttempts > 0 { policy.maxAttempts = UInt16(retry.maxAttempts) }
            if retry.initialBackoffMs > 0 { policy.initialBackoff = UInt32(retry.initialBackoffMs) }
            if retry.maxBackoffMs > 0 { policy.maxBackoff = UInt32(retry.maxBackoffMs) }
        }
        policy.itemsPerLease = UInt32(clamping: task.itemsPerLease)
        policy.parallelism = task.parallelism
        guard task.attemptTimeoutMs <= UInt64(Limits.backoffMilliseconds) else {
            throw error("attempt_timeout_ms is longer than \(Limits.backoffMilliseconds) ms", ordinal)
        }
        policy.attemptTimeout = UInt32(task.attemptTimeoutMs)
        switch task.tolerance?.limit {
        case nil: break
        case .items(let items): policy.tolerance = .items(UInt32(clamping: items))
        case .perMille(let share):
            guard Limits.perMille.contains(share) else {
                throw error("tolerance is \(share) per mille; at most \(Limits.perMille.upperBound)", ordinal)
            }
            policy.tolerance = .perMille(UInt16(share))
        }
        return policy
    }

    private func checkNames() throws(Status) {
        var names: Set<String> = []
        for (ordinal, task) in spec.tasks.enumerated() {
            let name = task.name.isEmpty ? task.kind : task.name
            guard names.insert(name).inserted else {
                throw error("the name \(name) is taken by an earlier task; names are unique in a job", ordinal)
            }
        }
    }

    private func wait(_ field: String, _ milliseconds: UInt64) throws(Status) {
        if milliseconds <= Limits.longestWait { return }
        throw error("\(field) is longer than \(Limits.longestWait) ms, a year")
    }

    private func limit(_ field: String, _ text: String, _ limit: Int, task: Int? = nil) throws(Status) {
        if text.utf8.count <= limit { return }
        throw error("\(field) has \(text.utf8.count) bytes; at most \(limit)", task)
    }

    private func error(_ text: String, _ task: Int? = nil) -> Status {
        let whole = task.map { "\(place).tasks[\($0)]" } ?? place
        return Status(.invalidArgument, "\(whole): \(text)")
    }
}

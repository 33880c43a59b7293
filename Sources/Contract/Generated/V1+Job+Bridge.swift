// Made by tools/generate from longhaul/v1/job.proto; not to be edited.

import CContract
import CProtobufC

extension V1.JobSpec {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__JobSpec()
        longhaul__v1__job_spec__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__JobSpec.self, capacity: 1)
        longhaul__v1__job_spec__init(message)
        message.pointee.name = try arena.string(name, at: 1, of: memory)
        message.pointee.tenant = try arena.string(tenant, at: 2, of: memory)
        if let priority {
            message.pointee._priority_case = .init(rawValue: 3)
            message.pointee.priority = priority
        }
        message.pointee.n_tasks = tasks.count
        message.pointee.tasks = try arena.messages(tasks, at: 4, of: memory)
        if let retentionMs {
            message.pointee._retention_ms_case = .init(rawValue: 5)
            message.pointee.retention_ms = retentionMs
        }
        message.pointee.key = try arena.string(key, at: 6, of: memory)
        message.pointee.reuse_ms = reuseMs
        message.pointee.delay_ms = delayMs
        if let timeLimitMs {
            message.pointee._time_limit_ms_case = .init(rawValue: 9)
            message.pointee.time_limit_ms = timeLimitMs
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__JobSpec.self)
        name = Lifting.string(message.pointee.name)
        tenant = Lifting.string(message.pointee.tenant)
        priority = message.pointee._priority_case.rawValue == 3 ? message.pointee.priority : nil
        tasks = Lifting.messages(message.pointee.tasks, count: message.pointee.n_tasks)
        retentionMs = message.pointee._retention_ms_case.rawValue == 5 ? message.pointee.retention_ms : nil
        key = Lifting.string(message.pointee.key)
        reuseMs = message.pointee.reuse_ms
        delayMs = message.pointee.delay_ms
        timeLimitMs = message.pointee._time_limit_ms_case.rawValue == 9 ? message.pointee.time_limit_ms : nil
    }
}

extension V1.TaskSpec {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TaskSpec()
        longhaul__v1__task_spec__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TaskSpec.self, capacity: 1)
        longhaul__v1__task_spec__init(message)
        message.pointee.name = try arena.string(name, at: 1, of: memory)
        message.pointee.queue = try arena.string(queue, at: 2, of: memory)
        message.pointee.kind = try arena.string(kind, at: 3, of: memory)
        message.pointee.payload.len = payload.count
        message.pointee.payload.data = try arena.bytes(payload)
        switch items {
        case .itemCount(let value):
            message.pointee.items_case = .init(rawValue: 5)
            message.pointee.item_count = value
        case .itemCountLater(let value):
            message.pointee.items_case = .init(rawValue: 6)
            message.pointee.item_count_later = value ? 1 : 0
        case .listed(let value):
            message.pointee.items_case = .init(rawValue: 20)
            message.pointee.listed = try arena.message(value, at: 20, of: memory)
        case nil: break
        }
        message.pointee.n_depends_on = dependsOn.count
        message.pointee.depends_on = try arena.array(dependsOn)
        message.pointee.items_per_lease = itemsPerLease
        message.pointee.parallelism = parallelism
        message.pointee.retry = try arena.message(retry, at: 10, of: memory)
        message.pointee.tolerance = try arena.message(tolerance, at: 11, of: memory)
        message.pointee.n_inputs = inputs.count
        message.pointee.inputs = try arena.messages(inputs, at: 12, of: memory)
        message.pointee.limit_key = try arena.string(limitKey, at: 13, of: memory)
        message.pointee.attempt_timeout_ms = attemptTimeoutMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TaskSpec.self)
        name = Lifting.string(message.pointee.name)
        queue = Lifting.string(message.pointee.queue)
        kind = Lifting.string(message.pointee.kind)
        payload = Lifting.bytes(message.pointee.payload.data, count: message.pointee.payload.len)
        switch message.pointee.items_case.rawValue {
        case 5: items = .itemCount(message.pointee.item_count)
        case 6: items = .itemCountLater(message.pointee.item_count_later != 0)
        case 20: items = .listed(Lifting.message(message.pointee.listed) ?? V1.ItemList())
        default: items = nil
        }
        dependsOn = Lifting.array(message.pointee.depends_on, count: message.pointee.n_depends_on)
        itemsPerLease = message.pointee.items_per_lease
        parallelism = message.pointee.parallelism
        retry = Lifting.message(message.pointee.retry)
        tolerance = Lifting.message(message.pointee.tolerance)
        inputs = Lifting.messages(message.pointee.inputs, count: message.pointee.n_inputs)
        limitKey = Lifting.string(message.pointee.limit_key)
        attemptTimeoutMs = message.pointee.attempt_timeout_ms
    }
}

extension V1.ItemList {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ItemList()
        longhaul__v1__item_list__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ItemList.self, capacity: 1)
        longhaul__v1__item_list__init(message)
        message.pointee.n_items = items.count
        message.pointee.items = try arena.array(items) {
            (value) throws(CodecError) in
            ProtobufCBinaryData(len: value.count, data: try arena.bytes(value))
        }
        message.pointee.sealed = sealed ? 1 : 0
        message.pointee.open_timeout_ms = openTimeoutMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ItemList.self)
        items = Lifting.array(message.pointee.items, count: message.pointee.n_items) {
            Lifting.bytes($0.data, count: $0.len)
        }
        sealed = message.pointee.sealed != 0
        openTimeoutMs = message.pointee.open_timeout_ms
    }
}

extension V1.RetryPolicy {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__RetryPolicy()
        longhaul__v1__retry_policy__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__RetryPolicy.self, capacity: 1)
        longhaul__v1__retry_policy__init(message)
        message.pointee.max_attempts = maxAttempts
        message.pointee.initial_backoff_ms = initialBackoffMs
        message.pointee.max_backoff_ms = maxBackoffMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__RetryPolicy.self)
        maxAttempts = message.pointee.max_attempts
        initialBackoffMs = message.pointee.initial_backoff_ms
        maxBackoffMs = message.pointee.max_backoff_ms
    }
}

extension V1.FailureTolerance {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__FailureTolerance()
        longhaul__v1__failure_tolerance__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__FailureTolerance.self, capacity: 1)
        longhaul__v1__failure_tolerance__init(message)
        switch limit {
        case .items(let value):
            message.pointee.limit_case = .init(rawValue: 1)
            message.pointee.items = value
        case .perMille(let value):
            message.pointee.limit_case = .init(rawValue: 2)
            message.pointee.per_mille = value
        case nil: break
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__FailureTolerance.self)
        switch message.pointee.limit_case.rawValue {
        case 1: limit = .items(message.pointee.items)
        case 2: limit = .perMille(message.pointee.per_mille)
        default: limit = nil
        }
    }
}

extension V1.TaskInput {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TaskInput()
        longhaul__v1__task_input__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TaskInput.self, capacity: 1)
        longhaul__v1__task_input__init(message)
        message.pointee.task = try arena.string(task, at: 1, of: memory)
        message.pointee.item = item
        message.pointee.data.len = data.count
        message.pointee.data.data = try arena.bytes(data)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TaskInput.self)
        task = Lifting.string(message.pointee.task)
        item = message.pointee.item
        data = Lifting.bytes(message.pointee.data.data, count: message.pointee.data.len)
    }
}

extension V1.Job {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Job()
        longhaul__v1__job__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Job.self, capacity: 1)
        longhaul__v1__job__init(message)
        message.pointee.id = id
        message.pointee.name = try arena.string(name, at: 2, of: memory)
        message.pointee.tenant = try arena.string(tenant, at: 3, of: memory)
        message.pointee.priority = priority
        message.pointee.state = .init(rawValue: .init(truncatingIfNeeded: state.rawValue))
        message.pointee.version = version
        message.pointee.submitted_unix_ms = submittedUnixMs
        message.pointee.started_unix_ms = startedUnixMs
        message.pointee.ended_unix_ms = endedUnixMs
        message.pointee.n_tasks = tasks.count
        message.pointee.tasks = try arena.messages(tasks, at: 10, of: memory)
        message.pointee.requeued_from = requeuedFrom
        message.pointee.paused = paused ? 1 : 0
        message.pointee.not_before_unix_ms = notBeforeUnixMs
        message.pointee.deadline_unix_ms = deadlineUnixMs
        message.pointee.schedule = try arena.string(schedule, at: 15, of: memory)
        message.pointee.tick_unix_ms = tickUnixMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Job.self)
        id = message.pointee.id
        name = Lifting.string(message.pointee.name)
        tenant = Lifting.string(message.pointee.tenant)
        priority = message.pointee.priority
        state = V1.JobState(rawValue: Int32(truncatingIfNeeded: message.pointee.state.rawValue))
        version = message.pointee.version
        submittedUnixMs = message.pointee.submitted_unix_ms
        startedUnixMs = message.pointee.started_unix_ms
        endedUnixMs = message.pointee.ended_unix_ms
        tasks = Lifting.messages(message.pointee.tasks, count: message.pointee.n_tasks)
        requeuedFrom = message.pointee.requeued_from
        paused = message.pointee.paused != 0
        notBeforeUnixMs = message.pointee.not_before_unix_ms
        deadlineUnixMs = message.pointee.deadline_unix_ms
        schedule = Lifting.string(message.pointee.schedule)
        tickUnixMs = message.pointee.tick_unix_ms
    }
}

extension V1.TaskStatus {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TaskStatus()
        longhaul__v1__task_status__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TaskStatus.self, capacity: 1)
        longhaul__v1__task_status__init(message)
        message.pointee.ordinal = ordinal
        message.pointee.name = try arena.string(name, at: 2, of: memory)
        message.pointee.queue = try arena.string(queue, at: 3, of: memory)
        message.pointee.kind = try arena.string(kind, at: 4, of: memory)
        message.pointee.state = .init(rawValue: .init(truncatingIfNeeded: state.rawValue))
        message.pointee.n_depends_on = dependsOn.count
        message.pointee.depends_on = try arena.array(dependsOn)
        message.pointee.items = try arena.message(items, at: 7, of: memory)
        message.pointee.leases = leases
        message.pointee.started_unix_ms = startedUnixMs
        message.pointee.ended_unix_ms = endedUnixMs
        message.pointee.n_outputs = outputs.count
        message.pointee.outputs = try arena.messages(outputs, at: 11, of: memory)
        message.pointee.note = try arena.message(note, at: 12, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TaskStatus.self)
        ordinal = message.pointee.ordinal
        name = Lifting.string(message.pointee.name)
        queue = Lifting.string(message.pointee.queue)
        kind = Lifting.string(message.pointee.kind)
        state = V1.TaskState(rawValue: Int32(truncatingIfNeeded: message.pointee.state.rawValue))
        dependsOn = Lifting.array(message.pointee.depends_on, count: message.pointee.n_depends_on)
        items = Lifting.message(message.pointee.items)
        leases = message.pointee.leases
        startedUnixMs = message.pointee.started_unix_ms
        endedUnixMs = message.pointee.ended_unix_ms
        outputs = Lifting.messages(message.pointee.outputs, count: message.pointee.n_outputs)
        note = Lifting.message(message.pointee.note)
    }
}

extension V1.Counters {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Counters()
        longhaul__v1__counters__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Counters.self, capacity: 1)
        longhaul__v1__counters__init(message)
        message.pointee.total = total
        message.pointee.item_count_known = itemCountKnown ? 1 : 0
        message.pointee.done = done
        message.pointee.dead = dead
        message.pointee.leased = leased
        message.pointee.retrying = retrying
        message.pointee.cancelled = cancelled
        message.pointee.open = open ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Counters.self)
        total = message.pointee.total
        itemCountKnown = message.pointee.item_count_known != 0
        done = message.pointee.done
        dead = message.pointee.dead
        leased = message.pointee.leased
        retrying = message.pointee.retrying
        cancelled = message.pointee.cancelled
        open = message.pointee.open != 0
    }
}

extension V1.JobSummary {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__JobSummary()
        longhaul__v1__job_summary__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__JobSummary.self, capacity: 1)
        longhaul__v1__job_summary__init(message)
        message.pointee.id = id
        message.pointee.name = try arena.string(name, at: 2, of: memory)
        message.pointee.tenant = try arena.string(tenant, at: 3, of: memory)
        message.pointee.state = .init(rawValue: .init(truncatingIfNeeded: state.rawValue))
        message.pointee.submitted_unix_ms = submittedUnixMs
        message.pointee.ended_unix_ms = endedUnixMs
        message.pointee.tasks = tasks
        message.pointee.items = try arena.message(items, at: 8, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__JobSummary.self)
        id = message.pointee.id
        name = Lifting.string(message.pointee.name)
        tenant = Lifting.string(message.pointee.tenant)
        state = V1.JobState(rawValue: Int32(truncatingIfNeeded: message.pointee.state.rawValue))
        submittedUnixMs = message.pointee.submitted_unix_ms
        endedUnixMs = message.pointee.ended_unix_ms
        tasks = message.pointee.tasks
        items = Lifting.message(message.pointee.items)
    }
}

extension V1.GetRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__GetRequest()
        longhaul__v1__get_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__GetRequest.self, capacity: 1)
        longhaul__v1__get_request__init(message)
        message.pointee.job = job
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__GetRequest.self)
        job = message.pointee.job
    }
}

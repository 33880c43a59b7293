// Made by tools/generate from longhaul/v1/explanation.proto; not to be edited.

import CContract
import CProtobufC

extension V1.ExplainRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ExplainRequest()
        longhaul__v1__explain_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ExplainRequest.self, capacity: 1)
        longhaul__v1__explain_request__init(message)
        message.pointee.job = job
        if let task {
            message.pointee._task_case = .init(rawValue: 2)
            message.pointee.task = task
        }
        message.pointee.from = from
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ExplainRequest.self)
        job = message.pointee.job
        task = message.pointee._task_case.rawValue == 2 ? message.pointee.task : nil
        from = message.pointee.from
    }
}

extension V1.ExplainResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ExplainResponse()
        longhaul__v1__explain_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ExplainResponse.self, capacity: 1)
        longhaul__v1__explain_response__init(message)
        message.pointee.n_tasks = tasks.count
        message.pointee.tasks = try arena.messages(tasks, at: 1, of: memory)
        message.pointee.job_state = .init(rawValue: .init(truncatingIfNeeded: jobState.rawValue))
        if let next {
            message.pointee._next_case = .init(rawValue: 3)
            message.pointee.next = next
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ExplainResponse.self)
        tasks = Lifting.messages(message.pointee.tasks, count: message.pointee.n_tasks)
        jobState = V1.JobState(rawValue: Int32(truncatingIfNeeded: message.pointee.job_state.rawValue))
        next = message.pointee._next_case.rawValue == 3 ? message.pointee.next : nil
    }
}

extension V1.TaskExplanation {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TaskExplanation()
        longhaul__v1__task_explanation__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TaskExplanation.self, capacity: 1)
        longhaul__v1__task_explanation__init(message)
        message.pointee.ordinal = ordinal
        message.pointee.name = try arena.string(name, at: 2, of: memory)
        message.pointee.queue = try arena.string(queue, at: 3, of: memory)
        message.pointee.kind = try arena.string(kind, at: 4, of: memory)
        message.pointee.state = .init(rawValue: .init(truncatingIfNeeded: state.rawValue))
        message.pointee.pending = pending
        message.pointee.leased = leased
        message.pointee.retrying = retrying
        message.pointee.n_reasons = reasons.count
        message.pointee.reasons = try arena.messages(reasons, at: 9, of: memory)
        message.pointee.may_start_unix_ms = mayStartUnixMs
        message.pointee.note = try arena.message(note, at: 11, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TaskExplanation.self)
        ordinal = message.pointee.ordinal
        name = Lifting.string(message.pointee.name)
        queue = Lifting.string(message.pointee.queue)
        kind = Lifting.string(message.pointee.kind)
        state = V1.TaskState(rawValue: Int32(truncatingIfNeeded: message.pointee.state.rawValue))
        pending = message.pointee.pending
        leased = message.pointee.leased
        retrying = message.pointee.retrying
        reasons = Lifting.messages(message.pointee.reasons, count: message.pointee.n_reasons)
        mayStartUnixMs = message.pointee.may_start_unix_ms
        note = Lifting.message(message.pointee.note)
    }
}

extension V1.WaitReason {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__WaitReason()
        longhaul__v1__wait_reason__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__WaitReason.self, capacity: 1)
        longhaul__v1__wait_reason__init(message)
        message.pointee.cause = .init(rawValue: .init(truncatingIfNeeded: cause.rawValue))
        message.pointee.blocking = blocking ? 1 : 0
        message.pointee.name = try arena.string(name, at: 3, of: memory)
        message.pointee.key = key ? 1 : 0
        message.pointee.ordinal = ordinal
        message.pointee.state = .init(rawValue: .init(truncatingIfNeeded: state.rawValue))
        message.pointee.count = count
        message.pointee.limit = limit
        message.pointee.period_ms = periodMs
        message.pointee.leases = leases
        message.pointee.workers = workers
        message.pointee.since_unix_ms = sinceUnixMs
        message.pointee.until_unix_ms = untilUnixMs
        message.pointee.own = try arena.message(own, at: 14, of: memory)
        message.pointee.other = try arena.message(other, at: 15, of: memory)
        message.pointee.other_job = otherJob
        message.pointee.other_kind = try arena.string(otherKind, at: 17, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__WaitReason.self)
        cause = V1.WaitCause(rawValue: Int32(truncatingIfNeeded: message.pointee.cause.rawValue))
        blocking = message.pointee.blocking != 0
        name = Lifting.string(message.pointee.name)
        key = message.pointee.key != 0
        ordinal = message.pointee.ordinal
        state = V1.TaskState(rawValue: Int32(truncatingIfNeeded: message.pointee.state.rawValue))
        count = message.pointee.count
        limit = message.pointee.limit
        periodMs = message.pointee.period_ms
        leases = message.pointee.leases
        workers = message.pointee.workers
        sinceUnixMs = message.pointee.since_unix_ms
        untilUnixMs = message.pointee.until_unix_ms
        own = Lifting.message(message.pointee.own)
        other = Lifting.message(message.pointee.other)
        otherJob = message.pointee.other_job
        otherKind = Lifting.string(message.pointee.other_kind)
    }
}

extension V1.TenantStanding {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TenantStanding()
        longhaul__v1__tenant_standing__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TenantStanding.self, capacity: 1)
        longhaul__v1__tenant_standing__init(message)
        message.pointee.tenant = try arena.string(tenant, at: 1, of: memory)
        message.pointee.leases = leases
        message.pointee.weight = weight
        message.pointee.debt_ms = debtMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TenantStanding.self)
        tenant = Lifting.string(message.pointee.tenant)
        leases = message.pointee.leases
        weight = message.pointee.weight
        debtMs = message.pointee.debt_ms
    }
}

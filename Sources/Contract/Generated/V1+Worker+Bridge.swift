// Made by tools/generate from longhaul/v1/worker.proto; not to be edited.

import CContract
import CProtobufC

extension V1.WorkerUpdate {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__WorkerUpdate()
        longhaul__v1__worker_update__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__WorkerUpdate.self, capacity: 1)
        longhaul__v1__worker_update__init(message)
        message.pointee.join = try arena.message(join, at: 1, of: memory)
        message.pointee.lease_credit = leaseCredit
        message.pointee.item_credit = itemCredit
        message.pointee.n_completed = completed.count
        message.pointee.completed = try arena.array(completed)
        message.pointee.n_reports = reports.count
        message.pointee.reports = try arena.messages(reports, at: 5, of: memory)
        message.pointee.leave = leave ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__WorkerUpdate.self)
        join = Lifting.message(message.pointee.join)
        leaseCredit = message.pointee.lease_credit
        itemCredit = message.pointee.item_credit
        completed = Lifting.array(message.pointee.completed, count: message.pointee.n_completed)
        reports = Lifting.messages(message.pointee.reports, count: message.pointee.n_reports)
        leave = message.pointee.leave != 0
    }
}

extension V1.Join {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Join()
        longhaul__v1__join__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Join.self, capacity: 1)
        longhaul__v1__join__init(message)
        message.pointee.name = try arena.string(name, at: 1, of: memory)
        message.pointee.instance = instance
        message.pointee.n_kinds = kinds.count
        message.pointee.kinds = try arena.strings(kinds, at: 3, of: memory)
        message.pointee.n_queues = queues.count
        message.pointee.queues = try arena.strings(queues, at: 4, of: memory)
        message.pointee.n_held = held.count
        message.pointee.held = try arena.messages(held, at: 5, of: memory)
        message.pointee.slots = slots
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Join.self)
        name = Lifting.string(message.pointee.name)
        instance = message.pointee.instance
        kinds = Lifting.array(message.pointee.kinds, count: message.pointee.n_kinds) { Lifting.string($0) }
        queues = Lifting.array(message.pointee.queues, count: message.pointee.n_queues) { Lifting.string($0) }
        held = Lifting.messages(message.pointee.held, count: message.pointee.n_held)
        slots = message.pointee.slots
    }
}

extension V1.HeldLease {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__HeldLease()
        longhaul__v1__held_lease__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__HeldLease.self, capacity: 1)
        longhaul__v1__held_lease__init(message)
        message.pointee.lease = lease
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__HeldLease.self)
        lease = message.pointee.lease
    }
}

extension V1.Report {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Report()
        longhaul__v1__report__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Report.self, capacity: 1)
        longhaul__v1__report__init(message)
        message.pointee.lease = lease
        message.pointee.cursor = cursor
        message.pointee.n_settled = settled.count
        message.pointee.settled = try arena.array(settled)
        message.pointee.n_outcomes = outcomes.count
        message.pointee.outcomes = try arena.messages(outcomes, at: 4, of: memory)
        if let checkpoint {
            message.pointee._checkpoint_case = .init(rawValue: 5)
            message.pointee.checkpoint.len = checkpoint.count
            message.pointee.checkpoint.data = try arena.bytes(checkpoint)
        }
        message.pointee.n_outputs = outputs.count
        message.pointee.outputs = try arena.messages(outputs, at: 6, of: memory)
        message.pointee.n_item_counts = itemCounts.count
        message.pointee.item_counts = try arena.messages(itemCounts, at: 7, of: memory)
        message.pointee.ending = .init(rawValue: .init(truncatingIfNeeded: ending.rawValue))
        message.pointee.failure = try arena.message(failure, at: 9, of: memory)
        message.pointee.slow_down_ms = slowDownMs
        if let note {
            message.pointee._note_case = .init(rawValue: 10)
            message.pointee.note = try arena.message(note, at: 10, of: memory)
        }
        message.pointee.n_added = added.count
        message.pointee.added = try arena.messages(added, at: 12, of: memory)
        if let end {
            message.pointee._end_case = .init(rawValue: 13)
            message.pointee.end = end
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Report.self)
        lease = message.pointee.lease
        cursor = message.pointee.cursor
        settled = Lifting.array(message.pointee.settled, count: message.pointee.n_settled)
        outcomes = Lifting.messages(message.pointee.outcomes, count: message.pointee.n_outcomes)
        checkpoint =
            message.pointee._checkpoint_case.rawValue == 5
            ? Lifting.bytes(message.pointee.checkpoint.data, count: message.pointee.checkpoint.len) : nil
        outputs = Lifting.messages(message.pointee.outputs, count: message.pointee.n_outputs)
        itemCounts = Lifting.messages(message.pointee.item_counts, count: message.pointee.n_item_counts)
        ending = V1.Ending(rawValue: Int32(truncatingIfNeeded: message.pointee.ending.rawValue))
        failure = Lifting.message(message.pointee.failure)
        slowDownMs = message.pointee.slow_down_ms
        note = message.pointee._note_case.rawValue == 10 ? Lifting.message(message.pointee.note) ?? V1.Failure() : nil
        added = Lifting.messages(message.pointee.added, count: message.pointee.n_added)
        end = message.pointee._end_case.rawValue == 13 ? message.pointee.end : nil
    }
}

extension V1.Outcome {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Outcome()
        longhaul__v1__outcome__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Outcome.self, capacity: 1)
        longhaul__v1__outcome__init(message)
        message.pointee.item = item
        message.pointee.disposition = .init(rawValue: .init(truncatingIfNeeded: disposition.rawValue))
        message.pointee.failure = try arena.message(failure, at: 3, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Outcome.self)
        item = message.pointee.item
        disposition = V1.Disposition(rawValue: Int32(truncatingIfNeeded: message.pointee.disposition.rawValue))
        failure = Lifting.message(message.pointee.failure)
    }
}

extension V1.Output {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Output()
        longhaul__v1__output__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Output.self, capacity: 1)
        longhaul__v1__output__init(message)
        message.pointee.item = item
        message.pointee.data.len = data.count
        message.pointee.data.data = try arena.bytes(data)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Output.self)
        item = message.pointee.item
        data = Lifting.bytes(message.pointee.data.data, count: message.pointee.data.len)
    }
}

extension V1.AddedTask {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__AddedTask()
        longhaul__v1__added_task__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__AddedTask.self, capacity: 1)
        longhaul__v1__added_task__init(message)
        message.pointee.item = item
        message.pointee.task = try arena.message(task, at: 2, of: memory)
        message.pointee.n_before = before.count
        message.pointee.before = try arena.strings(before, at: 3, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__AddedTask.self)
        item = message.pointee.item
        task = Lifting.message(message.pointee.task)
        before = Lifting.array(message.pointee.before, count: message.pointee.n_before) { Lifting.string($0) }
    }
}

extension V1.ItemCount {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ItemCount()
        longhaul__v1__item_count__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ItemCount.self, capacity: 1)
        longhaul__v1__item_count__init(message)
        message.pointee.task = task
        message.pointee.count = count
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ItemCount.self)
        task = message.pointee.task
        count = message.pointee.count
    }
}

extension V1.SchedulerUpdate {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SchedulerUpdate()
        longhaul__v1__scheduler_update__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SchedulerUpdate.self, capacity: 1)
        longhaul__v1__scheduler_update__init(message)
        message.pointee.joined = try arena.message(joined, at: 1, of: memory)
        message.pointee.n_grants = grants.count
        message.pointee.grants = try arena.messages(grants, at: 2, of: memory)
        message.pointee.n_ended = ended.count
        message.pointee.ended = try arena.array(ended)
        message.pointee.n_acknowledged = acknowledged.count
        message.pointee.acknowledged = try arena.messages(acknowledged, at: 4, of: memory)
        message.pointee.n_revoked = revoked.count
        message.pointee.revoked = try arena.array(revoked)
        message.pointee.n_recalled = recalled.count
        message.pointee.recalled = try arena.array(recalled)
        message.pointee.n_trims = trims.count
        message.pointee.trims = try arena.messages(trims, at: 7, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SchedulerUpdate.self)
        joined = Lifting.message(message.pointee.joined)
        grants = Lifting.messages(message.pointee.grants, count: message.pointee.n_grants)
        ended = Lifting.array(message.pointee.ended, count: message.pointee.n_ended)
        acknowledged = Lifting.messages(message.pointee.acknowledged, count: message.pointee.n_acknowledged)
        revoked = Lifting.array(message.pointee.revoked, count: message.pointee.n_revoked)
        recalled = Lifting.array(message.pointee.recalled, count: message.pointee.n_recalled)
        trims = Lifting.messages(message.pointee.trims, count: message.pointee.n_trims)
    }
}

extension V1.Trim {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Trim()
        longhaul__v1__trim__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Trim.self, capacity: 1)
        longhaul__v1__trim__init(message)
        message.pointee.lease = lease
        message.pointee.end = end
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Trim.self)
        lease = message.pointee.lease
        end = message.pointee.end
    }
}

extension V1.Joined {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Joined()
        longhaul__v1__joined__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Joined.self, capacity: 1)
        longhaul__v1__joined__init(message)
        message.pointee.lease_ttl_ms = leaseTtlMs
        message.pointee.heartbeat_ms = heartbeatMs
        message.pointee.unacknowledged_items = unacknowledgedItems
        message.pointee.n_kept = kept.count
        message.pointee.kept = try arena.array(kept)
        message.pointee.recall_ms = recallMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Joined.self)
        leaseTtlMs = message.pointee.lease_ttl_ms
        heartbeatMs = message.pointee.heartbeat_ms
        unacknowledgedItems = message.pointee.unacknowledged_items
        kept = Lifting.array(message.pointee.kept, count: message.pointee.n_kept)
        recallMs = message.pointee.recall_ms
    }
}

extension V1.Grant {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Grant()
        longhaul__v1__grant__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Grant.self, capacity: 1)
        longhaul__v1__grant__init(message)
        message.pointee.lease = lease
        message.pointee.job = job
        message.pointee.task = task
        message.pointee.task_name = try arena.string(taskName, at: 4, of: memory)
        message.pointee.queue = try arena.string(queue, at: 5, of: memory)
        message.pointee.kind = try arena.string(kind, at: 6, of: memory)
        message.pointee.payload.len = payload.count
        message.pointee.payload.data = try arena.bytes(payload)
        message.pointee.n_ranges = ranges.count
        message.pointee.ranges = try arena.array(ranges)
        message.pointee.attempt = attempt
        message.pointee.item_count = itemCount
        message.pointee.checkpoint.len = checkpoint.count
        message.pointee.checkpoint.data = try arena.bytes(checkpoint)
        message.pointee.context = try arena.message(context, at: 12, of: memory)
        message.pointee.n_items = items.count
        message.pointee.items = try arena.array(items) {
            (value) throws(CodecError) in
            ProtobufCBinaryData(len: value.count, data: try arena.bytes(value))
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Grant.self)
        lease = message.pointee.lease
        job = message.pointee.job
        task = message.pointee.task
        taskName = Lifting.string(message.pointee.task_name)
        queue = Lifting.string(message.pointee.queue)
        kind = Lifting.string(message.pointee.kind)
        payload = Lifting.bytes(message.pointee.payload.data, count: message.pointee.payload.len)
        ranges = Lifting.array(message.pointee.ranges, count: message.pointee.n_ranges)
        attempt = message.pointee.attempt
        itemCount = message.pointee.item_count
        checkpoint = Lifting.bytes(message.pointee.checkpoint.data, count: message.pointee.checkpoint.len)
        context = Lifting.message(message.pointee.context)
        items = Lifting.array(message.pointee.items, count: message.pointee.n_items) {
            Lifting.bytes($0.data, count: $0.len)
        }
    }
}

extension V1.TaskContext {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TaskContext()
        longhaul__v1__task_context__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TaskContext.self, capacity: 1)
        longhaul__v1__task_context__init(message)
        message.pointee.n_inputs = inputs.count
        message.pointee.inputs = try arena.messages(inputs, at: 1, of: memory)
        message.pointee.n_dependencies = dependencies.count
        message.pointee.dependencies = try arena.messages(dependencies, at: 2, of: memory)
        message.pointee.n_unset_counts = unsetCounts.count
        message.pointee.unset_counts = try arena.messages(unsetCounts, at: 3, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TaskContext.self)
        inputs = Lifting.messages(message.pointee.inputs, count: message.pointee.n_inputs)
        dependencies = Lifting.messages(message.pointee.dependencies, count: message.pointee.n_dependencies)
        unsetCounts = Lifting.messages(message.pointee.unset_counts, count: message.pointee.n_unset_counts)
    }
}

extension V1.DependencyResult {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__DependencyResult()
        longhaul__v1__dependency_result__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__DependencyResult.self, capacity: 1)
        longhaul__v1__dependency_result__init(message)
        message.pointee.task = try arena.string(task, at: 1, of: memory)
        message.pointee.items = try arena.message(items, at: 2, of: memory)
        message.pointee.started_unix_ms = startedUnixMs
        message.pointee.ended_unix_ms = endedUnixMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DependencyResult.self)
        task = Lifting.string(message.pointee.task)
        items = Lifting.message(message.pointee.items)
        startedUnixMs = message.pointee.started_unix_ms
        endedUnixMs = message.pointee.ended_unix_ms
    }
}

extension V1.UnsetCount {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__UnsetCount()
        longhaul__v1__unset_count__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__UnsetCount.self, capacity: 1)
        longhaul__v1__unset_count__init(message)
        message.pointee.task = task
        message.pointee.name = try arena.string(name, at: 2, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__UnsetCount.self)
        task = message.pointee.task
        name = Lifting.string(message.pointee.name)
    }
}

extension V1.Acknowledgement {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Acknowledgement()
        longhaul__v1__acknowledgement__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Acknowledgement.self, capacity: 1)
        longhaul__v1__acknowledgement__init(message)
        message.pointee.lease = lease
        message.pointee.cursor = cursor
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Acknowledgement.self)
        lease = message.pointee.lease
        cursor = message.pointee.cursor
    }
}

// Made by tools/generate from longhaul/v1/scheduler.proto; not to be edited.

import CContract
import CProtobufC

extension V1.SubmitRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SubmitRequest()
        longhaul__v1__submit_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SubmitRequest.self, capacity: 1)
        longhaul__v1__submit_request__init(message)
        message.pointee.n_jobs = jobs.count
        message.pointee.jobs = try arena.messages(jobs, at: 1, of: memory)
        message.pointee.request_id.len = requestId.count
        message.pointee.request_id.data = try arena.bytes(requestId)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SubmitRequest.self)
        jobs = Lifting.messages(message.pointee.jobs, count: message.pointee.n_jobs)
        requestId = Lifting.bytes(message.pointee.request_id.data, count: message.pointee.request_id.len)
    }
}

extension V1.SubmitResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SubmitResponse()
        longhaul__v1__submit_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SubmitResponse.self, capacity: 1)
        longhaul__v1__submit_response__init(message)
        message.pointee.n_jobs = jobs.count
        message.pointee.jobs = try arena.array(jobs)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SubmitResponse.self)
        jobs = Lifting.array(message.pointee.jobs, count: message.pointee.n_jobs)
    }
}

extension V1.AppendItemsRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__AppendItemsRequest()
        longhaul__v1__append_items_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__AppendItemsRequest.self, capacity: 1)
        longhaul__v1__append_items_request__init(message)
        message.pointee.job = job
        message.pointee.task = task
        message.pointee.first_index = firstIndex
        message.pointee.n_items = items.count
        message.pointee.items = try arena.array(items) {
            (value) throws(CodecError) in
            ProtobufCBinaryData(len: value.count, data: try arena.bytes(value))
        }
        message.pointee.seal = seal ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__AppendItemsRequest.self)
        job = message.pointee.job
        task = message.pointee.task
        firstIndex = message.pointee.first_index
        items = Lifting.array(message.pointee.items, count: message.pointee.n_items) {
            Lifting.bytes($0.data, count: $0.len)
        }
        seal = message.pointee.seal != 0
    }
}

extension V1.AppendItemsResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__AppendItemsResponse()
        longhaul__v1__append_items_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__AppendItemsResponse.self, capacity: 1)
        longhaul__v1__append_items_response__init(message)
        message.pointee.next_index = nextIndex
        message.pointee.sealed = sealed ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__AppendItemsResponse.self)
        nextIndex = message.pointee.next_index
        sealed = message.pointee.sealed != 0
    }
}

extension V1.ListRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListRequest()
        longhaul__v1__list_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListRequest.self, capacity: 1)
        longhaul__v1__list_request__init(message)
        message.pointee.tenant = try arena.string(tenant, at: 1, of: memory)
        message.pointee.n_states = states.count
        message.pointee.states = try arena.array(states) { .init(rawValue: .init(truncatingIfNeeded: $0.rawValue)) }
        message.pointee.limit = limit
        message.pointee.before = before
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListRequest.self)
        tenant = Lifting.string(message.pointee.tenant)
        states = Lifting.array(message.pointee.states, count: message.pointee.n_states) {
            V1.JobState(rawValue: Int32(truncatingIfNeeded: $0.rawValue))
        }
        limit = message.pointee.limit
        before = message.pointee.before
    }
}

extension V1.ListResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListResponse()
        longhaul__v1__list_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListResponse.self, capacity: 1)
        longhaul__v1__list_response__init(message)
        message.pointee.n_jobs = jobs.count
        message.pointee.jobs = try arena.messages(jobs, at: 1, of: memory)
        message.pointee.next_before = nextBefore
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListResponse.self)
        jobs = Lifting.messages(message.pointee.jobs, count: message.pointee.n_jobs)
        nextBefore = message.pointee.next_before
    }
}

extension V1.CancelRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__CancelRequest()
        longhaul__v1__cancel_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__CancelRequest.self, capacity: 1)
        longhaul__v1__cancel_request__init(message)
        message.pointee.job = job
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__CancelRequest.self)
        job = message.pointee.job
    }
}

extension V1.CancelResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__CancelResponse()
        longhaul__v1__cancel_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__CancelResponse.self, capacity: 1)
        longhaul__v1__cancel_response__init(message)
        message.pointee.state = .init(rawValue: .init(truncatingIfNeeded: state.rawValue))
        message.pointee.cancelled = cancelled ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__CancelResponse.self)
        state = V1.JobState(rawValue: Int32(truncatingIfNeeded: message.pointee.state.rawValue))
        cancelled = message.pointee.cancelled != 0
    }
}

extension V1.ListWorkersRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListWorkersRequest()
        longhaul__v1__list_workers_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListWorkersRequest.self, capacity: 1)
        longhaul__v1__list_workers_request__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.ListWorkersResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListWorkersResponse()
        longhaul__v1__list_workers_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListWorkersResponse.self, capacity: 1)
        longhaul__v1__list_workers_response__init(message)
        message.pointee.n_workers = workers.count
        message.pointee.workers = try arena.messages(workers, at: 1, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListWorkersResponse.self)
        workers = Lifting.messages(message.pointee.workers, count: message.pointee.n_workers)
    }
}

extension V1.WorkerStatus {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__WorkerStatus()
        longhaul__v1__worker_status__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__WorkerStatus.self, capacity: 1)
        longhaul__v1__worker_status__init(message)
        message.pointee.name = try arena.string(name, at: 1, of: memory)
        message.pointee.instance = instance
        message.pointee.n_kinds = kinds.count
        message.pointee.kinds = try arena.strings(kinds, at: 3, of: memory)
        message.pointee.n_queues = queues.count
        message.pointee.queues = try arena.strings(queues, at: 4, of: memory)
        message.pointee.leases = leases
        message.pointee.leased_items = leasedItems
        message.pointee.connected = connected ? 1 : 0
        message.pointee.joined_unix_ms = joinedUnixMs
        message.pointee.draining = draining ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__WorkerStatus.self)
        name = Lifting.string(message.pointee.name)
        instance = message.pointee.instance
        kinds = Lifting.array(message.pointee.kinds, count: message.pointee.n_kinds) { Lifting.string($0) }
        queues = Lifting.array(message.pointee.queues, count: message.pointee.n_queues) { Lifting.string($0) }
        leases = message.pointee.leases
        leasedItems = message.pointee.leased_items
        connected = message.pointee.connected != 0
        joinedUnixMs = message.pointee.joined_unix_ms
        draining = message.pointee.draining != 0
    }
}

extension V1.ListQueuesRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListQueuesRequest()
        longhaul__v1__list_queues_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListQueuesRequest.self, capacity: 1)
        longhaul__v1__list_queues_request__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.ListQueuesResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListQueuesResponse()
        longhaul__v1__list_queues_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListQueuesResponse.self, capacity: 1)
        longhaul__v1__list_queues_response__init(message)
        message.pointee.n_queues = queues.count
        message.pointee.queues = try arena.messages(queues, at: 1, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListQueuesResponse.self)
        queues = Lifting.messages(message.pointee.queues, count: message.pointee.n_queues)
    }
}

extension V1.QueueStatus {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__QueueStatus()
        longhaul__v1__queue_status__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__QueueStatus.self, capacity: 1)
        longhaul__v1__queue_status__init(message)
        message.pointee.name = try arena.string(name, at: 1, of: memory)
        message.pointee.depth = depth
        message.pointee.ready_tasks = readyTasks
        message.pointee.leases = leases
        message.pointee.dead_letters = deadLetters
        message.pointee.workers = workers
        message.pointee.limits = try arena.message(limits, at: 7, of: memory)
        message.pointee.paused = paused ? 1 : 0
        message.pointee.open = open ? 1 : 0
        message.pointee.draining = draining ? 1 : 0
        message.pointee.retention = try arena.message(retention, at: 12, of: memory)
        message.pointee.removed_jobs = removedJobs
        message.pointee.removed_letters = removedLetters
        message.pointee.demand = try arena.message(demand, at: 10, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__QueueStatus.self)
        name = Lifting.string(message.pointee.name)
        depth = message.pointee.depth
        readyTasks = message.pointee.ready_tasks
        leases = message.pointee.leases
        deadLetters = message.pointee.dead_letters
        workers = message.pointee.workers
        limits = Lifting.message(message.pointee.limits)
        paused = message.pointee.paused != 0
        open = message.pointee.open != 0
        draining = message.pointee.draining != 0
        retention = Lifting.message(message.pointee.retention)
        removedJobs = message.pointee.removed_jobs
        removedLetters = message.pointee.removed_letters
        demand = Lifting.message(message.pointee.demand)
    }
}

extension V1.QueueRetention {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__QueueRetention()
        longhaul__v1__queue_retention__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__QueueRetention.self, capacity: 1)
        longhaul__v1__queue_retention__init(message)
        if let jobsMs {
            message.pointee._jobs_ms_case = .init(rawValue: 1)
            message.pointee.jobs_ms = jobsMs
        }
        if let lettersMs {
            message.pointee._letters_ms_case = .init(rawValue: 2)
            message.pointee.letters_ms = lettersMs
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__QueueRetention.self)
        jobsMs = message.pointee._jobs_ms_case.rawValue == 1 ? message.pointee.jobs_ms : nil
        lettersMs = message.pointee._letters_ms_case.rawValue == 2 ? message.pointee.letters_ms : nil
    }
}

extension V1.SetRetentionRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetRetentionRequest()
        longhaul__v1__set_retention_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetRetentionRequest.self, capacity: 1)
        longhaul__v1__set_retention_request__init(message)
        message.pointee.queue = try arena.string(queue, at: 1, of: memory)
        message.pointee.retention = try arena.message(retention, at: 2, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetRetentionRequest.self)
        queue = Lifting.string(message.pointee.queue)
        retention = Lifting.message(message.pointee.retention)
    }
}

extension V1.SetRetentionResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetRetentionResponse()
        longhaul__v1__set_retention_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetRetentionResponse.self, capacity: 1)
        longhaul__v1__set_retention_response__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.QueueDemand {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__QueueDemand()
        longhaul__v1__queue_demand__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__QueueDemand.self, capacity: 1)
        longhaul__v1__queue_demand__init(message)
        message.pointee.waiting_items = waitingItems
        message.pointee.estimated = estimated ? 1 : 0
        message.pointee.leased_items = leasedItems
        message.pointee.oldest_unix_ms = oldestUnixMs
        message.pointee.arrivals_per_second = arrivalsPerSecond
        message.pointee.completions_per_second = completionsPerSecond
        message.pointee.wanted_workers = wantedWorkers
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__QueueDemand.self)
        waitingItems = message.pointee.waiting_items
        estimated = message.pointee.estimated != 0
        leasedItems = message.pointee.leased_items
        oldestUnixMs = message.pointee.oldest_unix_ms
        arrivalsPerSecond = message.pointee.arrivals_per_second
        completionsPerSecond = message.pointee.completions_per_second
        wantedWorkers = message.pointee.wanted_workers
    }
}

extension V1.Limits {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Limits()
        longhaul__v1__limits__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Limits.self, capacity: 1)
        longhaul__v1__limits__init(message)
        message.pointee.leases = leases
        message.pointee.rate = try arena.message(rate, at: 2, of: memory)
        message.pointee.depth = depth
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Limits.self)
        leases = message.pointee.leases
        rate = Lifting.message(message.pointee.rate)
        depth = message.pointee.depth
    }
}

extension V1.ItemRate {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ItemRate()
        longhaul__v1__item_rate__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ItemRate.self, capacity: 1)
        longhaul__v1__item_rate__init(message)
        message.pointee.items = items
        message.pointee.period_ms = periodMs
        message.pointee.burst = burst
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ItemRate.self)
        items = message.pointee.items
        periodMs = message.pointee.period_ms
        burst = message.pointee.burst
    }
}

extension V1.ListKeysRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListKeysRequest()
        longhaul__v1__list_keys_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListKeysRequest.self, capacity: 1)
        longhaul__v1__list_keys_request__init(message)
        message.pointee.after = try arena.string(after, at: 1, of: memory)
        message.pointee.limit = limit
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListKeysRequest.self)
        after = Lifting.string(message.pointee.after)
        limit = message.pointee.limit
    }
}

extension V1.ListKeysResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListKeysResponse()
        longhaul__v1__list_keys_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListKeysResponse.self, capacity: 1)
        longhaul__v1__list_keys_response__init(message)
        message.pointee.n_keys = keys.count
        message.pointee.keys = try arena.messages(keys, at: 1, of: memory)
        message.pointee.next_after = try arena.string(nextAfter, at: 2, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListKeysResponse.self)
        keys = Lifting.messages(message.pointee.keys, count: message.pointee.n_keys)
        nextAfter = Lifting.string(message.pointee.next_after)
    }
}

extension V1.KeyStatus {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__KeyStatus()
        longhaul__v1__key_status__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__KeyStatus.self, capacity: 1)
        longhaul__v1__key_status__init(message)
        message.pointee.name = try arena.string(name, at: 1, of: memory)
        message.pointee.limits = try arena.message(limits, at: 2, of: memory)
        message.pointee.leases = leases
        message.pointee.paused = paused ? 1 : 0
        message.pointee.open = open ? 1 : 0
        message.pointee.slow_until_unix_ms = slowUntilUnixMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__KeyStatus.self)
        name = Lifting.string(message.pointee.name)
        limits = Lifting.message(message.pointee.limits)
        leases = message.pointee.leases
        paused = message.pointee.paused != 0
        open = message.pointee.open != 0
        slowUntilUnixMs = message.pointee.slow_until_unix_ms
    }
}

extension V1.ListTenantsRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListTenantsRequest()
        longhaul__v1__list_tenants_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListTenantsRequest.self, capacity: 1)
        longhaul__v1__list_tenants_request__init(message)
        message.pointee.after = try arena.string(after, at: 1, of: memory)
        message.pointee.limit = limit
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListTenantsRequest.self)
        after = Lifting.string(message.pointee.after)
        limit = message.pointee.limit
    }
}

extension V1.ListTenantsResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListTenantsResponse()
        longhaul__v1__list_tenants_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListTenantsResponse.self, capacity: 1)
        longhaul__v1__list_tenants_response__init(message)
        message.pointee.n_tenants = tenants.count
        message.pointee.tenants = try arena.messages(tenants, at: 1, of: memory)
        message.pointee.next_after = try arena.string(nextAfter, at: 2, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListTenantsResponse.self)
        tenants = Lifting.messages(message.pointee.tenants, count: message.pointee.n_tenants)
        nextAfter = Lifting.string(message.pointee.next_after)
    }
}

extension V1.TenantStatus {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TenantStatus()
        longhaul__v1__tenant_status__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TenantStatus.self, capacity: 1)
        longhaul__v1__tenant_status__init(message)
        message.pointee.name = try arena.string(name, at: 1, of: memory)
        message.pointee.weight = weight
        message.pointee.depth = depth
        message.pointee.depth_limit = depthLimit
        message.pointee.paused = paused ? 1 : 0
        message.pointee.draining = draining ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TenantStatus.self)
        name = Lifting.string(message.pointee.name)
        weight = message.pointee.weight
        depth = message.pointee.depth
        depthLimit = message.pointee.depth_limit
        paused = message.pointee.paused != 0
        draining = message.pointee.draining != 0
    }
}

extension V1.SetLimitsRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetLimitsRequest()
        longhaul__v1__set_limits_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetLimitsRequest.self, capacity: 1)
        longhaul__v1__set_limits_request__init(message)
        switch gate {
        case .queue(let value):
            message.pointee.gate_case = .init(rawValue: 1)
            message.pointee.queue = try arena.string(value, at: 1, of: memory)
        case .key(let value):
            message.pointee.gate_case = .init(rawValue: 2)
            message.pointee.key = try arena.string(value, at: 2, of: memory)
        case nil: break
        }
        message.pointee.limits = try arena.message(limits, at: 3, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetLimitsRequest.self)
        switch message.pointee.gate_case.rawValue {
        case 1: gate = .queue(Lifting.string(message.pointee.queue))
        case 2: gate = .key(Lifting.string(message.pointee.key))
        default: gate = nil
        }
        limits = Lifting.message(message.pointee.limits)
    }
}

extension V1.SetLimitsResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetLimitsResponse()
        longhaul__v1__set_limits_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetLimitsResponse.self, capacity: 1)
        longhaul__v1__set_limits_response__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.SetPausedRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetPausedRequest()
        longhaul__v1__set_paused_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetPausedRequest.self, capacity: 1)
        longhaul__v1__set_paused_request__init(message)
        switch subject {
        case .queue(let value):
            message.pointee.subject_case = .init(rawValue: 1)
            message.pointee.queue = try arena.string(value, at: 1, of: memory)
        case .key(let value):
            message.pointee.subject_case = .init(rawValue: 2)
            message.pointee.key = try arena.string(value, at: 2, of: memory)
        case .tenant(let value):
            message.pointee.subject_case = .init(rawValue: 3)
            message.pointee.tenant = try arena.string(value, at: 3, of: memory)
        case .job(let value):
            message.pointee.subject_case = .init(rawValue: 4)
            message.pointee.job = value
        case .schedule(let value):
            message.pointee.subject_case = .init(rawValue: 6)
            message.pointee.schedule = try arena.message(value, at: 6, of: memory)
        case nil: break
        }
        message.pointee.paused = paused ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetPausedRequest.self)
        switch message.pointee.subject_case.rawValue {
        case 1: subject = .queue(Lifting.string(message.pointee.queue))
        case 2: subject = .key(Lifting.string(message.pointee.key))
        case 3: subject = .tenant(Lifting.string(message.pointee.tenant))
        case 4: subject = .job(message.pointee.job)
        case 6: subject = .schedule(Lifting.message(message.pointee.schedule) ?? V1.ScheduleName())
        default: subject = nil
        }
        paused = message.pointee.paused != 0
    }
}

extension V1.SetPausedResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetPausedResponse()
        longhaul__v1__set_paused_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetPausedResponse.self, capacity: 1)
        longhaul__v1__set_paused_response__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.SetDrainingRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetDrainingRequest()
        longhaul__v1__set_draining_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetDrainingRequest.self, capacity: 1)
        longhaul__v1__set_draining_request__init(message)
        switch subject {
        case .queue(let value):
            message.pointee.subject_case = .init(rawValue: 1)
            message.pointee.queue = try arena.string(value, at: 1, of: memory)
        case .tenant(let value):
            message.pointee.subject_case = .init(rawValue: 2)
            message.pointee.tenant = try arena.string(value, at: 2, of: memory)
        case nil: break
        }
        message.pointee.draining = draining ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetDrainingRequest.self)
        switch message.pointee.subject_case.rawValue {
        case 1: subject = .queue(Lifting.string(message.pointee.queue))
        case 2: subject = .tenant(Lifting.string(message.pointee.tenant))
        default: subject = nil
        }
        draining = message.pointee.draining != 0
    }
}

extension V1.SetDrainingResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetDrainingResponse()
        longhaul__v1__set_draining_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetDrainingResponse.self, capacity: 1)
        longhaul__v1__set_draining_response__init(message)
        message.pointee.depth = depth
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetDrainingResponse.self)
        depth = message.pointee.depth
    }
}

extension V1.SetPriorityRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetPriorityRequest()
        longhaul__v1__set_priority_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetPriorityRequest.self, capacity: 1)
        longhaul__v1__set_priority_request__init(message)
        message.pointee.job = job
        message.pointee.priority = priority
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetPriorityRequest.self)
        job = message.pointee.job
        priority = message.pointee.priority
    }
}

extension V1.SetPriorityResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetPriorityResponse()
        longhaul__v1__set_priority_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetPriorityResponse.self, capacity: 1)
        longhaul__v1__set_priority_response__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.SetTenantRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetTenantRequest()
        longhaul__v1__set_tenant_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetTenantRequest.self, capacity: 1)
        longhaul__v1__set_tenant_request__init(message)
        message.pointee.tenant = try arena.string(tenant, at: 1, of: memory)
        if let weight {
            message.pointee._weight_case = .init(rawValue: 2)
            message.pointee.weight = weight
        }
        if let depth {
            message.pointee._depth_case = .init(rawValue: 3)
            message.pointee.depth = depth
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetTenantRequest.self)
        tenant = Lifting.string(message.pointee.tenant)
        weight = message.pointee._weight_case.rawValue == 2 ? message.pointee.weight : nil
        depth = message.pointee._depth_case.rawValue == 3 ? message.pointee.depth : nil
    }
}

extension V1.SetTenantResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetTenantResponse()
        longhaul__v1__set_tenant_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetTenantResponse.self, capacity: 1)
        longhaul__v1__set_tenant_response__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.FollowRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__FollowRequest()
        longhaul__v1__follow_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__FollowRequest.self, capacity: 1)
        longhaul__v1__follow_request__init(message)
        message.pointee.n_follow = follow.count
        message.pointee.follow = try arena.array(follow)
        message.pointee.n_leave = leave.count
        message.pointee.leave = try arena.array(leave)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__FollowRequest.self)
        follow = Lifting.array(message.pointee.follow, count: message.pointee.n_follow)
        leave = Lifting.array(message.pointee.leave, count: message.pointee.n_leave)
    }
}

extension V1.FollowUpdate {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__FollowUpdate()
        longhaul__v1__follow_update__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__FollowUpdate.self, capacity: 1)
        longhaul__v1__follow_update__init(message)
        message.pointee.n_jobs = jobs.count
        message.pointee.jobs = try arena.messages(jobs, at: 1, of: memory)
        message.pointee.n_unknown = unknown.count
        message.pointee.unknown = try arena.array(unknown)
        message.pointee.index = index
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__FollowUpdate.self)
        jobs = Lifting.messages(message.pointee.jobs, count: message.pointee.n_jobs)
        unknown = Lifting.array(message.pointee.unknown, count: message.pointee.n_unknown)
        index = message.pointee.index
    }
}

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
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SubmitRequest.self)
        jobs = Lifting.messages(message.pointee.jobs, count: message.pointee.n_jobs)
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
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__QueueStatus.self)
        name = Lifting.string(message.pointee.name)
        depth = message.pointee.depth
        readyTasks = message.pointee.ready_tasks
        leases = message.pointee.leases
        deadLetters = message.pointee.dead_letters
        workers = message.pointee.workers
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

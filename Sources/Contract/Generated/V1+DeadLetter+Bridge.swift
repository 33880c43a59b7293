// Made by tools/generate from longhaul/v1/dead_letter.proto; not to be edited.

import CContract
import CProtobufC

extension V1.Failure {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Failure()
        longhaul__v1__failure__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Failure.self, capacity: 1)
        longhaul__v1__failure__init(message)
        message.pointee.code = try arena.string(code, at: 1, of: memory)
        message.pointee.text = try arena.string(text, at: 2, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Failure.self)
        code = Lifting.string(message.pointee.code)
        text = Lifting.string(message.pointee.text)
    }
}

extension V1.DeadLetter {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__DeadLetter()
        longhaul__v1__dead_letter__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__DeadLetter.self, capacity: 1)
        longhaul__v1__dead_letter__init(message)
        message.pointee.id = id
        message.pointee.job = job
        message.pointee.task = task
        message.pointee.task_name = try arena.string(taskName, at: 4, of: memory)
        message.pointee.queue = try arena.string(queue, at: 5, of: memory)
        message.pointee.kind = try arena.string(kind, at: 6, of: memory)
        if let item {
            message.pointee._item_case = .init(rawValue: 7)
            message.pointee.item = item
        }
        message.pointee.cause = .init(rawValue: .init(truncatingIfNeeded: cause.rawValue))
        message.pointee.attempts = attempts
        message.pointee.failure = try arena.message(failure, at: 10, of: memory)
        message.pointee.died_unix_ms = diedUnixMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DeadLetter.self)
        id = message.pointee.id
        job = message.pointee.job
        task = message.pointee.task
        taskName = Lifting.string(message.pointee.task_name)
        queue = Lifting.string(message.pointee.queue)
        kind = Lifting.string(message.pointee.kind)
        item = message.pointee._item_case.rawValue == 7 ? message.pointee.item : nil
        cause = V1.DeathCause(rawValue: Int32(truncatingIfNeeded: message.pointee.cause.rawValue))
        attempts = message.pointee.attempts
        failure = Lifting.message(message.pointee.failure)
        diedUnixMs = message.pointee.died_unix_ms
    }
}

extension V1.DeadLetterFilter {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__DeadLetterFilter()
        longhaul__v1__dead_letter_filter__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__DeadLetterFilter.self, capacity: 1)
        longhaul__v1__dead_letter_filter__init(message)
        message.pointee.n_ids = ids.count
        message.pointee.ids = try arena.array(ids)
        message.pointee.job = job
        message.pointee.queue = try arena.string(queue, at: 3, of: memory)
        message.pointee.code = try arena.string(code, at: 4, of: memory)
        message.pointee.all = all ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DeadLetterFilter.self)
        ids = Lifting.array(message.pointee.ids, count: message.pointee.n_ids)
        job = message.pointee.job
        queue = Lifting.string(message.pointee.queue)
        code = Lifting.string(message.pointee.code)
        all = message.pointee.all != 0
    }
}

extension V1.ListDeadLettersRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListDeadLettersRequest()
        longhaul__v1__list_dead_letters_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListDeadLettersRequest.self, capacity: 1)
        longhaul__v1__list_dead_letters_request__init(message)
        message.pointee.filter = try arena.message(filter, at: 1, of: memory)
        message.pointee.limit = limit
        message.pointee.after = after
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListDeadLettersRequest.self)
        filter = Lifting.message(message.pointee.filter)
        limit = message.pointee.limit
        after = message.pointee.after
    }
}

extension V1.ListDeadLettersResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListDeadLettersResponse()
        longhaul__v1__list_dead_letters_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListDeadLettersResponse.self, capacity: 1)
        longhaul__v1__list_dead_letters_response__init(message)
        message.pointee.n_letters = letters.count
        message.pointee.letters = try arena.messages(letters, at: 1, of: memory)
        message.pointee.matching = matching
        message.pointee.next_after = nextAfter
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListDeadLettersResponse.self)
        letters = Lifting.messages(message.pointee.letters, count: message.pointee.n_letters)
        matching = message.pointee.matching
        nextAfter = message.pointee.next_after
    }
}

extension V1.RequeueDeadLettersRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__RequeueDeadLettersRequest()
        longhaul__v1__requeue_dead_letters_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__RequeueDeadLettersRequest.self, capacity: 1)
        longhaul__v1__requeue_dead_letters_request__init(message)
        message.pointee.filter = try arena.message(filter, at: 1, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__RequeueDeadLettersRequest.self)
        filter = Lifting.message(message.pointee.filter)
    }
}

extension V1.RequeueDeadLettersResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__RequeueDeadLettersResponse()
        longhaul__v1__requeue_dead_letters_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__RequeueDeadLettersResponse.self, capacity: 1)
        longhaul__v1__requeue_dead_letters_response__init(message)
        message.pointee.requeued = requeued
        message.pointee.n_new_jobs = newJobs.count
        message.pointee.new_jobs = try arena.array(newJobs)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__RequeueDeadLettersResponse.self)
        requeued = message.pointee.requeued
        newJobs = Lifting.array(message.pointee.new_jobs, count: message.pointee.n_new_jobs)
    }
}

extension V1.DiscardDeadLettersRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__DiscardDeadLettersRequest()
        longhaul__v1__discard_dead_letters_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__DiscardDeadLettersRequest.self, capacity: 1)
        longhaul__v1__discard_dead_letters_request__init(message)
        message.pointee.filter = try arena.message(filter, at: 1, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DiscardDeadLettersRequest.self)
        filter = Lifting.message(message.pointee.filter)
    }
}

extension V1.DiscardDeadLettersResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__DiscardDeadLettersResponse()
        longhaul__v1__discard_dead_letters_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__DiscardDeadLettersResponse.self, capacity: 1)
        longhaul__v1__discard_dead_letters_response__init(message)
        message.pointee.discarded = discarded
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DiscardDeadLettersResponse.self)
        discarded = message.pointee.discarded
    }
}

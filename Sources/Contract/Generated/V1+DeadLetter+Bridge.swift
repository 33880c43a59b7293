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
        message.pointee.group = group
        message.pointee.n_history = history.count
        message.pointee.history = try arena.messages(history, at: 13, of: memory)
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
        group = message.pointee.group
        history = Lifting.messages(message.pointee.history, count: message.pointee.n_history)
    }
}

extension V1.FailedTry {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__FailedTry()
        longhaul__v1__failed_try__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__FailedTry.self, capacity: 1)
        longhaul__v1__failed_try__init(message)
        message.pointee.attempt = attempt
        message.pointee.failed_unix_ms = failedUnixMs
        message.pointee.failure = try arena.message(failure, at: 3, of: memory)
        message.pointee.timed_out = timedOut ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__FailedTry.self)
        attempt = message.pointee.attempt
        failedUnixMs = message.pointee.failed_unix_ms
        failure = Lifting.message(message.pointee.failure)
        timedOut = message.pointee.timed_out != 0
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
        message.pointee.kind = try arena.string(kind, at: 6, of: memory)
        message.pointee.group = group
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DeadLetterFilter.self)
        ids = Lifting.array(message.pointee.ids, count: message.pointee.n_ids)
        job = message.pointee.job
        queue = Lifting.string(message.pointee.queue)
        code = Lifting.string(message.pointee.code)
        all = message.pointee.all != 0
        kind = Lifting.string(message.pointee.kind)
        group = message.pointee.group
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
        message.pointee.history = history ? 1 : 0
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListDeadLettersRequest.self)
        filter = Lifting.message(message.pointee.filter)
        limit = message.pointee.limit
        after = message.pointee.after
        history = message.pointee.history != 0
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
        message.pointee.next_after = nextAfter
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListDeadLettersResponse.self)
        letters = Lifting.messages(message.pointee.letters, count: message.pointee.n_letters)
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
        message.pointee.after = after
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__RequeueDeadLettersRequest.self)
        filter = Lifting.message(message.pointee.filter)
        after = message.pointee.after
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
        message.pointee.next_after = nextAfter
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__RequeueDeadLettersResponse.self)
        requeued = message.pointee.requeued
        newJobs = Lifting.array(message.pointee.new_jobs, count: message.pointee.n_new_jobs)
        nextAfter = message.pointee.next_after
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
        message.pointee.after = after
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DiscardDeadLettersRequest.self)
        filter = Lifting.message(message.pointee.filter)
        after = message.pointee.after
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
        message.pointee.next_after = nextAfter
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DiscardDeadLettersResponse.self)
        discarded = message.pointee.discarded
        nextAfter = message.pointee.next_after
    }
}

extension V1.ListDeadLetterGroupsRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListDeadLetterGroupsRequest()
        longhaul__v1__list_dead_letter_groups_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListDeadLetterGroupsRequest.self, capacity: 1)
        longhaul__v1__list_dead_letter_groups_request__init(message)
        message.pointee.queue = try arena.string(queue, at: 1, of: memory)
        message.pointee.limit = limit
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListDeadLetterGroupsRequest.self)
        queue = Lifting.string(message.pointee.queue)
        limit = message.pointee.limit
    }
}

extension V1.ListDeadLetterGroupsResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListDeadLetterGroupsResponse()
        longhaul__v1__list_dead_letter_groups_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListDeadLetterGroupsResponse.self, capacity: 1)
        longhaul__v1__list_dead_letter_groups_response__init(message)
        message.pointee.n_groups = groups.count
        message.pointee.groups = try arena.messages(groups, at: 1, of: memory)
        message.pointee.total = total
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListDeadLetterGroupsResponse.self)
        groups = Lifting.messages(message.pointee.groups, count: message.pointee.n_groups)
        total = message.pointee.total
    }
}

extension V1.DeadLetterGroup {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__DeadLetterGroup()
        longhaul__v1__dead_letter_group__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__DeadLetterGroup.self, capacity: 1)
        longhaul__v1__dead_letter_group__init(message)
        message.pointee.group = group
        message.pointee.queue = try arena.string(queue, at: 2, of: memory)
        message.pointee.cause = .init(rawValue: .init(truncatingIfNeeded: cause.rawValue))
        message.pointee.letters = letters
        message.pointee.first_unix_ms = firstUnixMs
        message.pointee.last_unix_ms = lastUnixMs
        message.pointee.sample = try arena.message(sample, at: 7, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DeadLetterGroup.self)
        group = message.pointee.group
        queue = Lifting.string(message.pointee.queue)
        cause = V1.DeathCause(rawValue: Int32(truncatingIfNeeded: message.pointee.cause.rawValue))
        letters = message.pointee.letters
        firstUnixMs = message.pointee.first_unix_ms
        lastUnixMs = message.pointee.last_unix_ms
        sample = Lifting.message(message.pointee.sample)
    }
}

extension V1.OrderRequeueRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__OrderRequeueRequest()
        longhaul__v1__order_requeue_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__OrderRequeueRequest.self, capacity: 1)
        longhaul__v1__order_requeue_request__init(message)
        message.pointee.filter = try arena.message(filter, at: 1, of: memory)
        message.pointee.letters = letters
        message.pointee.period_ms = periodMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__OrderRequeueRequest.self)
        filter = Lifting.message(message.pointee.filter)
        letters = message.pointee.letters
        periodMs = message.pointee.period_ms
    }
}

extension V1.OrderRequeueResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__OrderRequeueResponse()
        longhaul__v1__order_requeue_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__OrderRequeueResponse.self, capacity: 1)
        longhaul__v1__order_requeue_response__init(message)
        message.pointee.order = order
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__OrderRequeueResponse.self)
        order = message.pointee.order
    }
}

extension V1.ListRequeueOrdersRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListRequeueOrdersRequest()
        longhaul__v1__list_requeue_orders_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListRequeueOrdersRequest.self, capacity: 1)
        longhaul__v1__list_requeue_orders_request__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.ListRequeueOrdersResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListRequeueOrdersResponse()
        longhaul__v1__list_requeue_orders_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListRequeueOrdersResponse.self, capacity: 1)
        longhaul__v1__list_requeue_orders_response__init(message)
        message.pointee.n_orders = orders.count
        message.pointee.orders = try arena.messages(orders, at: 1, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListRequeueOrdersResponse.self)
        orders = Lifting.messages(message.pointee.orders, count: message.pointee.n_orders)
    }
}

extension V1.RequeueOrder {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__RequeueOrder()
        longhaul__v1__requeue_order__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__RequeueOrder.self, capacity: 1)
        longhaul__v1__requeue_order__init(message)
        message.pointee.order = order
        message.pointee.filter = try arena.message(filter, at: 2, of: memory)
        message.pointee.letters = letters
        message.pointee.period_ms = periodMs
        message.pointee.state = .init(rawValue: .init(truncatingIfNeeded: state.rawValue))
        message.pointee.requeued = requeued
        message.pointee.looked = looked
        message.pointee.last = last
        message.pointee.ordered_unix_ms = orderedUnixMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__RequeueOrder.self)
        order = message.pointee.order
        filter = Lifting.message(message.pointee.filter)
        letters = message.pointee.letters
        periodMs = message.pointee.period_ms
        state = V1.RequeueOrderState(rawValue: Int32(truncatingIfNeeded: message.pointee.state.rawValue))
        requeued = message.pointee.requeued
        looked = message.pointee.looked
        last = message.pointee.last
        orderedUnixMs = message.pointee.ordered_unix_ms
    }
}

extension V1.StopRequeueOrderRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__StopRequeueOrderRequest()
        longhaul__v1__stop_requeue_order_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__StopRequeueOrderRequest.self, capacity: 1)
        longhaul__v1__stop_requeue_order_request__init(message)
        message.pointee.order = order
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__StopRequeueOrderRequest.self)
        order = message.pointee.order
    }
}

extension V1.StopRequeueOrderResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__StopRequeueOrderResponse()
        longhaul__v1__stop_requeue_order_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__StopRequeueOrderResponse.self, capacity: 1)
        longhaul__v1__stop_requeue_order_response__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

// Made by tools/generate from longhaul/v1/status.proto; not to be edited.

import CContract
import CProtobufC

extension V1.WatchRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__WatchRequest()
        longhaul__v1__watch_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__WatchRequest.self, capacity: 1)
        longhaul__v1__watch_request__init(message)
        message.pointee.job = job
        message.pointee.interval_ms = intervalMs
        message.pointee.since = try arena.message(since, at: 3, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__WatchRequest.self)
        job = message.pointee.job
        intervalMs = message.pointee.interval_ms
        since = Lifting.message(message.pointee.since)
    }
}

extension V1.Position {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Position()
        longhaul__v1__position__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Position.self, capacity: 1)
        longhaul__v1__position__init(message)
        message.pointee.epoch = epoch
        message.pointee.sequence = sequence
        message.pointee.index = index
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Position.self)
        epoch = message.pointee.epoch
        sequence = message.pointee.sequence
        index = message.pointee.index
    }
}

extension V1.JobProgress {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__JobProgress()
        longhaul__v1__job_progress__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__JobProgress.self, capacity: 1)
        longhaul__v1__job_progress__init(message)
        message.pointee.job = try arena.message(job, at: 1, of: memory)
        message.pointee.position = try arena.message(position, at: 2, of: memory)
        message.pointee.delta = delta ? 1 : 0
        message.pointee.n_rates = rates.count
        message.pointee.rates = try arena.messages(rates, at: 4, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__JobProgress.self)
        job = Lifting.message(message.pointee.job)
        position = Lifting.message(message.pointee.position)
        delta = message.pointee.delta != 0
        rates = Lifting.messages(message.pointee.rates, count: message.pointee.n_rates)
    }
}

extension V1.Rate {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Rate()
        longhaul__v1__rate__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Rate.self, capacity: 1)
        longhaul__v1__rate__init(message)
        message.pointee.items_per_second = itemsPerSecond
        if let secondsLeft {
            message.pointee._seconds_left_case = .init(rawValue: 2)
            message.pointee.seconds_left = secondsLeft
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Rate.self)
        itemsPerSecond = message.pointee.items_per_second
        secondsLeft = message.pointee._seconds_left_case.rawValue == 2 ? message.pointee.seconds_left : nil
    }
}

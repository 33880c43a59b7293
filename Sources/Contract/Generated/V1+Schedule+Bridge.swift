// Made by tools/generate from longhaul/v1/schedule.proto; not to be edited.

import CContract
import CProtobufC

extension V1.ScheduleSpec {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ScheduleSpec()
        longhaul__v1__schedule_spec__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ScheduleSpec.self, capacity: 1)
        longhaul__v1__schedule_spec__init(message)
        message.pointee.cron = try arena.string(cron, at: 1, of: memory)
        message.pointee.time_zone = try arena.string(timeZone, at: 2, of: memory)
        message.pointee.catch_up = .init(rawValue: .init(truncatingIfNeeded: catchUp.rawValue))
        message.pointee.overlap = .init(rawValue: .init(truncatingIfNeeded: overlap.rawValue))
        message.pointee.job = try arena.message(job, at: 5, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ScheduleSpec.self)
        cron = Lifting.string(message.pointee.cron)
        timeZone = Lifting.string(message.pointee.time_zone)
        catchUp = V1.CatchUp(rawValue: Int32(truncatingIfNeeded: message.pointee.catch_up.rawValue))
        overlap = V1.Overlap(rawValue: Int32(truncatingIfNeeded: message.pointee.overlap.rawValue))
        job = Lifting.message(message.pointee.job)
    }
}

extension V1.ScheduleName {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ScheduleName()
        longhaul__v1__schedule_name__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ScheduleName.self, capacity: 1)
        longhaul__v1__schedule_name__init(message)
        message.pointee.tenant = try arena.string(tenant, at: 1, of: memory)
        message.pointee.name = try arena.string(name, at: 2, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ScheduleName.self)
        tenant = Lifting.string(message.pointee.tenant)
        name = Lifting.string(message.pointee.name)
    }
}

extension V1.SetScheduleRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetScheduleRequest()
        longhaul__v1__set_schedule_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetScheduleRequest.self, capacity: 1)
        longhaul__v1__set_schedule_request__init(message)
        message.pointee.name = try arena.string(name, at: 1, of: memory)
        message.pointee.spec = try arena.message(spec, at: 2, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetScheduleRequest.self)
        name = Lifting.string(message.pointee.name)
        spec = Lifting.message(message.pointee.spec)
    }
}

extension V1.SetScheduleResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__SetScheduleResponse()
        longhaul__v1__set_schedule_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__SetScheduleResponse.self, capacity: 1)
        longhaul__v1__set_schedule_response__init(message)
        message.pointee.created = created ? 1 : 0
        message.pointee.next_tick_unix_ms = nextTickUnixMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__SetScheduleResponse.self)
        created = message.pointee.created != 0
        nextTickUnixMs = message.pointee.next_tick_unix_ms
    }
}

extension V1.Schedule {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__Schedule()
        longhaul__v1__schedule__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__Schedule.self, capacity: 1)
        longhaul__v1__schedule__init(message)
        message.pointee.id = id
        message.pointee.name = try arena.string(name, at: 2, of: memory)
        message.pointee.spec = try arena.message(spec, at: 3, of: memory)
        message.pointee.tenant = try arena.string(tenant, at: 4, of: memory)
        message.pointee.paused = paused ? 1 : 0
        message.pointee.next_tick_unix_ms = nextTickUnixMs
        message.pointee.queued_tick_unix_ms = queuedTickUnixMs
        message.pointee.last_tick_unix_ms = lastTickUnixMs
        message.pointee.last_job = lastJob
        message.pointee.open_jobs = openJobs
        message.pointee.fired = fired
        message.pointee.caught_up = caughtUp
        message.pointee.missed = missed
        message.pointee.overlapped = overlapped
        message.pointee.refused = refused
        message.pointee.refusal = try arena.string(refusal, at: 16, of: memory)
        message.pointee.refused_tick_unix_ms = refusedTickUnixMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__Schedule.self)
        id = message.pointee.id
        name = Lifting.string(message.pointee.name)
        spec = Lifting.message(message.pointee.spec)
        tenant = Lifting.string(message.pointee.tenant)
        paused = message.pointee.paused != 0
        nextTickUnixMs = message.pointee.next_tick_unix_ms
        queuedTickUnixMs = message.pointee.queued_tick_unix_ms
        lastTickUnixMs = message.pointee.last_tick_unix_ms
        lastJob = message.pointee.last_job
        openJobs = message.pointee.open_jobs
        fired = message.pointee.fired
        caughtUp = message.pointee.caught_up
        missed = message.pointee.missed
        overlapped = message.pointee.overlapped
        refused = message.pointee.refused
        refusal = Lifting.string(message.pointee.refusal)
        refusedTickUnixMs = message.pointee.refused_tick_unix_ms
    }
}

extension V1.ListSchedulesRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListSchedulesRequest()
        longhaul__v1__list_schedules_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListSchedulesRequest.self, capacity: 1)
        longhaul__v1__list_schedules_request__init(message)
        message.pointee.tenant = try arena.string(tenant, at: 1, of: memory)
        message.pointee.after = after
        message.pointee.limit = limit
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListSchedulesRequest.self)
        tenant = Lifting.string(message.pointee.tenant)
        after = message.pointee.after
        limit = message.pointee.limit
    }
}

extension V1.ListSchedulesResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__ListSchedulesResponse()
        longhaul__v1__list_schedules_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__ListSchedulesResponse.self, capacity: 1)
        longhaul__v1__list_schedules_response__init(message)
        message.pointee.n_schedules = schedules.count
        message.pointee.schedules = try arena.messages(schedules, at: 1, of: memory)
        message.pointee.next_after = nextAfter
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__ListSchedulesResponse.self)
        schedules = Lifting.messages(message.pointee.schedules, count: message.pointee.n_schedules)
        nextAfter = message.pointee.next_after
    }
}

extension V1.DeleteScheduleRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__DeleteScheduleRequest()
        longhaul__v1__delete_schedule_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__DeleteScheduleRequest.self, capacity: 1)
        longhaul__v1__delete_schedule_request__init(message)
        message.pointee.schedule = try arena.message(schedule, at: 1, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__DeleteScheduleRequest.self)
        schedule = Lifting.message(message.pointee.schedule)
    }
}

extension V1.DeleteScheduleResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__DeleteScheduleResponse()
        longhaul__v1__delete_schedule_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__DeleteScheduleResponse.self, capacity: 1)
        longhaul__v1__delete_schedule_response__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension V1.GetScheduleRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__GetScheduleRequest()
        longhaul__v1__get_schedule_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__GetScheduleRequest.self, capacity: 1)
        longhaul__v1__get_schedule_request__init(message)
        message.pointee.schedule = try arena.message(schedule, at: 1, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__GetScheduleRequest.self)
        schedule = Lifting.message(message.pointee.schedule)
    }
}

extension V1.TriggerScheduleRequest {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TriggerScheduleRequest()
        longhaul__v1__trigger_schedule_request__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TriggerScheduleRequest.self, capacity: 1)
        longhaul__v1__trigger_schedule_request__init(message)
        message.pointee.schedule = try arena.message(schedule, at: 1, of: memory)
        message.pointee.request_id.len = requestId.count
        message.pointee.request_id.data = try arena.bytes(requestId)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TriggerScheduleRequest.self)
        schedule = Lifting.message(message.pointee.schedule)
        requestId = Lifting.bytes(message.pointee.request_id.data, count: message.pointee.request_id.len)
    }
}

extension V1.TriggerScheduleResponse {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__V1__TriggerScheduleResponse()
        longhaul__v1__trigger_schedule_response__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__V1__TriggerScheduleResponse.self, capacity: 1)
        longhaul__v1__trigger_schedule_response__init(message)
        message.pointee.job = job
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__V1__TriggerScheduleResponse.self)
        job = message.pointee.job
    }
}

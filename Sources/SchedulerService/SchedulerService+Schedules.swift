import Calendars
import Contract
import RPC
import Scheduling

/// What operators do with schedules.
extension SchedulerService {
    func registerScheduleMethods() {
        server.handle(V1.Scheduler.setSchedule) { [unowned self] in setSchedule($0, $1) }
        server.handle(V1.Scheduler.getSchedule) { [unowned self] in getSchedule($0, $1) }
        server.handle(V1.Scheduler.listSchedules) { [unowned self] in listSchedules($0, $1) }
        server.handle(V1.Scheduler.deleteSchedule) { [unowned self] in deleteSchedule($0, $1) }
        server.handle(V1.Scheduler.triggerSchedule) { [unowned self] in triggerSchedule($0, $1) }
    }

    private func setSchedule(_ request: V1.SetScheduleRequest, _ call: UnaryCall<V1.SetScheduleResponse>) {
        if let refusalStatus { return call.fail(refusalStatus) }
        openTurn()
        do throws(Status) {
            guard let spec = request.spec else { throw Status(.invalidArgument, "spec is missing") }
            let read = try ReadSchedule(spec, zones: &timeZones, codec: codec)
            let old = core.schedule(read.job.tenant, Array(request.name.utf8)).flatMap { core.schedule($0) }
            try checkNew(request.name, of: read.job.tenant, isThere: old != nil)
            core.set(
                ScheduleSubmission(
                    tenant: read.job.tenant, name: Array(request.name.utf8), spec: try encode(spec),
                    overlap: read.overlap, next: try next(of: read, spec, old)))
            let id = core.schedule(read.job.tenant, Array(request.name.utf8))
            let response = V1.SetScheduleResponse(
                created: old == nil, nextTickUnixMs: id.flatMap { core.schedule($0) }?.next.milliseconds ?? 0)
            whenDurable { call.reply(response, at: $0) }
        } catch {
            whenDurable { [error] in call.fail(error, at: $0) }
        }
    }

    private func checkNew(_ name: String, of tenant: String, isThere: Bool) throws(Status) {
        guard (1...Limits.name).contains(name.utf8.count) else {
            throw Status(.invalidArgument, "name has \(name.utf8.count) bytes; 1 to \(Limits.name) are expected")
        }
        if isThere { return }
        try check(tenant, .tenant)
        guard core.hasRoomForSchedule else {
            throw Status(
                .resourceExhausted,
                "the scheduler keeps \(Scheduler.schedules) schedules, and has so many: delete one that is not needed")
        }
    }

    private func encode(_ spec: V1.ScheduleSpec) throws(Status) -> [UInt8] {
        let bytes: [UInt8]
        do throws(CodecError) {
            bytes = try codec.bytes(of: spec)
        } catch {
            throw Status(.invalidArgument, "spec can't be encoded: \(error)")
        }
        guard bytes.count <= Limits.scheduleSpec else {
            throw Status(
                .invalidArgument,
                "spec has \(bytes.count) bytes; at most \(Limits.scheduleSpec): put payloads into object storage and "
                    + "their locations here")
        }
        return bytes
    }

    /// The one that came next before, where the times are the same: whoever sets what is set already loses no tick.
    private func next(
        of schedule: ReadSchedule, _ spec: V1.ScheduleSpec, _ old: ScheduleView?
    ) throws(Status) -> Timestamp {
        if let old, old.next != .zero {
            let before = try decode(old.spec)
            if before.cron == spec.cron, before.timeZone == spec.timeZone { return old.next }
        }
        return try next(of: schedule)
    }

    private func next(of schedule: ReadSchedule) throws(Status) -> Timestamp {
        let next = schedule.tick(after: core.now)
        guard next != .zero else {
            throw Status(.invalidArgument, "spec.cron: '\(schedule.expression.text)' does not come within twelve years")
        }
        return next
    }

    private func getSchedule(_ request: V1.GetScheduleRequest, _ call: UnaryCall<V1.Schedule>) {
        do throws(Status) {
            let view = try find(request.schedule)
            let message = V1.Schedule(view, try decode(view.spec))
            answer(call) { call.reply(message, at: $0) }
        } catch {
            answer(call) { [error] in call.fail(error, at: $0) }
        }
    }

    private func listSchedules(_ request: V1.ListSchedulesRequest, _ call: UnaryCall<V1.ListSchedulesResponse>) {
        do throws(Status) {
            var response = V1.ListSchedulesResponse()
            var bytes = 0
            for id in core.schedules(after: ScheduleID(rawValue: request.after)) {
                guard let view = core.schedule(id), request.tenant.isEmpty || view.tenant == request.tenant else {
                    continue
                }
                if response.schedules.count == Limits.rows(request.limit) || bytes > SchedulerOptions.bytesPerPage {
                    response.nextAfter = response.schedules.last?.id ?? 0
                    break
                }
                var spec = try decode(view.spec)
                spec.job = nil
                let schedule = V1.Schedule(view, spec)
                bytes += schedule.roughSize
                response.schedules.append(schedule)
            }
            answer(call) { [response] in call.reply(response, at: $0) }
        } catch {
            answer(call) { [error] in call.fail(error, at: $0) }
        }
    }

    private func deleteSchedule(_ request: V1.DeleteScheduleRequest, _ call: UnaryCall<V1.DeleteScheduleResponse>) {
        change(call, V1.DeleteScheduleResponse()) { service throws(Status) in
            service.core.delete(try service.find(request.schedule).id)
        }
    }

    /// After a pause the next tick is the first one that is still to come.
    func pause(_ name: V1.ScheduleName, _ isPaused: Bool) throws(Status) {
        let view = try find(name)
        if view.isPaused == isPaused { return }
        core.pause(view.id, isPaused, next: isPaused ? .zero : try next(of: try read(view.spec)))
    }

    private func triggerSchedule(
        _ request: V1.TriggerScheduleRequest, _ call: UnaryCall<V1.TriggerScheduleResponse>
    ) {
        if let refusalStatus { return call.fail(refusalStatus) }
        openTurn()
        do throws(Status) {
            let requestID = try requestID(request.requestId)
            let job: JobID
            if let requestID, let before = core.jobs(of: requestID) {
                job = before.first ?? .none
            } else {
                job = try trigger(try find(request.schedule))
                if let requestID { core.remember(requestID, jobs: job == .none ? [] : [job]) }
            }
            whenDurable { call.reply(V1.TriggerScheduleResponse(job: job.rawValue), at: $0) }
        } catch {
            whenDurable { [error] in call.fail(error, at: $0) }
        }
    }

    /// `none`: the tick waits.
    private func trigger(_ view: ScheduleView) throws(Status) -> JobID {
        let schedule = try read(view.spec)
        try checkRoom(schedule, of: view.id)
        switch core.trigger(view.id, schedule.job, schedule.tasks) {
        case .fired(let job): return job
        case .queued: return .none
        case .overlapped, .stale, nil:
            throw Status(
                .failedPrecondition,
                "a job of an earlier tick has not ended, and the schedule's overlap policy lets none begin beside it: "
                    + "wait for that one, or cancel it")
        }
    }

    private func find(_ name: V1.ScheduleName?) throws(Status) -> ScheduleView {
        guard let name, !name.name.isEmpty else {
            throw Status(.invalidArgument, "schedule is missing: its tenant and its name are expected")
        }
        let tenant = name.tenant.isEmpty ? "default" : name.tenant
        guard let id = core.schedule(tenant, Array(name.name.utf8)), let view = core.schedule(id) else {
            throw Status(.notFound, "tenant \(tenant) has no schedule \(name.name)")
        }
        return view
    }
}

extension V1.Schedule {
    fileprivate init(_ view: ScheduleView, _ spec: V1.ScheduleSpec) {
        self.init(
            id: view.id.rawValue, name: String(decoding: view.name, as: UTF8.self), spec: spec, tenant: view.tenant,
            paused: view.isPaused, nextTickUnixMs: view.next.milliseconds,
            queuedTickUnixMs: view.queued.milliseconds, lastTickUnixMs: view.last.milliseconds,
            lastJob: view.lastJob.rawValue, openJobs: view.openJobs, fired: view.counts.fired,
            caughtUp: view.counts.caughtUp, missed: view.counts.missed, overlapped: view.counts.overlapped,
            refused: view.counts.refused, refusal: String(decoding: view.refusal, as: UTF8.self),
            refusedTickUnixMs: view.refusedTick.milliseconds)
    }

    /// Bytes in a list, roughly.
    fileprivate var roughSize: Int {
        128 + name.utf8.count + tenant.utf8.count + refusal.utf8.count
            + (spec.map { $0.cron.utf8.count + $0.timeZone.utf8.count } ?? 0)
    }
}

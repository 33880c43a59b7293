import Contract

/// Schedules are named by their name and their tenant.
extension Client {
    /// Makes a schedule, or replaces the one of that name, which goes on from its next tick. The name has 1 to 64 bytes.
    /// Returns that tick, in milliseconds since 1970; nil: it is paused.
    public func setSchedule(
        _ name: String, _ spec: ScheduleSpec
    ) async throws(LonghaulError) -> (created: Bool, nextTick: Int64?) {
        let response = try await call(
            V1.Scheduler.setSchedule, V1.SetScheduleRequest(name: name, spec: spec.message))
        return (response.created, time(response.nextTickUnixMs))
    }

    /// The schedule as it stands.
    public func schedule(_ name: String, of tenant: String = "default") async throws(LonghaulError) -> Schedule {
        Schedule(
            try await call(
                V1.Scheduler.getSchedule,
                V1.GetScheduleRequest(schedule: V1.ScheduleName(tenant: tenant, name: name))))
    }

    /// In the order in which they were made, nil: of all tenants. A page may be short with more to come: `next` says where
    /// to go on.
    public func schedules(
        tenant: String? = nil, limit: Int = 100, after: UInt64 = 0
    ) async throws(LonghaulError) -> (schedules: [Schedule], next: UInt64?) {
        let response = try await call(
            V1.Scheduler.listSchedules,
            V1.ListSchedulesRequest(tenant: tenant ?? "", after: after, limit: UInt32(clamping: limit)))
        return (response.schedules.map { Schedule($0) }, response.nextAfter == 0 ? nil : response.nextAfter)
    }

    /// Its jobs go on.
    public func deleteSchedule(_ name: String, of tenant: String = "default") async throws(LonghaulError) {
        _ = try await call(
            V1.Scheduler.deleteSchedule,
            V1.DeleteScheduleRequest(schedule: V1.ScheduleName(tenant: tenant, name: name)))
    }

    /// Fires an extra tick now; also of a schedule that is paused. Returns its job; nil: the tick waits for the end of
    /// earlier ones. Throws `failedPrecondition` where the schedule's overlap policy does not let it fire.
    public func triggerSchedule(_ name: String, of tenant: String = "default") async throws(LonghaulError) -> JobID? {
        let response = try await call(
            V1.Scheduler.triggerSchedule,
            V1.TriggerScheduleRequest(
                schedule: V1.ScheduleName(tenant: tenant, name: name), requestId: newRequestID()))
        return response.job == 0 ? nil : JobID(rawValue: response.job)
    }
}

/// What readers see of a schedule.
package struct ScheduleView: Equatable, Sendable {
    package var id: ScheduleID
    package var tenant: String
    package var name: [UInt8]
    /// As the shell has encoded it.
    package var spec: [UInt8]
    package var isPaused: Bool
    /// Zero: none.
    package var next: Timestamp
    /// Zero: none.
    package var queued: Timestamp
    /// Zero: none has fired.
    package var last: Timestamp
    package var lastJob: JobID
    package var openJobs: UInt32
    package var counts: TickCounts
    /// Empty: none was refused since it was set.
    package var refusal: [UInt8]
    package var refusedTick: Timestamp
}

extension Scheduler {
    package func schedule(_ id: ScheduleID) -> ScheduleView? {
        let index = state.schedule(id)
        if index.isNone { return nil }
        let record = state.schedules[index]
        return ScheduleView(
            id: id, tenant: state.tenants[record.tenant], name: state.blobs[record.name],
            spec: state.blobs[record.spec],
            isPaused: record.isPaused, next: record.next, queued: record.queued, last: record.last,
            lastJob: record.lastJob, openJobs: record.openJobs, counts: record.counts,
            refusal: state.blobs[record.refusal], refusedTick: record.refusedTick)
    }

    /// In the order in which they were made, those behind `after`. Cost: O(schedules × log).
    package func schedules(after: ScheduleID) -> [ScheduleID] {
        state.schedules.indices.map { state.schedules[$0].id }.filter { $0 > after }.sorted()
    }
}

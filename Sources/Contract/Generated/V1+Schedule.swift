// Made by tools/generate from longhaul/v1/schedule.proto; not to be edited.
//
// Schedules: jobs that are submitted again and again, when a cron expression says so.

extension V1 {
    /// What becomes of ticks that are more than a minute late, because no scheduler was there.
    package struct CatchUp: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// As LATEST.
        package static let unspecified = Self(rawValue: 0)
        /// None of them fires.
        package static let skip = Self(rawValue: 1)
        /// Of all that are due the last one fires.
        package static let latest = Self(rawValue: 2)
        /// Every one fires, the oldest first; of more than 1,000 the last 1,000. What Overlap says holds for them too:
        /// with its
        /// usual SKIP the first of them keeps the others from firing.
        package static let all = Self(rawValue: 3)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "skip"
            case 2: "latest"
            case 3: "all"
            default: "CatchUp \(rawValue)"
            }
        }
    }

    /// What becomes of a tick while a job of an earlier one has not ended.
    package struct Overlap: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// As SKIP.
        package static let unspecified = Self(rawValue: 0)
        /// Its job is submitted all the same.
        package static let allow = Self(rawValue: 1)
        /// It does not fire.
        package static let skip = Self(rawValue: 2)
        /// It fires when the earlier jobs have ended. One tick waits; those that come meanwhile do not fire.
        package static let queueOne = Self(rawValue: 3)
        /// The earlier jobs are cancelled, and it fires when their workers have stopped, within seconds. Where its job
        /// is refused
        /// (limits of depth still count the earlier ones)
        /// they go on.
        package static let cancelEarlier = Self(rawValue: 4)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "allow"
            case 2: "skip"
            case 3: "queue one"
            case 4: "cancel earlier"
            default: "Overlap \(rawValue)"
            }
        }
    }

    /// The moments that an expression names are a schedule's ticks. Each is fired once: the tick that comes next is
    /// durable, and
    /// a tick's job and the tick after it are written in one step, so that neither a crash nor a takeover fires one
    /// twice or
    /// drops it. Ticks come by the scheduler's own time: the wall clock's when it started, and from then on the time
    /// that has
    /// passed. A wall clock that jumps moves no tick before the scheduler is started again; then ticks that lie between
    /// are late
    /// (see CatchUp), and a clock that was put back fires nothing twice: time goes on from where it was.
    package struct ScheduleSpec: Message {
        /// "minute hour day-of-month month day-of-week", or @hourly, @daily, @weekly, @monthly, @yearly. A field is a
        /// list of
        /// values, ranges "a-b" and "*", each with a step "/n" if wanted; months and days of the week may be named
        /// (jan, mon), 0
        /// and 7 are Sunday, L as a day of the month is the last one. Where both kinds of day are restricted, that is,
        /// do not
        /// begin with "*", one of them is enough. An expression that never comes, such as "0 0 30 2 *", is refused. At
        /// most
        /// 256 bytes.
        package var cron: String = ""
        /// As the tz database has it: "Europe/Berlin". At most 64 bytes; empty: "UTC". With a restricted hour, a time
        /// that the
        /// clocks there skip comes at the moment at which they skip it, and one that they show twice comes the first
        /// time only.
        /// With an hour that begins with "*" every moment counts at which the clock shows a time that matches: what is
        /// skipped
        /// does not come, what is shown twice comes twice.
        package var timeZone: String = ""
        package var catchUp: V1.CatchUp = .unspecified
        package var overlap: V1.Overlap = .unspecified
        /// What each tick submits, checked as a submit is when the schedule is set. It has no key. Delay, time limit
        /// and retention
        /// are each job's own, from its submit and its end. The schedule is its tenant's.
        package var job: V1.JobSpec?

        package init() {}

        package init(
            cron: String = "",
            timeZone: String = "",
            catchUp: V1.CatchUp = .unspecified,
            overlap: V1.Overlap = .unspecified,
            job: V1.JobSpec? = nil
        ) {
            self.cron = cron
            self.timeZone = timeZone
            self.catchUp = catchUp
            self.overlap = overlap
            self.job = job
        }
    }

    /// A schedule is named by its tenant and its name in it.
    package struct ScheduleName: Message {
        /// Empty: "default".
        package var tenant: String = ""
        /// 1 to 64 bytes.
        package var name: String = ""

        package init() {}

        package init(
            tenant: String = "",
            name: String = ""
        ) {
            self.tenant = tenant
            self.name = name
        }
    }

    package struct SetScheduleRequest: Message {
        /// 1 to 64 bytes; of the tenant of spec.job. A scheduler keeps at most 10,000 schedules.
        package var name: String = ""
        /// At most 131,072 bytes. What it was before holds for the ticks until now; if neither cron nor time_zone
        /// differ, the tick
        /// that comes next stays as well. A schedule that is paused stays paused.
        package var spec: V1.ScheduleSpec?

        package init() {}

        package init(
            name: String = "",
            spec: V1.ScheduleSpec? = nil
        ) {
            self.name = name
            self.spec = spec
        }
    }

    package struct SetScheduleResponse: Message {
        /// False: there was one of that name, and it is replaced.
        package var created: Bool = false
        /// 0: it is paused.
        package var nextTickUnixMs: Int64 = 0

        package init() {}

        package init(
            created: Bool = false,
            nextTickUnixMs: Int64 = 0
        ) {
            self.created = created
            self.nextTickUnixMs = nextTickUnixMs
        }
    }

    /// A schedule as it stands.
    package struct Schedule: Message {
        /// In the order in which they were made.
        package var id: UInt64 = 0
        package var name: String = ""
        /// In answers to ListSchedules without its job.
        package var spec: V1.ScheduleSpec?
        package var tenant: String = ""
        package var paused: Bool = false
        /// 0: none, since it is paused, or it had to stop: then refusal says why.
        package var nextTickUnixMs: Int64 = 0
        /// A tick that waits for the end of earlier jobs; 0: none.
        package var queuedTickUnixMs: Int64 = 0
        /// The newest that has fired, with its job; 0: none.
        package var lastTickUnixMs: Int64 = 0
        package var lastJob: UInt64 = 0
        /// Its jobs that have not ended.
        package var openJobs: UInt32 = 0
        /// Ticks that have fired, TriggerSchedule's and late ones included.
        package var fired: UInt64 = 0
        /// Of those, the ones that were late.
        package var caughtUp: UInt64 = 0
        /// Ticks that did not fire because they were late; because of an earlier job; because their job was refused, as
        /// when its
        /// queue was full.
        package var missed: UInt64 = 0
        package var overlapped: UInt64 = 0
        package var refused: UInt64 = 0
        /// Of the newest that was refused: why, and which. Empty: none was since the schedule was set.
        package var refusal: String = ""
        package var refusedTickUnixMs: Int64 = 0

        package init() {}

        package init(
            id: UInt64 = 0,
            name: String = "",
            spec: V1.ScheduleSpec? = nil,
            tenant: String = "",
            paused: Bool = false,
            nextTickUnixMs: Int64 = 0,
            queuedTickUnixMs: Int64 = 0,
            lastTickUnixMs: Int64 = 0,
            lastJob: UInt64 = 0,
            openJobs: UInt32 = 0,
            fired: UInt64 = 0,
            caughtUp: UInt64 = 0,
            missed: UInt64 = 0,
            overlapped: UInt64 = 0,
            refused: UInt64 = 0,
            refusal: String = "",
            refusedTickUnixMs: Int64 = 0
        ) {
            self.id = id
            self.name = name
            self.spec = spec
            self.tenant = tenant
            self.paused = paused
            self.nextTickUnixMs = nextTickUnixMs
            self.queuedTickUnixMs = queuedTickUnixMs
            self.lastTickUnixMs = lastTickUnixMs
            self.lastJob = lastJob
            self.openJobs = openJobs
            self.fired = fired
            self.caughtUp = caughtUp
            self.missed = missed
            self.overlapped = overlapped
            self.refused = refused
            self.refusal = refusal
            self.refusedTickUnixMs = refusedTickUnixMs
        }
    }

    package struct ListSchedulesRequest: Message {
        /// Empty: all tenants.
        package var tenant: String = ""
        /// Only schedules behind this one; 0: from the first.
        package var after: UInt64 = 0
        /// At most 1,000; 0: 100.
        package var limit: UInt32 = 0

        package init() {}

        package init(
            tenant: String = "",
            after: UInt64 = 0,
            limit: UInt32 = 0
        ) {
            self.tenant = tenant
            self.after = after
            self.limit = limit
        }
    }

    /// In the order in which they were made. A page may be short, even empty, with more to come.
    package struct ListSchedulesResponse: Message {
        package var schedules: [V1.Schedule] = []
        /// 0: this was the last page.
        package var nextAfter: UInt64 = 0

        package init() {}

        package init(
            schedules: [V1.Schedule] = [],
            nextAfter: UInt64 = 0
        ) {
            self.schedules = schedules
            self.nextAfter = nextAfter
        }
    }

    package struct DeleteScheduleRequest: Message {
        package var schedule: V1.ScheduleName?

        package init() {}

        package init(
            schedule: V1.ScheduleName? = nil
        ) {
            self.schedule = schedule
        }
    }

    /// Its jobs go on.
    package struct DeleteScheduleResponse: Message {
        package init() {}
    }

    package struct GetScheduleRequest: Message {
        package var schedule: V1.ScheduleName?

        package init() {}

        package init(
            schedule: V1.ScheduleName? = nil
        ) {
            self.schedule = schedule
        }
    }

    package struct TriggerScheduleRequest: Message {
        /// Also one that is paused.
        package var schedule: V1.ScheduleName?
        /// As of a submit: 16 bytes by chance, by which a repeated request is known for five minutes. Empty: it is
        /// never the same.
        package var requestId: [UInt8] = []

        package init() {}

        package init(
            schedule: V1.ScheduleName? = nil,
            requestId: [UInt8] = []
        ) {
            self.schedule = schedule
            self.requestId = requestId
        }
    }

    /// A tick beside those of the expression, named by its own time. What Overlap says holds for it: where it would not
    /// fire
    /// the call fails with FAILED_PRECONDITION, and with RESOURCE_EXHAUSTED where its job is refused as a submit would
    /// be.
    package struct TriggerScheduleResponse: Message {
        /// 0: the tick waits for the end of earlier jobs.
        package var job: UInt64 = 0

        package init() {}

        package init(
            job: UInt64 = 0
        ) {
            self.job = job
        }
    }
}

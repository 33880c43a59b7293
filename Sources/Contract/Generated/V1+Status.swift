// Made by tools/generate from longhaul/v1/status.proto; not to be edited.
//
// Progress for whoever watches: reading never loads the scheduler.

extension V1 {
    package enum Status {
        package static let get = UnaryMethod<V1.GetRequest, V1.JobProgress>(name: "longhaul.v1.Status/Get")
        /// The newest state at once, then changes as they become durable, the newest state only, until the job
        /// has ended: the last update carries its final state, and the stream ends. It ends with UNAVAILABLE when
        /// the scheduler is away; a watch that is begun meanwhile hears nothing until it is back.
        package static let watch = ServerStreamMethod<V1.WatchRequest, V1.JobProgress>(name: "longhaul.v1.Status/Watch")
    }

    package struct WatchRequest: Message {
        package var job: UInt64 = 0
        /// At most one update in this time. 0: 100. More than 60,000 counts as that.
        package var intervalMs: UInt32 = 0
        /// The newest position this reader has seen: it is not sent again.
        package var since: V1.Position?

        package init() {}

        package init(
            job: UInt64 = 0,
            intervalMs: UInt32 = 0,
            since: V1.Position? = nil
        ) {
            self.job = job
            self.intervalMs = intervalMs
            self.since = since
        }
    }

    /// A place in the scheduler's change feed: epoch and sequence of its durable history, and which update of the feed
    /// told
    /// of it, since several may stand at one sequence. Compared in this order.
    package struct Position: Message {
        package var epoch: UInt32 = 0
        package var sequence: UInt64 = 0
        package var index: UInt64 = 0

        package init() {}

        package init(
            epoch: UInt32 = 0,
            sequence: UInt64 = 0,
            index: UInt64 = 0
        ) {
            self.epoch = epoch
            self.sequence = sequence
            self.index = index
        }
    }

    /// A snapshot (whole job), or a delta (the job without its unchanged tasks).
    package struct JobProgress: Message {
        package var job: V1.Job?
        package var position: V1.Position?
        /// job.tasks holds only the tasks that changed since the update before.
        package var delta: Bool = false
        /// One for each task in job.tasks, in its order.
        package var rates: [V1.Rate] = []

        package init() {}

        package init(
            job: V1.Job? = nil,
            position: V1.Position? = nil,
            delta: Bool = false,
            rates: [V1.Rate] = []
        ) {
            self.job = job
            self.position = position
            self.delta = delta
            self.rates = rates
        }
    }

    /// Decoration, measured by the status service: not durable.
    package struct Rate: Message {
        /// Items settled, as done or dead. 0: none yet, or all that is left waits for its next try.
        package var itemsPerSecond: Double = 0
        /// Absent: not known yet, or all that is left waits for its next try.
        package var secondsLeft: Double?

        package init() {}

        package init(
            itemsPerSecond: Double = 0,
            secondsLeft: Double? = nil
        ) {
            self.itemsPerSecond = itemsPerSecond
            self.secondsLeft = secondsLeft
        }
    }
}

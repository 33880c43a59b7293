import Contract
import RPC

/// The newest state of each followed job, and what each subscriber has seen of it. Pure: time comes in, in
/// milliseconds; streams stay outside, under the subscribers' numbers.
///
/// A subscriber costs the same however slow it is: it is always sent the newest state, never a queue of older ones.
struct Board {
    struct Entry {
        /// nil: the scheduler has not told yet.
        var job: V1.Job?
        var position = FeedPosition.none
        var paces: [Pace] = []
        var subscribers: Set<UInt64> = []
    }

    struct Subscriber {
        let job: UInt64
        let interval: UInt64
        /// What it has seen; nil: nothing yet.
        var seen: V1.Job?
        var seenPosition: FeedPosition
        var nextTime: UInt64 = 0
    }

    private(set) var entries: [UInt64: Entry] = [:]
    private(set) var subscribers: [UInt64: Subscriber] = [:]
    private var opened: UInt64 = 0

    /// Whether the scheduler may be asked for the job beside those that are followed.
    func hasRoom(for job: UInt64) -> Bool { entries.count < Limits.followedJobs || entries[job] != nil }

    /// A new subscriber's number. `isFirst`: the job is to be followed now.
    mutating func subscribe(
        to job: UInt64, interval: UInt64, since: FeedPosition
    ) -> (subscriber: UInt64, isFirst: Bool) {
        opened += 1
        subscribers[opened] = Subscriber(job: job, interval: interval, seenPosition: since)
        entries[job, default: Entry()].subscribers.insert(opened)
        return (opened, entries[job]?.subscribers.count == 1)
    }

    /// True: nobody watches the job any more; it is not to be followed.
    mutating func unsubscribe(_ subscriber: UInt64) -> Bool {
        guard let job = subscribers.removeValue(forKey: subscriber)?.job else { return false }
        entries[job]?.subscribers.remove(subscriber)
        guard entries[job]?.subscribers.isEmpty == true else { return false }
        entries[job] = nil
        return true
    }

    /// The scheduler told of a job. Returns who waits for it; nobody, when it is older than what is known.
    mutating func told(_ job: V1.Job, at position: FeedPosition, now: UInt64) -> [UInt64] {
        guard var entry = entries[job.id], entry.job == nil || entry.position < position else { return [] }
        // A job may get tasks, and loses none.
        while entry.paces.count < job.tasks.count { entry.paces.append(Pace()) }
        for (place, task) in job.tasks.enumerated() {
            let settled = task.items.map { $0.done + $0.dead } ?? 0
            entry.paces[place].note(settled: settled, at: now, isAtWork: task.isAtWork)
        }
        entry.job = job
        entry.position = position
        entries[job.id] = entry
        return entry.subscribers.sorted()
    }

    /// The scheduler does not know the job (any more). Returns who watched it.
    func subscribers(of job: UInt64) -> [UInt64] { entries[job]?.subscribers.sorted() ?? [] }

    enum OnNext {
        /// To be sent now; `isLast`: then the stream ends.
        case send(V1.JobProgress, isLast: Bool)
        /// Ask again at this time.
        case later(UInt64)
        /// It has seen what there is.
        case nothing
    }

    /// What a subscriber with room is to be sent.
    mutating func next(for subscriber: UInt64, now: UInt64) -> OnNext {
        guard let state = subscribers[subscriber], let entry = entries[state.job], let job = entry.job else {
            return .nothing
        }
        guard state.seenPosition < entry.position || (job.hasEnded && state.seen == nil) else { return .nothing }
        if now < state.nextTime, !job.hasEnded { return .later(state.nextTime) }
        subscribers[subscriber]?.seen = job
        subscribers[subscriber]?.seenPosition = entry.position
        subscribers[subscriber]?.nextTime = now + state.interval
        return .send(progress(of: job, in: entry, seen: state.seen), isLast: job.hasEnded)
    }

    private func progress(of job: V1.Job, in entry: Entry, seen: V1.Job?) -> V1.JobProgress {
        var progress = V1.JobProgress(job: job, position: V1.Position(entry.position), delta: seen != nil)
        var places = Array(job.tasks.indices)
        if let seen {
            places = places.filter { $0 >= seen.tasks.count || seen.tasks[$0] != job.tasks[$0] }
            progress.job?.tasks = places.map { job.tasks[$0] }
        }
        progress.rates = places.map { place in
            // Whoever waits for a retry has no pace, and nobody here knows when it comes.
            job.tasks[place].onlyRetries ? V1.Rate() : entry.paces[place].rate(left: job.tasks[place].itemsLeft)
        }
        return progress
    }
}

extension Position {
    init(_ message: V1.Position) { self.init(epoch: message.epoch, sequence: message.sequence) }
}

extension V1.Job {
    var hasEnded: Bool {
        switch state {
        case .succeeded, .failed, .cancelled, .expired: true
        default: false
        }
    }
}

extension V1.TaskStatus {
    /// nil: the count is not known, or may grow, or no more is to come.
    fileprivate var itemsLeft: UInt64? {
        guard let items, items.itemCountKnown, !items.open, state == .running || state == .ready else { return nil }
        return items.total - items.done - items.dead - items.cancelled
    }

    /// Some of its items are worked on, or could be.
    fileprivate var isAtWork: Bool {
        guard let items, items.itemCountKnown, state == .running else { return false }
        return items.total > items.done + items.dead + items.cancelled + items.retrying
    }

    /// All that is left waits for its next try.
    fileprivate var onlyRetries: Bool {
        guard let items, items.retrying > 0, state == .running else { return false }
        return !isAtWork
    }
}

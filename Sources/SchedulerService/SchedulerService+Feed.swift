import Contract
import RPC
import Scheduling

typealias FollowStream = ServerStream<V1.FollowRequest, V1.FollowUpdate>

/// Who follows which jobs, and what they have not been told yet. A follower that reads slowly costs one entry for each
/// job it follows, however often that changes.
struct Feed {
    struct Follower {
        let stream: FollowStream
        var jobs: Set<JobID> = []
        /// Changed since it was last told, in that order.
        var news: [JobID] = []
        /// Those in `news`.
        var noted: Set<JobID> = []
        /// A message waits for its row, or for credit.
        var isBusy = false
    }

    var followers: [UInt64: Follower] = [:]
    var counts: [JobID: Int] = [:]
    private var opened: UInt64 = 0
    private var updates: UInt64 = 0

    mutating func open(_ stream: FollowStream) -> UInt64 {
        opened += 1
        followers[opened] = Follower(stream: stream)
        return opened
    }

    mutating func endAll(_ status: Status) {
        for follower in followers.values { follower.stream.finish(status) }
    }

    /// True: it is the first to follow the job.
    mutating func add(_ job: JobID, to follower: UInt64) -> Bool {
        guard followers[follower]?.jobs.insert(job).inserted == true else { return false }
        counts[job, default: 0] += 1
        return counts[job] == 1
    }

    /// True: nobody follows the job any more.
    mutating func remove(_ job: JobID, from follower: UInt64) -> Bool {
        guard followers[follower]?.jobs.remove(job) != nil else { return false }
        counts[job, default: 1] -= 1
        guard counts[job] == 0 else { return false }
        counts[job] = nil
        return true
    }

    mutating func note(_ job: JobID, for follower: UInt64) {
        guard followers[follower]?.noted.insert(job).inserted == true else { return }
        followers[follower]?.news.append(job)
    }

    /// The first `count` news have been put into an update.
    mutating func told(_ follower: UInt64, _ count: Int) {
        for job in followers[follower]?.news.prefix(count) ?? [] { followers[follower]?.noted.remove(job) }
        followers[follower]?.news.removeFirst(count)
        followers[follower]?.isBusy = true
    }

    /// The index of the next update.
    mutating func nextIndex() -> UInt64 {
        updates += 1
        return updates
    }
}

extension SchedulerService {
    func follow(_ first: V1.FollowRequest, _ stream: FollowStream) {
        let follower = feed.open(stream)
        stream.onMessage { [unowned self] in change($0, follower) }
        stream.onEnd { [unowned self] end in
            // One that only has no more wishes is told on.
            if end != .halfClosed { leave(follower) }
        }
        stream.onWritable { [unowned self] in
            feed.followers[follower]?.isBusy = false
            openTurn()
        }
        change(first, follower)
    }

    private func change(_ request: V1.FollowRequest, _ follower: UInt64) {
        openTurn()
        for id in request.follow {
            let job = JobID(rawValue: id)
            if feed.add(job, to: follower) { _ = core.follow(job) }
            feed.note(job, for: follower)
        }
        if let jobs = feed.followers[follower]?.jobs, jobs.count > Limits.followedJobs {
            let text = "a stream follows \(Limits.followedJobs) jobs at most; leave some, or open another stream"
            feed.followers[follower]?.stream.finish(Status(.resourceExhausted, text))
            return leave(follower)
        }
        for id in request.leave { unfollow(JobID(rawValue: id), follower) }
    }

    private func unfollow(_ job: JobID, _ follower: UInt64) {
        guard feed.remove(job, from: follower) else { return }
        openTurn()
        core.unfollow(job)
    }

    private func leave(_ follower: UInt64) {
        // In one order in every process: what is removed by it are facts.
        for job in feed.followers[follower]?.jobs.sorted() ?? [] { unfollow(job, follower) }
        feed.followers[follower] = nil
    }

    /// At the turn's end: each follower that has room is told the newest state of what has changed.
    func tellFollowers(_ output: Output) {
        let noted = notes.takeChanged().sorted()
        if feed.followers.isEmpty { return }
        for job in output.changedJobs + noted {
            for (id, follower) in feed.followers where follower.jobs.contains(job) { feed.note(job, for: id) }
        }
        for id in feed.followers.keys.sorted() { tell(id) }
    }

    private func tell(_ id: UInt64) {
        guard let follower = feed.followers[id], !follower.isBusy, !follower.news.isEmpty else { return }
        var update = V1.FollowUpdate(index: feed.nextIndex())
        var bytes = 0
        for job in follower.news.prefix(SchedulerOptions.jobsPerFeedUpdate) {
            if let message = core.message(of: job, notes) {
                // It may have been followed before it was there.
                if follower.jobs.contains(job) { _ = core.follow(job) }
                bytes += message.roughSize
                if bytes > SchedulerOptions.bytesPerFeedUpdate, !update.jobs.isEmpty { break }
                update.jobs.append(message)
            } else {
                update.unknown.append(job.rawValue)
                unfollow(job, id)
            }
        }
        feed.told(id, update.jobs.count + update.unknown.count)
        whenDurable { [unowned self] position in
            follower.stream.send(update, at: position)
            // Without credit, `onWritable` goes on.
            guard follower.stream.canSend else { return }
            feed.followers[id]?.isBusy = false
            if feed.followers[id]?.news.isEmpty == false { openTurn() }
        }
    }
}

import Scheduling

/// Who follows which jobs, and what they have not been told yet.
struct Feed {
    final class Follower {
        let link: Link
        var jobs: Set<JobID> = []
        /// Changed since it was last told, in that order.
        var news: [JobID] = []
        /// A message waits for its row.
        var isBusy = false

        init(_ link: Link) { self.link = link }

        func note(_ job: JobID) { if !news.contains(job) { news.append(job) } }
    }

    /// In the order in which they came.
    var followers: [Follower] = []
    var counts: [JobID: Int] = [:]
}

/// The change feed, as `SchedulerService+Feed` has it.
extension SchedulerNode {
    func follow(_ jobs: [JobID], _ link: Link) {
        openTurn()
        let follower: Feed.Follower
        if let known = feed.followers.first(where: { $0.link === link }) {
            follower = known
        } else {
            follower = Feed.Follower(link)
            feed.followers.append(follower)
        }
        for job in jobs {
            if follower.jobs.insert(job).inserted {
                feed.counts[job, default: 0] += 1
                if feed.counts[job] == 1 { world.mark(core.follow(job) ? .followFound : .followUnknown) }
            }
            follower.note(job)
        }
    }

    func leaveFeed(_ link: Link) {
        guard let place = feed.followers.firstIndex(where: { $0.link === link }) else { return }
        openTurn()
        let follower = feed.followers.remove(at: place)
        for job in follower.jobs.sorted() { unfollow(job, follower) }
    }

    private func unfollow(_ job: JobID, _ follower: Feed.Follower) {
        guard follower.jobs.remove(job) != nil else { return }
        feed.counts[job, default: 1] -= 1
        guard feed.counts[job] == 0 else { return }
        feed.counts[job] = nil
        core.unfollow(job)
    }

    func tellFollowers(_ output: Output) {
        for follower in feed.followers {
            for job in output.changedJobs where follower.jobs.contains(job) { follower.note(job) }
            tell(follower)
        }
    }

    private func tell(_ follower: Feed.Follower) {
        guard !follower.isBusy, !follower.news.isEmpty else { return }
        var shown: [(job: JobView, tasks: [TaskView])] = []
        var unknown: [JobID] = []
        for id in follower.news.prefix(5) {
            if let job = core.job(id) {
                // It may have been followed before it was there.
                if follower.jobs.contains(id) { _ = core.follow(id) }
                shown.append((job, core.tasks(of: id)))
            } else {
                unknown.append(id)
                unfollow(id, follower)
            }
        }
        follower.news.removeFirst(shown.count + unknown.count)
        follower.isBusy = true
        whenDurable { [self] in
            follower.link.send(.changes(shown, unknown: unknown, epoch: epoch))
            follower.isBusy = false
            if !follower.news.isEmpty { openTurn() }
        }
    }
}

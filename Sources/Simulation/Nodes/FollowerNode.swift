import Scheduling

/// A follower of the change feed, as a status service is: follows jobs that it hears of, and goes on with them after its
/// connection was lost.
final class FollowerNode {
    unowned let world: World
    let process: Process
    private var link: Link?
    private(set) var jobs: [JobID] = []
    /// Shown as ended, or as not there.
    private var ended: Set<JobID> = []
    private var heardOf = 0

    init(_ world: World) {
        self.world = world
        process = world.makeProcess()
    }

    /// Followed, and never shown as ended.
    var unended: [JobID] { jobs.filter { !ended.contains($0) } }

    func start() {
        connect()
        hearOfJobs()
    }

    private func hearOfJobs() {
        world.schedule(after: .milliseconds(world.chance.within(20...400)), on: process) { [self] in
            var new: [JobID] = []
            for job in world.knownJobs[heardOf...] where world.isHealed || world.chance.below(3) > 0 { new.append(job) }
            heardOf = world.knownJobs.count
            jobs += new
            if !new.isEmpty { link?.send(.follow(new)) }
            if !jobs.isEmpty, world.buggify(.followTwice) { link?.send(.follow([world.chance.pick(jobs)])) }
            hearOfJobs()
        }
    }

    private func connect() {
        guard let link = world.connect(process) else { return connectLater() }
        self.link = link
        link.heardByPeer = { [self] message in
            guard case .changes(let shown, let unknown, _) = message else { return }
            for (job, _) in shown where job.state.hasEnded { ended.insert(job.id) }
            ended.formUnion(unknown)
        }
        link.endedForPeer = { [self, unowned link] in
            guard self.link === link else { return }
            self.link = nil
            connectLater()
        }
        if !jobs.isEmpty { link.send(.follow(jobs)) }
    }

    private func connectLater() {
        world.schedule(after: .milliseconds(world.chance.within(5...500)), on: process) { [self] in connect() }
    }
}

import Scheduling

/// What befalls the system from outside, and how it is put right in the end.
extension World {
    /// Everybody starts, and the troubles begin.
    func begin() {
        startScheduler(after: .milliseconds(0))
        for number in 0..<options.workers {
            let worker = WorkerNode(self, number)
            workers.append(worker)
            schedule(after: .milliseconds(chance.below(500)), on: nil) { worker.start() }
        }
        for number in 0..<options.clients {
            let share = options.jobs * (number + 1) / options.clients - options.jobs * number / options.clients
            let client = ClientNode(self, number, jobs: share)
            clients.append(client)
            schedule(after: .milliseconds(chance.below(100)), on: nil) { client.start() }
        }
        for _ in 0..<2 {
            let follower = FollowerNode(self)
            followers.append(follower)
            schedule(after: .milliseconds(chance.below(200)), on: nil) { follower.start() }
        }
        scheduleTrouble()
    }

    // MARK: Schedulers

    func startScheduler(after delay: Delay) {
        schedulersToStart += 1
        schedule(after: delay, on: nil) { [self] in
            schedulersToStart -= 1
            let node = SchedulerNode(self)
            schedulers.append(node)
            node.lookAtRecovered()
            if buggify(.crashAfterRecovery) {
                schedule(after: .milliseconds(chance.below(5)), on: nil) { [self] in crash(node) }
            }
        }
    }

    func crash(_ node: SchedulerNode) {
        guard node.process.isAlive else { return }
        note("scheduler of epoch # is gone", UInt64(node.epoch))
        node.die()
        schedulers.removeAll { $0 === node }
        cutLinks(of: node.process)
        // Those that are left may be deposed, and not know it.
        guard !schedulers.contains(where: { $0.epoch == journal.epoch }), schedulersToStart == 0 else { return }
        startScheduler(after: .milliseconds(chance.within(1...600)))
    }

    func commitLatency() -> Delay {
        if isHealed { return .milliseconds(min(options.commit, 5)) }
        if has(.slowDisk), chance.below(12) == 0 {
            return .milliseconds(options.leaseTimeToLive + chance.within(-5...20))
        }
        return .microseconds(chance.within(options.commit * 500...options.commit * 1_500))
    }

    // MARK: Troubles

    private func scheduleTrouble() {
        schedule(after: .milliseconds(misfortune.within(10...900)), on: nil) { [self] in
            if isHealed { return }
            makeTrouble()
            scheduleTrouble()
        }
    }

    private func makeTrouble() {
        guard let fault = misfortune.pickAny(Fault.allCases.filter { options.faults.contains($0) }),
            !isSpared(fault.rawValue)
        else { return }
        switch fault {
        case .crash:
            guard let node = schedulers.last else { return }
            if misfortune.below(2) == 0 { node.diesWithNextRow = true } else { crash(node) }
        case .takeover: if !schedulers.isEmpty, schedulers.count < 3 { startScheduler(after: .milliseconds(1)) }
        case .fullDisk: fillDisk()
        case .cutLink:
            cutAnyLink()
        case .workerKilled: misfortune.pickAny(workers)?.die()
        case .workerStopped:
            guard let process = misfortune.pickAny(workers)?.process else { return }
            stop(process, .milliseconds(options.leaseTimeToLive * misfortune.within(5...30) / 10))
        case .workerLeaves: misfortune.pickAny(workers)?.leave()
        case .liar: for worker in workers where worker.isLiar && worker.process.isAlive { worker.lie() }
        case .schedulerStopped:
            guard let process = schedulers.last?.process else { return }
            let time = misfortune.within(50...options.leaseTimeToLive * 2)
            // With its machine: then the monotonic clock knows nothing of it.
            if misfortune.below(2) == 0 { process.suspended += Int64(time) }
            stop(process, .milliseconds(time))
        case .wallClock: wallClock += Int64(misfortune.within(-100_000...100_000))
        case .zombie, .unknownOutcome, .slowDisk, .halfOpen, .slowNetwork, .slowWorker, .poison, .itemFailure,
            .taskFailure, .cancel, .letters, .limits, .pauses, .weights, .slowDown, .schedules:
            if buggify(.rejoinBeforeClose) { chance.pickAny(workers.filter { $0.process.isAlive })?.rejoin() }
        }
    }

    private func stop(_ process: Process, _ time: Delay) {
        note("process # is stopped for # ms", process.number, UInt64(time.microseconds / 1_000))
        process.stoppedUntil = max(process.stoppedUntil, now + time)
    }

    private func fillDisk() {
        guard !isDiskFull else { return }
        note("the disk is full")
        isDiskFull = true
        schedule(after: .milliseconds(chance.within(100...2_000)), on: nil) { [self] in isDiskFull = false }
    }

    // MARK: Healing

    /// After which the silence of whoever was gone at the healing must have been noticed, however late the news of it.
    private var noticed: Delay { .milliseconds(options.leaseTimeToLive + 15_000) }

    /// What the dead held is with others, or waits for them.
    private func checkLeasesOfTheDead(_ node: SchedulerNode) {
        let alive = Set(workers.filter { $0.process.isAlive }.map(\.instance))
        for worker in node.core.workers() where worker.leases > 0 && !alive.contains(worker.instance) {
            object("leases-come-back", "instance \(worker.instance) is long gone, and has \(worker.leases) leases")
        }
    }

    /// From now on everything works, and everybody does what they should.
    func heal() {
        note("the troubles are over")
        isHealed = true
        isDiskFull = false
        endDeposed()
        let end = now + noticed
        settleLater(end)
    }

    private func settleLater(_ end: Moment) {
        schedule(after: .milliseconds(500), on: nil) { [self] in
            endDeposed()
            if let node = schedulers.last {
                node.settle()
                if now > end { checkLeasesOfTheDead(node) }
            }
            settleLater(end)
        }
    }

    private func endDeposed() {
        for node in schedulers where node.epoch != journal.epoch { crash(node) }
    }

    /// What was accepted has ended, and everybody who asked knows.
    var isDone: Bool {
        guard let node = schedulers.last, node.epoch == journal.epoch, node.isDone else { return false }
        return clients.allSatisfy { $0.isDone } && followers.allSatisfy { $0.unended.isEmpty }
    }
}

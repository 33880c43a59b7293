import Scheduling

/// What clients and operators ask, as `SchedulerService+Clients` and `+DeadLetters` do it.
extension SchedulerNode {
    func answer(_ request: Request, _ number: UInt64, _ link: Link) {
        openTurn()
        let reply = reply(to: request)
        whenDurable { [self] in
            if world.buggify(.replyLost) {
                return link.cut(schedulerAfter: world.noticeTime(), peerAfter: world.noticeTime())
            }
            link.send(.reply(number, reply, epoch: epoch))
        }
    }

    private func reply(to request: Request) -> Reply {
        switch request {
        case .submit(let job, let tasks): return submit(job, tasks)
        case .append(let task, let first, let items, let seals):
            return append(items, at: first, seals: seals, to: task)
        case .get(let id):
            guard let job = core.job(id) else {
                world.mark(.getUnknown)
                return .unknown
            }
            world.mark(.getFound)
            return .job(job, core.tasks(of: id))
        case .cancel(let job):
            let won = core.cancel(job)
            world.note("cancel of job #: #", job.rawValue, won ? 1 : 0)
            world.mark(won ? .cancelWon : .cancelLost)
            return .cancelled(job, won)
        case .letters: return .letters(core.letters(after: .none, limit: 20, probes: 50_000) { _ in true }.letters)
        case .requeue(let letters): return .requeued(requeue(letters))
        case .discard(let letter):
            world.mark(core.discard(letter) ? .discarded : .discardUnknown)
            return .done
        case .limit, .pause, .pauseTenant, .pauseJob, .weight, .slowDown:
            operate(request)
            return .done
        case .schedule, .pauseSchedule, .triggerSchedule, .deleteSchedule:
            operateSchedule(request)
            return .done
        }
    }

    private func submit(_ job: JobSubmission, _ tasks: [TaskSubmission]) -> Reply {
        if isRefused {
            world.mark(.submitRefused)
            return .refused
        }
        let id = core.submit(job)
        for task in tasks { core.addTask(to: id, task) }
        world.note("job # of # tasks", id.rawValue, UInt64(tasks.count))
        world.mark(.submitAccepted)
        return .submitted(name: job.name, id)
    }

    /// Into the letters' own jobs, or into new ones, whose ids are returned.
    private func requeue(_ letters: [DeadLetterID]) -> [JobID] {
        var new: [JobID] = []
        for letter in letters {
            if core.requeue(letter) {
                world.mark(.requeueHere)
                continue
            }
            guard let view = core.letter(letter) else { continue }
            let same = letters.filter { other in
                other >= letter && core.letter(other).map { $0.needsNewJob && $0.task.job == view.task.job } ?? false
            }
            let job = core.requeueAnew(same, of: view.task.job) { _ in [] }
            world.mark(job == nil ? .requeueNothing : .requeueAnew)
            if let job { new.append(job) }
        }
        return new
    }

    private func operate(_ request: Request) {
        switch request {
        case .limit(let name, let isQueue, let limits):
            core.setLimits(limits, of: name, isQueue: isQueue)
            world.mark(.limitsSet)
        case .pause(let name, let isQueue, let isPaused):
            core.pause(name, isQueue: isQueue, isPaused)
            world.mark(isPaused ? .paused : .resumed)
        case .pauseTenant(let name, let isPaused):
            core.pause(tenant: name, isPaused)
            world.mark(isPaused ? .paused : .resumed)
        case .pauseJob(let job, let isPaused):
            if core.pause(job, isPaused) { world.mark(isPaused ? .paused : .resumed) }
        case .weight(let tenant, let weight):
            core.setWeight(weight, of: tenant)
            world.mark(.weightSet)
        case .slowDown(let key, let milliseconds):
            core.slowDown(key: key, milliseconds: milliseconds)
            world.mark(.slowedDown)
        default: preconditionFailure("what an operator asks")
        }
    }

    /// After the troubles: nothing holds work back, and what is dead is worked on again or given up. Done by an operator
    /// who goes on until nothing is left to do.
    func settle() {
        openTurn()
        for place in 0..<core.state.queues.count {
            let name = core.state.queues[NameID(rawValue: UInt32(place))]
            core.pause(name, isQueue: true, false)
            core.setLimits(GateLimits(), of: name, isQueue: true)
        }
        for place in 0..<core.state.keys.count {
            let name = core.state.keys[NameID(rawValue: UInt32(place))]
            core.pause(name, isQueue: false, false)
            core.setLimits(GateLimits(), of: name, isQueue: false)
        }
        for place in 0..<core.state.tenants.count {
            core.pause(tenant: core.state.tenants[NameID(rawValue: UInt32(place))], false)
        }
        endSchedules()
        let open = core.jobs(before: nil, limit: .max, probes: .max) { !$0.state.hasEnded }.jobs
        for job in open { _ = core.pause(job.id, false) }
        let letters = core.letters(after: .none, limit: .max, probes: .max) { letter in
            letter.cause != .countNotSet && !letter.needsNewJob
        }.letters
        for letter in letters { _ = core.requeue(letter.id) }
        for job in open { sealAll(of: job.id) }
        let hopeful = Set(letters.map(\.task.job))
        for job in open where core.job(job.id)?.state == .stalled && !hopeful.contains(job.id) {
            _ = core.cancel(job.id)
        }
    }
}

import Contract
import Scheduling
import Storage

/// The whole simulated system: processes, connections, the disk, and the time. Everything in it follows from the
/// options.
final class World {
    let options: Options
    var chance: Chance
    /// For what goes wrong: one trouble less leaves the others as they are.
    var misfortune: Chance
    /// What went wrong so far.
    private(set) var troubles: [Trouble] = []
    private var troublesMade = 0
    private(set) var now = Moment.zero
    private(set) var trace: Trace
    private(set) var oracle = Oracle()
    private(set) var coverage = Coverage()
    private(set) var eventsDone = 0
    /// No more trouble: whatever was accepted has to end now.
    var isHealed = false

    let journal = SimulatedJournal()
    /// Jumps.
    var wallClock: Int64 = 1_700_000_000_000
    let rowCodec = Codec(keeping: 128 << 20)
    /// Of states as they were when a row was offered, by that row: what recovery must find if it was written.
    var fingerprints: [UInt64: (epoch: UInt32, value: UInt64)] = [:]

    /// Alive, newest last.
    var schedulers: [SchedulerNode] = []
    var schedulersToStart = 0
    var workers: [WorkerNode] = []
    var clients: [ClientNode] = []
    var followers: [FollowerNode] = []
    private(set) var links: [Link] = []
    /// Every one that was ever made, as far as somebody holds it.
    private var allLinks: [WeakLink] = []
    private var linksMade: UInt64 = 0
    private var processesMade: UInt64 = 0
    /// Handed out so far; for liars.
    private(set) var knownLeases: [(lease: UInt64, instance: UInt64)] = []
    /// Acknowledged, in that order; for those who cancel, follow and ask.
    var knownJobs: [JobID] = []
    var isDiskFull = false

    private var heap = EventHeap()
    private let awake: Set<Site>
    /// Of one site: more of the same finds nothing more.
    private static let mostHits = 25

    init(_ options: Options, print: ((String) -> Void)? = nil) {
        self.options = options
        trace = Trace(print: print)
        chance = Chance(seed: options.seed)
        misfortune = Chance(seed: options.seed ^ 0x510E_527F_ADE6_82D1)
        var draw = Chance(seed: options.seed ^ 0xBB67_AE85_84CA_A73B)
        awake = Set(Site.allCases.filter { _ in draw.below(4) == 0 })
    }

    // MARK: Time

    func schedule(at time: Moment, on process: Process?, _ run: @escaping () -> Void) {
        heap.insert(at: max(time, now), on: process, run)
    }

    func schedule(after delay: Delay, on process: Process?, _ run: @escaping () -> Void) {
        heap.insert(at: now + delay, on: process, run)
    }

    /// The next event. False: there is none.
    func step() -> Bool {
        guard let event = heap.popFirst() else { return false }
        now = event.time
        if let process = event.process {
            guard process.isAlive else { return true }
            if process.stoppedUntil > now || !process.backlog.isEmpty {
                if process.backlog.isEmpty { resume(process) }
                process.backlog.append(event.run)
                return true
            }
        }
        eventsDone += 1
        event.run()
        return true
    }

    /// Once it is not stopped any more, a process does at once what it could not.
    private func resume(_ process: Process) {
        schedule(at: process.stoppedUntil, on: nil) { [self] in
            if process.stoppedUntil > now { return resume(process) }
            let waiting = process.backlog
            process.backlog = []
            for run in waiting where process.isAlive {
                eventsDone += 1
                run()
            }
        }
    }

    /// It is over: whatever holds each other in it lets go.
    func dissolve() {
        heap = EventHeap()
        for link in allLinks { link.value?.forget() }
        for node in schedulers { node.die() }
        (schedulers, workers, clients, followers, links) = ([], [], [], [], [])
    }

    // MARK: Chance

    func has(_ fault: Fault) -> Bool { !isHealed && options.faults.contains(fault) }

    /// Whether something rare happens here, now. Only where the site is awake, and then in a quarter of the cases.
    func buggify(_ site: Site) -> Bool {
        guard !isHealed, awake.contains(site), coverage.sites[site, default: 0] < Self.mostHits, chance.below(4) == 0
        else { return false }
        if isSpared(site.rawValue) { return false }
        coverage.count(site)
        note("buggify: $", UInt64(Site.allCases.firstIndex(of: site) ?? 0))
        return true
    }

    /// Whether the options leave out what is about to go wrong.
    func isSpared(_ name: String) -> Bool {
        troublesMade += 1
        if options.spared.contains(troublesMade) { return true }
        troubles.append(Trouble(number: troublesMade, time: now, name: name))
        return false
    }

    func networkDelay() -> Delay {
        var milliseconds =
            options.delay == 0 ? 0 : chance.below(2 * (isHealed ? min(options.delay, 1) : options.delay) + 1)
        if has(.slowNetwork), chance.below(50) == 0 { milliseconds += chance.below(options.leaseTimeToLive) }
        return .microseconds(milliseconds * 1_000 + chance.within(20...400))
    }

    // MARK: Records

    func note(_ text: StaticString, _ first: UInt64 = 0, _ second: UInt64 = 0, _ third: UInt64 = 0) {
        trace.note(now, text, first, second, third)
    }

    func mark(_ mark: Mark) { coverage.count(mark) }

    func saw(_ sighting: Sighting) { oracle.saw(sighting, at: now) }

    func object(_ checker: String, _ text: String) { oracle.object(checker, text, at: now) }

    func look(at core: borrowing Scheduler, _ occasion: Occasion) { oracle.look(at: core, occasion, at: now) }

    /// The row is on the disk.
    func written(_ row: JournalRow) {
        note("row # of epoch # is durable, # bytes", row.sequence, UInt64(row.epoch), UInt64(row.batch.count))
        let read = DurableRow(row, codec: rowCodec)
        for fact in read.facts {
            markFact(fact)
            if case .itemDied(let lease, let item, let letter) = fact,
                String(decoding: read.bytes(letter.failure), as: UTF8.self).contains("added-tasks")
            {
                object("growth-once", "item \(item) of lease \(lease.rawValue) adds what is there, or can't be added")
            }
        }
        oracle.durable(read, at: now)
    }

    private func markFact(_ fact: Fact) {
        switch fact {
        case .jobEnded(_, .succeeded): mark(.jobSucceeded)
        case .jobEnded(_, .failed): mark(.jobFailed)
        case .jobEnded(_, .cancelled): mark(.jobCancelled)
        case .jobStalled: mark(.jobStalled)
        case .jobRemoved: mark(.jobRemoved)
        case .itemDied(_, _, let letter), .taskDied(_, let letter):
            switch letter.cause {
            case .permanent: mark(.letterPermanent)
            case .attemptsExhausted: mark(.letterExhausted)
            case .parked: mark(.letterParked)
            case .workerLost: mark(.letterWorkerLost)
            case .countNotSet: mark(.letterCountNotSet)
            case .listNotSealed: mark(.letterListNotSealed)
            case .timedOut: break
            }
        case .waveDue: mark(.waveDue)
        case .gateOpened: mark(.gateOpened)
        case .jobGrew: mark(.grown)
        case .leaseExtended: mark(.leaseExtended)
        case .leaseTrimmed: mark(.leaseTrimmed)
        case .taskStopping: mark(.taskStopping)
        case .jobStopping: mark(.jobStopping)
        case .tickFired(let fired):
            switch fired.kind {
            case .onTime: mark(.tickOnTime)
            case .caughtUp: mark(.tickCaughtUp)
            case .queued: mark(.tickQueued)
            case .extra: mark(.tickExtra)
            }
        case .ticksSkipped(_, _, let cause, _): mark(cause == .missed ? .tickMissed : .tickOverlapped)
        default: break
        }
    }

    /// What a worker claims, as it says it.
    func tap(_ message: MessageToScheduler) {
        guard case .worker(let update) = message else { return }
        for lease in update.completed { saw(.claimed(LeaseID(rawValue: lease), cursor: .max, [])) }
        for report in update.reports {
            let ranges = stride(from: 0, to: report.settled.count - 1, by: 2).map {
                ItemRange(UInt32(report.settled[$0]), UInt32(report.settled[$0 + 1]))
            }
            saw(.claimed(LeaseID(rawValue: report.lease), cursor: UInt32(report.cursor), ranges))
        }
    }

    /// Whatever a scheduler says, as it says it.
    func tap(_ message: MessageFromScheduler, on link: Link) {
        switch message {
        case .worker(let update):
            guard let worker = workers.first(where: { $0.process === link.peer }) else { return }
            for grant in update.grants {
                knownLeases.append((grant.lease, worker.instance))
                saw(.granted(LeaseID(rawValue: grant.lease), instance: worker.instance))
            }
            for lease in update.ended { saw(.leaseEnded(LeaseID(rawValue: lease), instance: worker.instance)) }
            for answer in update.acknowledged {
                saw(
                    .leaseContinues(
                        LeaseID(rawValue: answer.lease), cursor: UInt32(answer.cursor), instance: worker.instance))
            }
        case .reply(_, .job(let job, let tasks), let epoch):
            saw(.shown(job, tasks, reader: link.peer.number, epoch: epoch))
        case .reply(_, .requeued(let jobs), _): saw(.requeued(jobs))
        case .reply(_, .submitted(let name, let job), _): saw(.submitAccepted(name: name, job))
        case .reply(_, .cancelled(let job, true), _): saw(.cancelled(job))
        case .reply: break
        case .changes(let jobs, let unknown, let epoch):
            for (job, tasks) in jobs { saw(.shown(job, tasks, reader: link.peer.number, epoch: epoch)) }
            for job in unknown { saw(.unknown(job, reader: link.peer.number, epoch: epoch)) }
        }
    }

    // MARK: Processes and connections

    func makeProcess() -> Process {
        processesMade += 1
        return Process(processesMade)
    }

    /// nil: nobody listens.
    func connect(_ process: Process) -> Link? {
        links.removeAll { $0.isCut }
        guard var node = schedulers.last else { return nil }
        if schedulers.count > 1, has(.zombie), chance.below(3) == 0 { node = schedulers[0] }
        linksMade += 1
        let link = Link(linksMade, from: process, to: node.process, self)
        links.append(link)
        allLinks.append(WeakLink(value: link))
        node.accept(link)
        return link
    }

    /// Nothing of a dead process is heard any more: its peers notice, some of them late.
    func cutLinks(of process: Process) {
        for link in links where link.peer === process || link.scheduler === process {
            link.cut(schedulerAfter: noticeTime(), peerAfter: noticeTime())
        }
    }

    func cutAnyLink() {
        guard let link = chance.pickAny(links.filter { !$0.isCut }) else { return }
        link.cut(schedulerAfter: noticeTime(), peerAfter: noticeTime())
    }

    func noticeTime() -> Delay {
        if has(.halfOpen), chance.below(3) == 0 { return .milliseconds(chance.within(500...6_000)) }
        return networkDelay()
    }
}

private struct WeakLink {
    weak var value: Link?
}

import Contract
import Scheduling

/// What a client asks of a scheduler.
enum Request {
    case submit(JobSubmission, [TaskSubmission])
    case append(TaskID, at: UInt32, [[UInt8]], seals: Bool)
    case get(JobID)
    case cancel(JobID)
    case letters
    case requeue([DeadLetterID])
    case discard(DeadLetterID)
    case limit(String, isQueue: Bool, GateLimits)
    case pause(String, isQueue: Bool, Bool)
    case pauseTenant(String, Bool)
    case pauseJob(JobID, Bool)
    case weight(String, UInt32)
    case slowDown(String, milliseconds: UInt64)
    case schedule(String, Timetable)
    case pauseSchedule(String, Bool)
    case triggerSchedule(String)
    case deleteSchedule(String)
}

enum Reply {
    case submitted(name: [UInt8], JobID)
    case appended
    case refused
    case job(JobView, [TaskView])
    case unknown
    case cancelled(JobID, Bool)
    case letters([LetterView])
    case requeued([JobID])
    case done
}

enum MessageToScheduler {
    case worker(V1.WorkerUpdate)
    /// The worker's END.
    case end
    case request(UInt64, Request)
    case follow([JobID])
}

enum MessageFromScheduler {
    case worker(V1.SchedulerUpdate)
    case reply(UInt64, Reply, epoch: UInt32)
    case changes([(job: JobView, tasks: [TaskView])], unknown: [JobID], epoch: UInt32)
}

/// A connection: what is sent arrives in order, or not at all once it is cut.
final class Link {
    let number: UInt64
    let peer: Process
    let scheduler: Process
    private unowned let world: World
    private(set) var isCut = false
    private var newestToScheduler = Moment.zero
    private var newestToPeer = Moment.zero

    var heardByScheduler: (MessageToScheduler) -> Void = { _ in }
    var heardByPeer: (MessageFromScheduler) -> Void = { _ in }
    /// Each side hears once that nothing will come any more.
    var endedForScheduler: () -> Void = {}
    var endedForPeer: () -> Void = {}

    init(_ number: UInt64, from peer: Process, to scheduler: Process, _ world: World) {
        self.number = number
        self.peer = peer
        self.scheduler = scheduler
        self.world = world
    }

    func send(_ message: MessageToScheduler) {
        world.tap(message)
        guard !isCut else { return }
        let time = max(newestToScheduler + .microseconds(1), world.now + world.networkDelay())
        newestToScheduler = time
        world.schedule(at: time, on: scheduler) { [self] in if !isCut { heardByScheduler(message) } }
    }

    func send(_ message: MessageFromScheduler) {
        // It was said, whoever hears it.
        world.tap(message, on: self)
        guard !isCut else { return }
        let time = max(newestToPeer + .microseconds(1), world.now + world.networkDelay())
        newestToPeer = time
        world.schedule(at: time, on: peer) { [self] in if !isCut { heardByPeer(message) } }
    }

    /// The scheduler is done with it: the peer hears the end behind what was sent.
    func finish() {
        guard !isCut else { return }
        let time = max(newestToPeer + .microseconds(1), world.now + world.networkDelay())
        world.schedule(at: time, on: peer) { [self] in
            guard !isCut else { return }
            isCut = true
            endedForPeer()
        }
    }

    /// What is under way is lost. `schedulerAfter` and `peerAfter`: how long each side takes to notice.
    func cut(schedulerAfter: Delay, peerAfter: Delay) {
        guard !isCut else { return }
        isCut = true
        world.note("link # is cut", number)
        world.schedule(at: world.now + schedulerAfter, on: scheduler) { [self] in
            endedForScheduler()
            (heardByScheduler, endedForScheduler) = ({ _ in }, {})
        }
        world.schedule(at: world.now + peerAfter, on: peer) { [self] in
            endedForPeer()
            (heardByPeer, endedForPeer) = ({ _ in }, {})
        }
    }

    /// Lets go of both sides, which hold it too.
    func forget() {
        (heardByScheduler, endedForScheduler) = ({ _ in }, {})
        (heardByPeer, endedForPeer) = ({ _ in }, {})
    }
}

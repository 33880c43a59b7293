import Contract
import Platform
import RPC
import Scheduling

typealias WorkerStream = ServerStream<V1.WorkerUpdate, V1.SchedulerUpdate>

/// What goes to a worker: what the turn under way has for it, and behind that durable updates, in order, none of which
/// is dropped when the worker reads slowly.
///
/// What waits is bounded by what the worker asked for: grants by its credit, answers by its reports. One that reports
/// on and on and reads nothing is to be sent away.
final class WorkerOutbox {
    /// A worker that sends a lease's next report when the last one was answered has far fewer under way.
    static let mostAnswers = 262_144

    let session: SessionID
    let stream: WorkerStream
    private var turn = V1.SchedulerUpdate()
    private var isTouched = false
    private var waiting = Queue<(update: V1.SchedulerUpdate, position: Position)>()
    private var answersWaiting = 0
    /// Of leases that are to be sent with payloads; nil: those are not here yet.
    private var payloads: [UInt64: [[UInt8]]?] = [:]
    /// What the worker hears behind all that waits.
    private var ending: Position?

    /// Lives as long as the stream needs it, also after its session.
    init(_ session: SessionID, _ stream: WorkerStream) {
        self.session = session
        self.stream = stream
        stream.onWritable { [self] in flush() }
    }

    /// Adds to what the worker hears of this turn. True: it is the first addition.
    func add(_ change: (inout V1.SchedulerUpdate) -> Void) -> Bool {
        change(&turn)
        defer { isTouched = true }
        return !isTouched
    }

    /// What the turn has for the worker, in messages that fit a frame; the next turn begins.
    func endTurn() -> [V1.SchedulerUpdate] {
        guard isTouched else { return [] }
        isTouched = false
        var update = V1.SchedulerUpdate()
        swap(&update, &turn)
        if payloads.isEmpty { return update.split { $0.largestSize } }
        return update.split { $0.largestSize + (payloads[$0.lease] == nil ? 0 : Int(PayloadRoom.most)) }
    }

    /// The lease does not leave before its payloads are here, nor does anything behind it.
    func awaitPayloads(of lease: LeaseID) { payloads[lease.rawValue] = .some(nil) }

    func supply(_ lease: UInt64, _ items: [[UInt8]]) {
        payloads[lease] = items
        flush()
    }

    /// False: too much waits for the worker.
    func send(_ updates: [V1.SchedulerUpdate], at position: Position) -> Bool {
        for update in updates {
            if waiting.isEmpty, payloads.isEmpty, stream.send(update, at: position) { continue }
            waiting.append((update, position))
            answersWaiting += update.answers
        }
        if !waiting.isEmpty { flush() }
        return answersWaiting <= Self.mostAnswers
    }

    /// The worker has said all, and is told that it was heard.
    func finish(at position: Position) {
        ending = position
        flush()
    }

    private func flush() {
        while let next = waiting.first, let update = whole(next.update), stream.send(update, at: next.position) {
            answersWaiting -= next.update.answers
            _ = waiting.popFirst()
            if !payloads.isEmpty { for grant in update.grants { payloads[grant.lease] = nil } }
        }
        if waiting.isEmpty, let ending { stream.finish(at: ending) }
    }
}

extension WorkerOutbox {
    /// With the payloads that belong to it; nil: some are not here yet.
    private func whole(_ update: V1.SchedulerUpdate) -> V1.SchedulerUpdate? {
        if payloads.isEmpty { return update }
        var update = update
        for place in update.grants.indices {
            guard let items = payloads[update.grants[place].lease] else { continue }
            guard let items else { return nil }
            update.grants[place].items = items
        }
        return update
    }
}

/// The connected workers, and which of them the turn under way has something for.
struct WorkerSessions {
    private var outboxes: [SessionID: WorkerOutbox] = [:]
    private var touched: [WorkerOutbox] = []
    private var opened: UInt64 = 0

    var nextID: SessionID { SessionID(rawValue: opened + 1) }

    func isOpen(_ session: SessionID) -> Bool { outboxes[session] != nil }

    mutating func open(_ session: SessionID, _ stream: WorkerStream) {
        precondition(session == nextID, "sessions are numbered in order")
        opened += 1
        outboxes[session] = WorkerOutbox(session, stream)
    }

    /// nil: it is not there any more.
    mutating func close(_ session: SessionID) -> WorkerOutbox? {
        outboxes.removeValue(forKey: session)
    }

    /// nil: the session is not there any more.
    func awaitPayloads(of lease: LeaseID, in session: SessionID) -> WorkerOutbox? {
        outboxes[session]?.awaitPayloads(of: lease)
        return outboxes[session]
    }

    mutating func endAll(_ status: Status) {
        for outbox in outboxes.values { outbox.stream.finish(status) }
    }

    /// Adds to what the worker hears of this turn.
    mutating func update(_ session: SessionID, _ change: (inout V1.SchedulerUpdate) -> Void) {
        guard let outbox = outboxes[session] else { return }
        if outbox.add(change) { touched.append(outbox) }
    }

    /// Those that the turn has something for.
    mutating func takeTouched() -> [WorkerOutbox] {
        defer { touched.removeAll(keepingCapacity: true) }
        return touched
    }
}

extension V1.SchedulerUpdate {
    fileprivate var answers: Int {
        ended.count + acknowledged.count + revoked.count + recalled.count + trims.count
    }

    /// Bytes of grants in one message: with everything else it stays within a frame.
    private static let grantBytes = 256 * 1_024
    private static let grantsPerMessage = 512

    /// In parts small enough to be sent; most need no splitting.
    func split(sizeOf size: (V1.Grant) -> Int) -> [V1.SchedulerUpdate] {
        if grants.count <= Self.grantsPerMessage, grants.reduce(0, { $0 + size($1) }) <= Self.grantBytes {
            return [self]
        }
        var parts: [V1.SchedulerUpdate] = []
        var part = self
        part.grants = []
        var bytes = 0
        for grant in grants {
            let size = size(grant)
            if !part.grants.isEmpty, bytes + size > Self.grantBytes || part.grants.count == Self.grantsPerMessage {
                parts.append(part)
                part = V1.SchedulerUpdate()
                bytes = 0
            }
            part.grants.append(grant)
            bytes += size
        }
        parts.append(part)
        return parts
    }
}

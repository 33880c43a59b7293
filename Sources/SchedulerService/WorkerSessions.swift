import Contract
import RPC
import Scheduling

typealias WorkerStream = ServerStream<V1.WorkerUpdate, V1.SchedulerUpdate>

/// What durable updates go through to a worker: in order, and none is dropped when the worker reads slowly.
///
/// What waits is bounded by what the worker asked for: grants by its credit, answers by its reports.
final class WorkerOutbox {
    let stream: WorkerStream
    private var waiting: [(update: V1.SchedulerUpdate, position: Position)] = []

    init(_ stream: WorkerStream) {
        self.stream = stream
        stream.onWritable { [unowned self] in flush() }
    }

    func send(_ update: V1.SchedulerUpdate, at position: Position) {
        waiting.append((update, position))
        flush()
    }

    private func flush() {
        let count = waiting.firstIndex { !stream.send($0.update, at: $0.position) } ?? waiting.count
        waiting.removeFirst(count)
    }
}

/// The streams of connected workers, and what the turn under way has for each.
struct WorkerSessions {
    private struct Entry {
        let outbox: WorkerOutbox
        var update = V1.SchedulerUpdate()
        var isTouched = false
    }

    private var entries: [SessionID: Entry] = [:]
    private var touched: [SessionID] = []
    private var opened: UInt64 = 0

    var nextID: SessionID { SessionID(rawValue: opened + 1) }

    func isOpen(_ session: SessionID) -> Bool { entries[session] != nil }

    mutating func open(_ session: SessionID, _ stream: WorkerStream) {
        precondition(session == nextID, "sessions are numbered in order")
        opened += 1
        entries[session] = Entry(outbox: WorkerOutbox(stream))
    }

    /// nil: it is not there any more.
    mutating func close(_ session: SessionID) -> WorkerStream? {
        entries.removeValue(forKey: session)?.outbox.stream
    }

    mutating func endAll(_ status: Status) {
        for entry in entries.values { entry.outbox.stream.finish(status) }
    }

    /// Adds to what the worker hears of this turn.
    mutating func update(_ session: SessionID, _ change: (inout V1.SchedulerUpdate) -> Void) {
        guard let place = entries.index(forKey: session) else { return }
        if !entries.values[place].isTouched {
            entries.values[place].isTouched = true
            touched.append(session)
        }
        change(&entries.values[place].update)
    }

    /// What the turn has for each worker, in messages that fit a frame.
    mutating func takeUpdates() -> [(outbox: WorkerOutbox, updates: [V1.SchedulerUpdate])] {
        defer { touched.removeAll(keepingCapacity: true) }
        return touched.compactMap { session in
            guard let place = entries.index(forKey: session) else { return nil }
            let update = entries.values[place].update
            entries.values[place].update = V1.SchedulerUpdate()
            entries.values[place].isTouched = false
            return (entries.values[place].outbox, update.split())
        }
    }
}

extension V1.SchedulerUpdate {
    /// Bytes of grants in one message: with everything else it stays within a frame.
    private static let grantBytes = 256 * 1_024
    private static let grantsPerMessage = 512

    /// In parts small enough to be sent; most need no splitting.
    func split() -> [V1.SchedulerUpdate] {
        var parts: [V1.SchedulerUpdate] = []
        var part = self
        part.grants = []
        var bytes = 0
        for grant in grants {
            let size = grant.roughSize
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

extension V1.Grant {
    fileprivate var roughSize: Int {
        var size = 256 + payload.count + checkpoint.count + 10 * ranges.count
        if let context {
            size += context.inputs.reduce(0) { $0 + $1.data.count + 96 } + 128 * context.dependencies.count
        }
        return size
    }
}

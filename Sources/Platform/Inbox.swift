/// Work that other threads have for a loop's thread, and whether that thread must be woken for it.
///
/// As long as its callers make it: each waits for an answer, or counts what it sends.
final class Inbox: @unchecked Sendable {
    enum Work {
        case body(@Sendable () -> Void)
        case job(UnownedJob)
    }

    enum OnAdd {
        case added
        /// The loop sleeps, and nobody has woken it yet.
        case wake
        /// The loop has stopped: the work would never run.
        case refused
    }

    private struct Waiting {
        var work: ContiguousArray<Work> = []
        var isAsleep = false
        var isClosed = false
    }

    private let waiting = Lock(Waiting())
    // Of the loop's thread alone: what is being run, and how far it has come.
    private var batch: ContiguousArray<Work> = []
    private var position = 0

    func add(_ work: Work) -> OnAdd {
        waiting.withLock { waiting in
            if waiting.isClosed { return .refused }
            waiting.work.append(work)
            defer { waiting.isAsleep = false }
            return waiting.isAsleep ? .wake : .added
        }
    }

    /// Everything that comes from now on is refused.
    func close() { waiting.withLock { $0.isClosed = true } }

    /// False when there is work: then the loop must not sleep.
    func prepareToSleep() -> Bool {
        waiting.withLock { waiting in
            waiting.isAsleep = waiting.work.isEmpty
            return waiting.isAsleep
        }
    }

    /// Makes all work so far ready for `next`; what comes later is for the next turn.
    func open() {
        waiting.withLock { waiting in
            waiting.isAsleep = false
            swap(&waiting.work, &batch)
        }
    }

    func next() -> Work? {
        guard position < batch.count else {
            batch.removeAll(keepingCapacity: true)
            position = 0
            return nil
        }
        defer { position += 1 }
        return batch[position]
    }
}

import Contract
import Platform
import RPC

/// A job as it changes, until it has ended. Goes on by itself when no word of it comes for a while, since the status
/// service or the scheduler behind it is away, and never goes back then.
public struct JobProgress: AsyncSequence, Sendable {
    /// The whole job each time.
    public typealias Element = Job

    let job: JobID
    let interval: Duration
    /// Whose channel it is, which goes with it.
    let client: Client
    let channel: Channel
    let onInterruption: (@Sendable (LonghaulError?) async -> Void)?

    /// Begins to watch with the first `next`.
    public func makeAsyncIterator() -> Iterator { Iterator(watch: self) }

    /// One reader's place.
    public struct Iterator: AsyncIteratorProtocol {
        private let watch: JobProgress
        private var stream: ResponseStream<V1.JobProgress>.Iterator?
        private var newest: Job?
        /// Of the newest state that was given out.
        private var position: V1.Position?
        private var hasEnded = false
        private var isInterrupted = false
        /// After which a service that was there and is gone is given up.
        private var patienceEnds = MonotonicTime.now
        private static let patience = Duration.seconds(60)

        init(watch: JobProgress) { self.watch = watch }

        /// The next state; nil after the last one. Throws when the service can't be reached, or there is no such job.
        public mutating func next() async throws(LonghaulError) -> Job? {
            if hasEnded { return nil }
            while true {
                do throws(Status) {
                    guard let progress = try await read() else {
                        stream = nil
                        continue
                    }
                    patienceEnds = .now + Self.patience
                    await interrupt(nil)
                    merge(progress)
                    guard let newest, isNew(progress.position) else { continue }
                    position = progress.position
                    hasEnded = newest.state.hasEnded
                    return newest
                } catch {
                    // Somebody was there before: the service is being restarted. The channel pauses between attempts.
                    guard error.code == .unavailable, MonotonicTime.now < patienceEnds else {
                        throw LonghaulError(error).naming(watch.job)
                    }
                    stream = nil
                    await interrupt(LonghaulError(error))
                }
            }
        }

        /// Tells of the beginning and of the end of an interruption, once each.
        private mutating func interrupt(_ reason: LonghaulError?) async {
            guard isInterrupted != (reason != nil) else { return }
            isInterrupted = reason != nil
            await watch.onInterruption?(reason)
        }

        private mutating func read() async throws(Status) -> V1.JobProgress? {
            if stream == nil {
                // Not `since` what it has: after an interruption a job that stands still is the sign that all are back.
                let request = V1.WatchRequest(
                    job: watch.job.rawValue, intervalMs: UInt32(clamping: watch.interval.wholeMilliseconds))
                stream = watch.channel.serverStream(V1.Status.watch, request).makeAsyncIterator()
            }
            return try await stream?.next()?.message
        }

        /// Not what was given out before, nor older: another status service may lag behind.
        private func isNew(_ other: V1.Position?) -> Bool {
            guard let position, let other else { return true }
            return (position.epoch, position.sequence, position.index) < (other.epoch, other.sequence, other.index)
        }

        private mutating func merge(_ progress: V1.JobProgress) {
            guard let message = progress.job else { return }
            var job = Job(message)
            for (place, rate) in progress.rates.enumerated() where place < job.tasks.count {
                job.tasks[place].rate = rate.itemsPerSecond
                job.tasks[place].secondsLeft = rate.secondsLeft
            }
            if progress.delta, let newest {
                let changed = job.tasks
                job.tasks = newest.tasks
                for task in changed {
                    if let place = job.tasks.firstIndex(where: { $0.ordinal == task.ordinal }) {
                        job.tasks[place] = task
                    } else {
                        job.tasks.append(task)
                    }
                }
            }
            newest = job
        }
    }
}

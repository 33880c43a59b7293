import Contract
import Platform
import RPC

/// A job as it changes, until it has ended. Goes on by itself after a lost connection, from where it was.
public struct JobProgress: AsyncSequence, Sendable {
    /// The whole job each time.
    public typealias Element = Job

    let job: JobID
    let interval: Duration
    /// Whose channel it is, which goes with it.
    let client: Client
    let channel: Channel

    /// Begins to watch with the first `next`.
    public func makeAsyncIterator() -> Iterator { Iterator(watch: self) }

    /// One reader's place.
    public struct Iterator: AsyncIteratorProtocol {
        private let watch: JobProgress
        private var stream: ResponseStream<V1.JobProgress>.Iterator?
        private var newest: Job?
        private var position: V1.Position?
        private var hasEnded = false
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
                    merge(progress)
                    patienceEnds = .now + Self.patience
                    guard let newest else { continue }
                    hasEnded = newest.state.hasEnded
                    return newest
                } catch {
                    // Somebody was there before: the service is being restarted. The channel pauses between attempts.
                    guard error.code == .unavailable, MonotonicTime.now < patienceEnds else {
                        throw LonghaulError(error)
                    }
                    stream = nil
                }
            }
        }

        private mutating func read() async throws(Status) -> V1.JobProgress? {
            if stream == nil {
                let request = V1.WatchRequest(
                    job: watch.job.rawValue, intervalMs: UInt32(clamping: watch.interval.wholeMilliseconds),
                    since: position)
                stream = watch.channel.serverStream(V1.Status.watch, request).makeAsyncIterator()
            }
            return try await stream?.next()?.message
        }

        private mutating func merge(_ progress: V1.JobProgress) {
            guard let message = progress.job else { return }
            position = progress.position
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

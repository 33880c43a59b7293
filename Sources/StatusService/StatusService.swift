import Contract
package import Platform
package import RPC

/// Streams progress to whoever watches, so that reading never loads the scheduler. Holds no truth: kill it, start
/// three of them, nothing is lost. Lives on its loop's thread.
package final class StatusService {
    let loop: EventLoop
    private let server: Server
    private let scheduler: SchedulerLink
    private(set) var board = Board()
    private var streams: [UInt64: WatchStream] = [:]
    private(set) var alarms: [UInt64: TimerID] = [:]
    private let start = MonotonicTime.now

    typealias WatchStream = ServerStream<V1.WatchRequest, V1.JobProgress>

    /// Follows the scheduler that the channel leads to, which lives on the same loop.
    package init(loop: EventLoop, scheduler channel: Channel, logger: Logger) {
        self.loop = loop
        server = Server(loop: loop, agent: "longhaul status", logger: logger)
        scheduler = SchedulerLink(channel: channel, logger: logger)
        scheduler.onUpdate = { [unowned self] in told($0, at: $1) }
        scheduler.onLost = { [unowned self] in lostScheduler($0) }
        server.handle(V1.Status.watch) { [unowned self] in watch($0, $1) }
        server.handle(V1.Status.get) { [unowned self] in get($0, $1) }
    }

    /// Returns the port, which the system has chosen when it was 0.
    package func listen(_ endpoint: Endpoint) throws(SystemError) -> UInt16 {
        try server.listen(endpoint)
    }

    package func stop(within limit: Duration, _ completion: @escaping () -> Void) {
        for (subscriber, stream) in streams {
            stream.finish(Status(.unavailable, "the status service is shutting down; watch again"))
            leave(subscriber)
        }
        scheduler.close()
        server.drain(within: limit, completion)
    }

    private var now: UInt64 { UInt64(clamping: (loop.now - start).wholeMilliseconds) }

    // MARK: Watching

    private func watch(_ request: V1.WatchRequest, _ stream: WatchStream) {
        let asked = request.intervalMs == 0 ? Limits.defaultWatchIntervalMilliseconds : request.intervalMs
        let interval = min(asked, Limits.longestWatchIntervalMilliseconds)
        guard board.hasRoom(for: request.job) else {
            let text = "this status service follows \(Limits.followedJobs) jobs, and no more; ask another one"
            return stream.finish(Status(.resourceExhausted, text))
        }
        let since = FeedPosition(request.since)
        let (subscriber, isFirst) = board.subscribe(to: request.job, interval: UInt64(interval), since: since)
        streams[subscriber] = stream
        stream.onEnd { [unowned self] end in
            if end != .halfClosed { leave(subscriber) }
        }
        stream.onWritable { [unowned self] in send(to: subscriber) }
        if isFirst { scheduler.follow(request.job) }
        send(to: subscriber)
    }

    private func leave(_ subscriber: UInt64) {
        guard streams.removeValue(forKey: subscriber) != nil else { return }
        if let alarm = alarms.removeValue(forKey: subscriber) { loop.cancel(alarm) }
        let job = board.subscribers[subscriber]?.job
        if board.unsubscribe(subscriber), let job { scheduler.leave(job) }
    }

    private func told(_ update: V1.FollowUpdate, at position: Position) {
        for job in update.jobs {
            let place = FeedPosition(history: position, index: update.index)
            for subscriber in board.told(job, at: place, now: now) { send(to: subscriber) }
        }
        for job in update.unknown {
            for subscriber in board.subscribers(of: job) {
                streams[subscriber]?.finish(
                    Status(.notFound, "no such job: it was never submitted, or its retention is over"), at: position)
                leave(subscriber)
            }
        }
    }

    /// Whoever watches hears it by the end of his stream. Who watches again is kept until the scheduler is back, so that
    /// nobody asks over and over.
    private func lostScheduler(_ reason: Status) {
        let status = Status(.unavailable, "the scheduler is away: \(reason.message)")
        for subscriber in streams.keys.sorted() {
            streams[subscriber]?.finish(status)
            leave(subscriber)
        }
    }

    private func send(to subscriber: UInt64) {
        guard let stream = streams[subscriber], stream.canSend else { return }
        switch board.next(for: subscriber, now: now) {
        case .nothing: break
        case .later(let time): wake(subscriber, at: time)
        case .send(let progress, let isLast):
            let position = FeedPosition(progress.position).history
            stream.send(progress, at: position)
            if isLast {
                stream.finish(at: position)
                leave(subscriber)
            }
        }
    }

    private func wake(_ subscriber: UInt64, at time: UInt64) {
        guard alarms[subscriber] == nil else { return }
        alarms[subscriber] = loop.schedule(at: start + .milliseconds(time)) { [unowned self] in
            alarms[subscriber] = nil
            send(to: subscriber)
        }
    }

    // MARK: Looking up

    /// From the board when the job is followed, else from the scheduler.
    private func get(_ request: V1.GetRequest, _ call: UnaryCall<V1.JobProgress>) {
        if let entry = board.entries[request.job], let job = entry.job {
            return call.reply(
                V1.JobProgress(job: job, position: V1.Position(entry.position)), at: entry.position.history)
        }
        scheduler.get(request) { result, position in
            switch result {
            case .success(let job):
                let place = FeedPosition(history: position, index: 0)
                call.reply(V1.JobProgress(job: job, position: V1.Position(place)), at: position)
            case .failure(let status): call.fail(status, at: position)
            }
        }
    }
}

import Contract
import Platform
import RPC

/// The status service's way to the scheduler: the jobs it follows are followed again whenever the scheduler comes back.
/// Lives on its loop's thread.
final class SchedulerLink {
    /// Lookups under way at once: fewer than a connection has streams, so that there is always one to follow on.
    static let lookups = 128

    /// Durable news of followed jobs.
    var onUpdate: ((V1.FollowUpdate, Position) -> Void)?
    /// There was news, and there will be none until the scheduler is back.
    var onLost: ((Status) -> Void)?

    private let channel: Channel
    private let logger: Logger
    private var stream: ClientStream<V1.FollowRequest, V1.FollowUpdate>?
    private var isConnecting = false
    private var isClosed = false
    private var backoff = Backoff(first: .milliseconds(100), longest: .seconds(2))
    private var retry: TimerID?
    private var lookupsUnderWay = 0
    private var followed: Set<UInt64> = []
    /// Changes that the stream has had no room for.
    private var unsaid = V1.FollowRequest()

    init(channel: Channel, logger: Logger) {
        self.channel = channel
        self.logger = logger
    }

    func close() {
        isClosed = true
        if let retry { channel.loop.cancel(retry) }
        retry = nil
        channel.close()
    }

    func follow(_ job: UInt64) {
        followed.insert(job)
        if stream != nil {
            unsaid.leave.removeAll { $0 == job }
            unsaid.follow.append(job)
        }
        say()
    }

    func leave(_ job: UInt64) {
        followed.remove(job)
        // A new stream names all that are followed.
        guard stream != nil else { return }
        unsaid.follow.removeAll { $0 == job }
        unsaid.leave.append(job)
        say()
    }

    func get(_ request: V1.GetRequest, _ completion: @escaping (Result<V1.Job, Status>, Position) -> Void) {
        guard lookupsUnderWay < Self.lookups else {
            let text = "\(lookupsUnderWay) lookups wait for the scheduler already"
            return completion(.failure(Status(.resourceExhausted, text, retryAfter: .milliseconds(100))), .none)
        }
        lookupsUnderWay += 1
        let deadline = MonotonicTime.now + .seconds(10)
        channel.connection(deadline: deadline) { [unowned self] result in
            switch result {
            case .failure(let status):
                lookupsUnderWay -= 1
                completion(.failure(status), .none)
            case .success(let connection):
                connection.unary(V1.Scheduler.get, request, deadline: deadline) { [unowned self] result, position in
                    lookupsUnderWay -= 1
                    completion(result, position)
                }
            }
        }
    }

    private func say() {
        guard let stream else { return connect() }
        if unsaid != V1.FollowRequest(), stream.send(unsaid) { unsaid = V1.FollowRequest() }
    }

    private func connect() {
        guard stream == nil, !isConnecting, retry == nil, !isClosed, !followed.isEmpty else { return }
        isConnecting = true
        channel.connection { [unowned self] result in
            isConnecting = false
            switch result {
            case .success(let connection): open(on: connection)
            case .failure(let status): connectLater(status)
            }
        }
    }

    private func open(on connection: ClientConnection) {
        do throws(Status) {
            let stream = try connection.stream(V1.Scheduler.follow, first: V1.FollowRequest(follow: followed.sorted()))
            stream.onMessage { [unowned self] update, position in
                backoff.reset()
                onUpdate?(update, position)
            }
            stream.onWritable { [unowned self] in say() }
            stream.onEnd { [unowned self] status in
                self.stream = nil
                connectLater(status)
                if !isClosed { onLost?(status) }
            }
            self.stream = stream
            unsaid = V1.FollowRequest()
        } catch {
            connectLater(error)
        }
    }

    /// Never at once: what fails at once would be tried without end.
    private func connectLater(_ status: Status) {
        guard !isClosed else { return }
        logger.warning("No word from the scheduler; trying again", ["reason": status])
        retry = channel.loop.schedule(after: backoff.next()) { [unowned self] in
            retry = nil
            connect()
        }
    }
}

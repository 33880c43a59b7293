import Contract
import Platform
import RPC

/// The status service's way to the scheduler: the jobs it follows are followed again whenever the scheduler comes back.
/// Lives on its loop's thread.
final class SchedulerLink {
    /// Durable news of followed jobs.
    var onUpdate: ((V1.FollowUpdate, Position) -> Void)?

    private let channel: Channel
    private let logger: Logger
    private var stream: ClientStream<V1.FollowRequest, V1.FollowUpdate>?
    private var isConnecting = false
    private var isClosed = false
    private var followed: Set<UInt64> = []
    /// Changes that the stream has had no room for.
    private var unsaid = V1.FollowRequest()

    init(channel: Channel, logger: Logger) {
        self.channel = channel
        self.logger = logger
    }

    func close() {
        isClosed = true
        channel.close()
    }

    func follow(_ job: UInt64) {
        followed.insert(job)
        unsaid.leave.removeAll { $0 == job }
        unsaid.follow.append(job)
        say()
    }

    func leave(_ job: UInt64) {
        followed.remove(job)
        unsaid.follow.removeAll { $0 == job }
        unsaid.leave.append(job)
        say()
    }

    func get(_ request: V1.GetRequest, _ completion: @escaping (Result<V1.Job, Status>) -> Void) {
        let deadline = MonotonicTime.now + .seconds(10)
        channel.connection(deadline: deadline) { result in
            switch result {
            case .failure(let status): completion(.failure(status))
            case .success(let connection):
                connection.unary(V1.Scheduler.get, request, deadline: deadline) { result, _ in completion(result) }
            }
        }
    }

    private func say() {
        guard let stream else { return connect() }
        if unsaid != V1.FollowRequest(), stream.send(unsaid) { unsaid = V1.FollowRequest() }
    }

    /// The channel pauses between attempts.
    private func connect() {
        guard !isConnecting, !isClosed, !followed.isEmpty else { return }
        isConnecting = true
        channel.connection { [unowned self] result in
            isConnecting = false
            switch result {
            case .success(let connection): open(on: connection)
            case .failure(let status):
                logger.warning("No word from the scheduler; trying again", ["reason": status])
                connect()
            }
        }
    }

    private func open(on connection: ClientConnection) {
        do throws(Status) {
            let stream = try connection.stream(V1.Scheduler.follow, first: V1.FollowRequest(follow: followed.sorted()))
            stream.onMessage { [unowned self] in onUpdate?($0, $1) }
            stream.onWritable { [unowned self] in say() }
            stream.onEnd { [unowned self] _ in
                self.stream = nil
                connect()
            }
            self.stream = stream
            unsaid = V1.FollowRequest()
        } catch {
            logger.warning("The scheduler can't be followed; trying again", ["reason": error])
            connect()
        }
    }
}

import Contract
import Platform
import RPC

/// The status service's connection to the scheduler: the jobs it follows are followed again whenever it comes back.
final class SchedulerLink {
    /// Durable news of followed jobs.
    var onUpdate: ((V1.FollowUpdate, Position) -> Void)?

    private let dialer: Dialer
    private var connection: ClientConnection?
    private var stream: ClientStream<V1.FollowRequest, V1.FollowUpdate>?
    private var followed: Set<UInt64> = []
    /// Changes that the stream has had no room for.
    private var unsaid = V1.FollowRequest()

    init(loop: EventLoop, schedulers: [Endpoint], logger: Logger) {
        dialer = Dialer(
            loop: loop, endpoints: schedulers, options: ClientOptions(role: .observer), subject: "scheduler",
            logger: logger)
        dialer.onConnected = { [unowned self] in connected($0) }
        dialer.onLost = { [unowned self] in
            connection = nil
            stream = nil
        }
    }

    func connect() { dialer.start() }

    func close() { dialer.close() }

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
        guard let connection else {
            return completion(.failure(Status(.unavailable, "the scheduler can't be reached at the moment")))
        }
        connection.unary(V1.Scheduler.get, request, within: .seconds(10), completion: completion)
    }

    private func connected(_ connection: ClientConnection) {
        self.connection = connection
        unsaid = V1.FollowRequest(follow: followed.sorted())
        if !followed.isEmpty { say() }
    }

    private func say() {
        guard unsaid != V1.FollowRequest(), let connection else { return }
        guard let stream else { return open(on: connection) }
        if stream.send(unsaid) { unsaid = V1.FollowRequest() }
    }

    private func open(on connection: ClientConnection) {
        do throws(Status) {
            let stream = try connection.stream(V1.Scheduler.follow, first: unsaid)
            stream.onMessage = { [unowned self] in onUpdate?($0, $1) }
            stream.onWritable = { [unowned self] in say() }
            stream.onEnd = { [unowned self] _ in
                self.stream = nil
                unsaid = V1.FollowRequest(follow: followed.sorted())
            }
            self.stream = stream
            unsaid = V1.FollowRequest()
        } catch {
            connection.close(error)
        }
    }
}

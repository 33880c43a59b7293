import Contract
import Platform

/// One unary call of a channel, from the wait for a connection to the answer. On the loop's thread alone.
final class ChannelCall<Response: Message>: @unchecked Sendable {
    private enum Phase {
        case new
        case waiting(WaiterID)
        case calling(ClientConnection, CallID)
        case over
    }

    private let connector: LoopBound<Reconnector>
    private var phase = Phase.new
    private var completion: ((Result<Response, Status>) -> Void)?

    init(_ connector: LoopBound<Reconnector>) {
        self.connector = connector
    }

    /// `completion` runs once.
    func start<Request>(
        _ method: UnaryMethod<Request, Response>, _ request: Request, _ deadline: MonotonicTime?,
        _ completion: @escaping (Result<Response, Status>) -> Void
    ) {
        // A task that was cancelled before it began says so first.
        guard case .new = phase else { return completion(.failure(Self.cancelled)) }
        self.completion = completion
        let waiter = connector.value.connection(deadline: deadline) { [self] result in
            switch result {
            case .failure(let status): finish(.failure(status))
            case .success(let connection):
                let call = connection.unary(method, request, deadline: deadline) { [self] result, _ in finish(result) }
                phase = .calling(connection, call)
            }
        }
        if case .new = phase, let waiter { phase = .waiting(waiter) }
    }

    func cancel() {
        switch phase {
        case .new, .over: break
        case .waiting(let waiter): connector.value.stopWaiting(waiter)
        case .calling(let connection, let call): connection.cancel(call)
        }
        finish(.failure(Self.cancelled))
    }

    private func finish(_ result: Result<Response, Status>) {
        phase = .over
        completion?(result)
        completion = nil
    }

    private static var cancelled: Status { Status(.cancelled, "the caller cancelled") }
}

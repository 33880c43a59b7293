package import Contract
package import Platform

/// A service that calls can be made to from anywhere: connects on the first call, and again when the connection is lost.
///
/// A call that fails is not repeated by the channel: it can't know whether the call was carried out. The next call
/// connects again, after a pause that grows with each failure and is drawn at random.
package final class Channel: Sendable {
    package struct Options: Sendable {
        package var client: ClientOptions
        /// As it stands in "can't reach scheduler at ...".
        package var service: String
        /// What a person can do when it can't be reached: "is `longhaul scheduler` running?".
        package var hint: String
        package var firstPause = Duration.milliseconds(100)
        package var longestPause = Duration.seconds(10)
        /// Calls that wait for a connection.
        package var waitingCalls = 10_000

        package init(client: ClientOptions, service: String, hint: String) {
            self.client = client
            self.service = service
            self.hint = hint
        }
    }

    package let loop: EventLoop
    let connector: LoopBound<Reconnector>

    /// The endpoints are tried in turn, from the one that answered last. `resolver` looks up their names, and is asked
    /// only when they are not numbers.
    package init(to endpoints: [Endpoint], on loop: EventLoop, resolver: BlockingPool, options: Options) {
        precondition(!endpoints.isEmpty, "A channel needs somewhere to connect to")
        self.loop = loop
        connector = LoopBound(
            Reconnector(endpoints: endpoints, loop: loop, resolver: resolver, options: options), loop)
    }

    /// Fails what is under way with `cancelled`, and every later call too, also after the loop has stopped. From any
    /// thread.
    package func close() {
        loop.execute { [connector] in connector.value.close() }
    }

    /// As `close`, on the loop's thread alone. `completion` runs later, when what was said last is on its way and the
    /// service has ended its side too, or a second has passed: a loop that stops before that drops it.
    package func close(_ completion: @escaping () -> Void) {
        let completion = LoopBound(completion, loop)
        loop.execute { [connector] in connector.value.close { completion.value() } }
    }

    /// A connection for calls that are made on the loop. Only there; `completion` runs at once when there is one.
    package func connection(
        deadline: MonotonicTime? = nil, _ completion: @escaping (Result<ClientConnection, Status>) -> Void
    ) {
        _ = connector.value.connection(deadline: deadline, completion)
    }

    /// Calls a unary method. Cancelling the task cancels the call, and throws `cancelled`.
    package func unary<Request, Response>(
        _ method: UnaryMethod<Request, Response>, _ request: Request, within limit: Duration? = .seconds(30)
    ) async throws(Status) -> Response {
        let call = ChannelCall<Response>(connector)
        let deadline = limit.map { MonotonicTime.now + $0 }
        let result: Result<Response, Status> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isRunning = loop.execute {
                    call.start(method, request, deadline) { continuation.resume(returning: $0) }
                }
                if !isRunning { continuation.resume(returning: .failure(Reconnector.closed)) }
            }
        } onCancel: {
            loop.execute { call.cancel() }
        }
        return try result.get()
    }

    /// Calls a method that answers with a stream. The server sends no more than the reader has room for: what is not
    /// read stays with the server.
    package func serverStream<Request, Response>(
        _ method: ServerStreamMethod<Request, Response>, _ request: Request
    ) -> ResponseStream<Response> {
        let reader = StreamReader<Response>(loop: loop)
        let isRunning = loop.execute { [connector] in
            _ = connector.value.connection(deadline: nil) { result in
                reader.connected(result) { (connection) throws(Status) in
                    try connection.rawStream(method.name, request, isEnd: true)
                }
            }
        }
        if !isRunning { reader.finish(Reconnector.closed) }
        return ResponseStream(reader: reader)
    }
}

import Platform

/// Names somebody who waits for a connection.
struct WaiterID: Hashable {
    let number: UInt64
}

/// Keeps a channel's connection, and makes another when it is lost and somebody needs it. On the loop's thread alone.
final class Reconnector {
    typealias Completion = (Result<ClientConnection, Status>) -> Void

    private struct Waiter {
        let completion: Completion
        let timer: TimerID?
    }

    private let loop: EventLoop
    private let resolver: BlockingPool
    private let options: Channel.Options
    private var endpoints: [Endpoint]
    private var current: ClientConnection?
    /// Those that take no new calls, and still have some to finish.
    private var retired: [ClientConnection] = []
    private var openedAt = MonotonicTime(nanoseconds: 0)
    private var waiters: [WaiterID: Waiter] = [:]
    private var waitersMade: UInt64 = 0
    private var isConnecting = false
    private var attempt: Connector?
    private var isClosed = false
    private var backoff: Backoff
    private var notBefore = MonotonicTime(nanoseconds: 0)
    private var highestEpoch: UInt32 = 0
    static let closed = Status(.cancelled, "the channel is closed")

    init(endpoints: [Endpoint], loop: EventLoop, resolver: BlockingPool, options: Channel.Options) {
        self.endpoints = endpoints
        self.loop = loop
        self.resolver = resolver
        self.options = options
        backoff = Backoff(first: options.firstPause, longest: options.longestPause)
    }

    /// Runs `completion` at once when a connection is there or none can be; else returns by what to stop waiting.
    func connection(deadline: MonotonicTime?, _ completion: @escaping Completion) -> WaiterID? {
        if isClosed {
            completion(.failure(Self.closed))
            return nil
        }
        if let current, current.takesCalls {
            completion(.success(current))
            return nil
        }
        guard waiters.count < options.waitingCalls else {
            completion(
                .failure(
                    Status(.resourceExhausted, "\(waiters.count) calls wait for a connection to \(options.service)")))
            return nil
        }
        waitersMade += 1
        let waiter = WaiterID(number: waitersMade)
        let timer = deadline.map { deadline in
            loop.schedule(at: deadline) { [self] in
                let text = "no connection to \(options.service) within the deadline"
                waiters.removeValue(forKey: waiter)?.completion(.failure(Status(.deadlineExceeded, text)))
            }
        }
        waiters[waiter] = Waiter(completion: completion, timer: timer)
        connect()
        return waiter
    }

    /// Its completion never runs.
    func stopWaiting(_ waiter: WaiterID) {
        if let timer = waiters.removeValue(forKey: waiter)?.timer { loop.cancel(timer) }
    }

    /// `completion` runs when the last words of every connection are sent, or after the moment that they have for it.
    func close(_ completion: @escaping () -> Void = {}) {
        isClosed = true
        attempt?.cancel()
        attempt = nil
        let connections = retired + [current].compactMap({ $0 })
        retired = []
        // One more, so that it can't come to none before all of them were asked.
        var closing = connections.count + 1
        func closed() {
            closing -= 1
            if closing == 0 { completion() }
        }
        for connection in connections { connection.close(Self.closed, closed) }
        answer(.failure(Self.closed))
        closed()
    }

    private func connect() {
        guard !isConnecting, !isClosed else { return }
        isConnecting = true
        if loop.now < notBefore {
            loop.schedule(at: notBefore) { [self] in tryEndpoints(endpoints[...], "") }
        } else {
            tryEndpoints(endpoints[...], "")
        }
    }

    private func tryEndpoints(_ rest: ArraySlice<Endpoint>, _ reason: String) {
        guard !isClosed else { return }
        guard let endpoint = rest.first else { return failed(reason) }
        if let address = SocketAddress(numeric: endpoint) {
            return tryAddresses([address][...], of: endpoint, rest.dropFirst(), reason)
        }
        let bound = LoopBound(self, loop)
        resolver.run({ SocketAddress.resolve(endpoint) }, on: loop) { resolution in
            switch resolution {
            case .found(let addresses): bound.value.tryAddresses(addresses[...], of: endpoint, rest.dropFirst(), reason)
            case .failed(let reason): bound.value.tryEndpoints(rest.dropFirst(), reason)
            }
        }
    }

    private func tryAddresses(
        _ addresses: ArraySlice<SocketAddress>, of endpoint: Endpoint, _ rest: ArraySlice<Endpoint>, _ reason: String
    ) {
        guard !isClosed else { return }
        guard let address = addresses.first else { return tryEndpoints(rest, reason) }
        attempt = ClientConnection.connect(
            to: address, on: loop, options: options.client, highestEpoch: highestEpoch
        ) { [self] result in
            attempt = nil
            switch result {
            case .success(let connection): opened(connection, endpoint)
            case .failure(let status) where status.code == .unavailable:
                tryAddresses(addresses.dropFirst(), of: endpoint, rest, status.message)
            case .failure(let status): refused(status)
            }
        }
    }

    private func opened(_ connection: ClientConnection, _ endpoint: Endpoint) {
        guard !isClosed else { return connection.close() }
        isConnecting = false
        openedAt = loop.now
        current = connection
        // The next search begins where this one ended.
        if let index = endpoints.firstIndex(of: endpoint) {
            endpoints = Array(endpoints[index...] + endpoints[..<index])
        }
        connection.onClose = { [self, unowned connection] _ in lost(connection) }
        answer(.success(connection))
    }

    private func lost(_ connection: ClientConnection) {
        highestEpoch = max(highestEpoch, connection.highestEpoch)
        retired.removeAll { !$0.isOpen }
        if connection.isOpen { retired.append(connection) }
        guard current === connection else { return }
        current = nil
        if loop.now - openedAt >= Backoff.steadyTime { backoff.reset() } else { pause() }
    }

    private func failed(_ reason: String) {
        isConnecting = false
        pause()
        let places = endpoints.map(\.description).joined(separator: ", ")
        answer(
            .failure(Status(.unavailable, "can't reach \(options.service) at \(places): \(reason); \(options.hint)")))
    }

    /// The service answered, and will not have us: another address of it would say the same.
    private func refused(_ status: Status) {
        isConnecting = false
        pause()
        answer(.failure(Status(status.code, "\(options.service) refused the connection: \(status.message)")))
    }

    private func pause() { notBefore = loop.now + backoff.next() }

    private func answer(_ result: Result<ClientConnection, Status>) {
        let waiting = waiters.sorted { $0.key.number < $1.key.number }
        waiters = [:]
        for (_, waiter) in waiting {
            if let timer = waiter.timer { loop.cancel(timer) }
            waiter.completion(result)
        }
    }
}

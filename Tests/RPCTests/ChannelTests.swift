import Contract
import Platform
import Testing

@testable import RPC
@testable import Wire

@Suite struct ChannelTests {
    private func channel(
        _ endpoints: [Endpoint], on thread: LoopThread, resolver: BlockingPool
    ) -> Channel {
        var options = Channel.Options(
            client: ClientOptions(role: .client), service: "scheduler", hint: "is `longhaul scheduler` running?")
        options.firstPause = .milliseconds(1)
        options.longestPause = .milliseconds(5)
        return Channel(to: endpoints, on: thread.loop, resolver: resolver, options: options)
    }

    /// A channel, and what it needs, for as long as `body` runs.
    private func withChannel(
        to endpoints: [Endpoint], _ body: (Channel) async throws -> Void
    ) async throws {
        let thread = try EventLoop.spawn(name: "channel")
        let resolver = BlockingPool(name: "resolver", threads: 1)
        let channel = channel(endpoints, on: thread, resolver: resolver)
        do {
            try await body(channel)
        } catch {
            Issue.record(error)
        }
        channel.close()
        resolver.stop()
        thread.stop()
    }

    private static func typedServer(port: UInt16 = 0) throws -> TestServer {
        try TestServer(port: port) { server in
            server.handle(V1.Scheduler.get) { request, call in
                var job = V1.Job()
                job.name = "job \(request.job)"
                call.reply(job, at: Position(epoch: 1, sequence: 1))
            }
            server.handle(V1.Scheduler.cancel) { _, call in call.onCancel { call.fail(Status(.cancelled)) } }
            server.handle(V1.Status.watch) { request, stream in
                var sent: UInt64 = 0
                func send() {
                    while sent < request.job {
                        var progress = V1.JobProgress()
                        progress.position = V1.Position()
                        progress.position?.sequence = sent
                        guard stream.send(progress, at: Position(epoch: 1, sequence: sent)) else { return }
                        sent += 1
                    }
                    stream.finish(request.job == 13 ? Status(.notFound, "no such job") : .ok)
                }
                stream.onWritable(send)
                send()
            }
        }
    }

    private func get(_ job: UInt64) -> V1.GetRequest {
        var request = V1.GetRequest()
        request.job = job
        return request
    }

    private func watch(_ job: UInt64) -> V1.WatchRequest {
        var request = V1.WatchRequest()
        request.job = job
        return request
    }

    @Test func `messages go and come as values`() async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [server.endpoint]) { channel in
            let job = try await channel.unary(V1.Scheduler.get, get(42))
            #expect(job.name == "job 42")
        }
        server.stop()
    }

    @Test func `many tasks call at once`() async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [server.endpoint]) { channel in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for job in 0..<1_000 as Range<UInt64> {
                    group.addTask { try await channel.unary(V1.Scheduler.get, get(job)).name == "job \(job)" }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
        server.stop()
    }

    @Test func `nobody there: says where, why, and what to do`() async throws {
        // A port that was free a moment ago.
        let server = try Self.typedServer()
        let endpoint = server.endpoint
        server.stop()
        try await withChannel(to: [endpoint]) { channel in
            let status = await #expect(throws: Status.self) { try await channel.unary(V1.Scheduler.get, get(1)) }
            #expect(
                status
                    == Status(
                        .unavailable,
                        "can't reach scheduler at \(endpoint): connection refused; is `longhaul scheduler` running?"))
        }
    }

    @Test func `the next call connects again, to whoever is there`() async throws {
        let first = try Self.typedServer()
        let second = try Self.typedServer()
        try await withChannel(to: [first.endpoint, second.endpoint]) { channel in
            let job = try await channel.unary(V1.Scheduler.get, get(1))
            #expect(job.name == "job 1")
            first.stop()
            // The loss may be noticed by a call that is under way.
            var answer: V1.Job?
            while answer == nil { answer = try? await channel.unary(V1.Scheduler.get, get(2)) }
            #expect(answer?.name == "job 2")
        }
        second.stop()
    }

    @Test func `when the numbers of a connection are used up, calls go on on another`() async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [server.endpoint]) { channel in
            _ = try await channel.unary(V1.Scheduler.get, get(0))
            await withCheckedContinuation { continuation in
                channel.loop.execute {
                    channel.connection { result in
                        let connection = try? result.get()
                        connection?.machine.lastStream = Int64(WireLimits.lastStream) - 4
                        continuation.resume()
                    }
                }
            }
            for job in 0..<10 as Range<UInt64> {
                #expect(try await channel.unary(V1.Scheduler.get, get(job)).name == "job \(job)")
            }
            // The connection that was used up has closed by itself.
            #expect(server.onLoop { $0.connectionCount } == 1)
        }
        server.stop()
    }

    @Test func `a channel that is closed, on a loop that has stopped, refuses calls`() async throws {
        let thread = try EventLoop.spawn(name: "channel")
        let resolver = BlockingPool(name: "resolver", threads: 1)
        let channel = channel([Endpoint(host: "127.0.0.1", port: 1)], on: thread, resolver: resolver)
        channel.close()
        thread.stop()
        let status = await #expect(throws: Status.self) { try await channel.unary(V1.Scheduler.get, get(1)) }
        #expect(status?.code == .cancelled)
        let end = await #expect(throws: Status.self) {
            for try await _ in channel.serverStream(V1.Status.watch, watch(1)) {}
        }
        #expect(end?.code == .cancelled)
        resolver.stop()
    }

    @Test func `a name is looked up`() async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [Endpoint(host: "no.such.name.invalid", port: 1), server.endpoint]) { channel in
            let job = try await channel.unary(V1.Scheduler.get, get(1))
            #expect(job.name == "job 1")
        }
        server.stop()
    }

    @Test func `a deadline ends a call, and cancelling its task does too`() async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [server.endpoint]) { channel in
            let late = await #expect(throws: Status.self) {
                try await channel.unary(V1.Scheduler.cancel, V1.CancelRequest(), within: .milliseconds(20))
            }
            #expect(late?.code == .deadlineExceeded)
            let caller = _Concurrency.Task { () -> StatusCode in
                do throws(Status) {
                    _ = try await channel.unary(V1.Scheduler.cancel, V1.CancelRequest(), within: nil)
                    return .ok
                } catch {
                    return error.code
                }
            }
            caller.cancel()
            #expect(await caller.value == .cancelled)
        }
        server.stop()
    }

    @Test func `a request that is none is an invalid argument`() async throws {
        let server = try Self.typedServer()
        var status: Status?
        try withClient(of: server) { client, finish in
            client.call(V1.Scheduler.get.name, [0xFF]) { result in
                if case .failure(let failure) = result { status = failure }
                finish()
            }
        }
        #expect(status?.code == .invalidArgument)
        #expect(status?.message.contains("longhaul.v1.GetRequest") == true)
        server.stop()
    }

    @Test(arguments: [0, 1, 100_000] as [UInt64]) func `a stream is read to its end`(count: UInt64) async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [server.endpoint]) { channel in
            var next: UInt64 = 0
            for try await (progress, position) in channel.serverStream(V1.Status.watch, watch(count)) {
                #expect(progress.position?.sequence == next)
                #expect(position.sequence == next)
                next += 1
            }
            #expect(next == count)
        }
        server.stop()
    }

    @Test func `a stream that fails throws after its messages`() async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [server.endpoint]) { channel in
            var count = 0
            let status = await #expect(throws: Status.self) {
                for try await _ in channel.serverStream(V1.Status.watch, watch(13)) { count += 1 }
            }
            #expect(status == Status(.notFound, "no such job"))
            #expect(count == 13)
        }
        server.stop()
    }

    @Test func `giving up a stream cancels it, and the channel lives`() async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [server.endpoint]) { channel in
            for try await _ in channel.serverStream(V1.Status.watch, watch(1_000_000)) { break }
            let job = try await channel.unary(V1.Scheduler.get, get(1))
            #expect(job.name == "job 1")
        }
        server.stop()
    }

    @Test func `a closed channel takes no calls`() async throws {
        let server = try Self.typedServer()
        try await withChannel(to: [server.endpoint]) { channel in
            channel.close()
            let status = await #expect(throws: Status.self) { try await channel.unary(V1.Scheduler.get, get(1)) }
            #expect(status?.code == .cancelled)
        }
        server.stop()
    }
}

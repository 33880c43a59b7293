import Contract
import LonghaulClient
import Platform
import RPC
import Testing

@Suite(.timeLimit(.minutes(5))) struct ClientLifeTests {
    @Test func afterCloseACallFails() async throws {
        let client = try Client(ClientAddresses(schedulers: ["127.0.0.1:1"]))
        client.close()
        client.close()
        let error = await #expect(throws: LonghaulError.self) { try await client.job(JobID(rawValue: 1)) }
        #expect(error?.code == .cancelled)
        let end = await #expect(throws: LonghaulError.self) {
            for try await _ in client.watch(JobID(rawValue: 1)) {}
        }
        #expect(end?.code == .cancelled)
    }

    @Test func aClientThatIsLetGoOfClosesItsConnection() async throws {
        let server = try JobServer()
        do {
            let client = try Client(ClientAddresses(schedulers: [server.address], statusServices: [server.address]))
            #expect(try await client.job(JobID(rawValue: 7)).name == "job 7")
        }
        server.waitUntilEmpty()
        server.stop()
    }

    @Test func aWatchKeepsItsClient() async throws {
        let server = try JobServer()
        let progress = try Client(ClientAddresses(schedulers: [server.address], statusServices: [server.address]))
            .watch(JobID(rawValue: 7))
        var names: [String] = []
        for try await job in progress { names.append(job.name) }
        #expect(names == ["job 7"])
        server.stop()
    }
}

@Suite(.timeLimit(.minutes(5))) struct DeadLetterPagesTests {
    @Test func `an error on a later page comes with what the earlier ones have done`() async throws {
        let server = try JobServer()
        let client = try Client(ClientAddresses(schedulers: [server.address], statusServices: [server.address]))
        let requeue = await #expect(throws: DeadLettersInterrupted.self) {
            try await client.requeue(DeadLetterFilter())
        }
        #expect(requeue?.handled == 3)
        #expect(requeue?.newJobs == [JobID(rawValue: 8)])
        #expect(requeue?.cause.code == .resourceExhausted)
        let discard = await #expect(throws: DeadLettersInterrupted.self) {
            try await client.discard(DeadLetterFilter())
        }
        #expect(discard?.handled == 4)
        #expect(discard?.description == "the disk is full; before that, 4 dead letters were dealt with")
        client.close()
        server.stop()
    }
}

/// Its dead letters have two pages, of which the second can't be had. Knows every job, each of which has ended.
private final class JobServer: Sendable {
    let address: String
    private let thread: LoopThread
    private let server: LoopBound<Server>

    init() throws {
        let thread = try EventLoop.spawn(name: "job-server")
        self.thread = thread
        let made = Monitor<(server: LoopBound<Server>, port: UInt16)?>(nil)
        thread.loop.execute {
            let server = Server(loop: thread.loop, logger: Logger(role: "test", minimumLevel: .error))
            server.handle(V1.Scheduler.get) { request, call in call.reply(Self.job(request.job)) }
            server.handle(V1.Status.watch) { request, stream in
                stream.send(V1.JobProgress(job: Self.job(request.job)))
                stream.finish()
            }
            let refusal = Status(.resourceExhausted, "the disk is full")
            server.handle(V1.Scheduler.requeueDeadLetters) { request, call in
                if request.after > 0 { return call.fail(refusal) }
                call.reply(V1.RequeueDeadLettersResponse(requeued: 3, newJobs: [8], nextAfter: 5))
            }
            server.handle(V1.Scheduler.discardDeadLetters) { request, call in
                if request.after > 0 { return call.fail(refusal) }
                call.reply(V1.DiscardDeadLettersResponse(discarded: 4, nextAfter: 5))
            }
            guard let port = try? server.listen(Endpoint(host: "127.0.0.1", port: 0)) else {
                preconditionFailure("no port is free")
            }
            made.withLock { $0 = (LoopBound(server, thread.loop), port) }
            made.signal()
        }
        let (server, port) = made.wait(until: { $0 != nil }, then: { $0! })
        self.server = server
        address = "127.0.0.1:\(port)"
    }

    private static func job(_ id: UInt64) -> V1.Job { V1.Job(id: id, name: "job \(id)", state: .succeeded) }

    /// Waits until the server has no connection left.
    func waitUntilEmpty() {
        let isEmpty = Monitor(false)
        thread.loop.execute { [server] in Self.look(server, isEmpty) }
        isEmpty.wait(until: { $0 }, then: { _ in })
    }

    private static func look(_ server: LoopBound<Server>, _ isEmpty: Monitor<Bool>) {
        guard server.value.connectionCount > 0 else {
            isEmpty.withLock { $0 = true }
            return isEmpty.signal()
        }
        server.loop.schedule(after: .milliseconds(1)) { look(server, isEmpty) }
    }

    func stop() {
        let isStopped = Monitor(false)
        thread.loop.execute { [server] in
            server.value.stop()
            isStopped.withLock { $0 = true }
            isStopped.signal()
        }
        isStopped.wait(until: { $0 }, then: { _ in })
        thread.stop()
    }
}

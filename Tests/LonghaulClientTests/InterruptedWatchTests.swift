import Contract
import LonghaulClient
import Platform
import RPC
import Testing

@Suite(.timeLimit(.minutes(5))) struct InterruptedWatchTests {
    /// The second watch is answered with what the first one gave, the third with something older.
    @Test func anInterruptionIsToldAndNothingTwice() async throws {
        let server = try WatchServer([
            ([(5, .pending), (6, .running)], Status(.unavailable, "the scheduler is away")),
            ([(6, .running)], Status(.unavailable, "away again")),
            ([(5, .pending), (6, .running), (7, .succeeded)], .ok),
        ])
        let client = try Client(ClientAddresses(schedulers: [server.address], statusServices: [server.address]))
        let events = Lock([String]())
        let states = client.watch(JobID(rawValue: 7)) { reason in
            events.withLock { $0.append(reason?.message ?? "back") }
        }
        for try await job in states { events.withLock { $0.append(job.state.rawValue) } }
        #expect(
            events.withLock { $0 } == [
                "pending", "running", "the scheduler is away", "back", "away again", "back", "succeeded",
            ])
        #expect(server.requests == [nil, nil, nil])
        client.close()
        server.stop()
    }

    /// Nobody was ever there.
    @Test func aWatchThatCantBeginIsAnError() async throws {
        let server = try WatchServer([([], Status(.unavailable, "not now"))])
        let client = try Client(ClientAddresses(schedulers: [server.address], statusServices: [server.address]))
        let error = await #expect(throws: LonghaulError.self) {
            for try await _ in client.watch(JobID(rawValue: 7), onInterruption: { _ in Issue.record("not begun") }) {}
        }
        #expect(error?.message == "not now")
        client.close()
        server.stop()
    }
}

/// A status service whose watches go as they are written: states of the job, each at a sequence, then an end.
private final class WatchServer: Sendable {
    let address: String
    private let thread: LoopThread
    private let server: LoopBound<Server>
    private let asked = Lock([V1.Position?]())

    init(_ script: [(states: [(sequence: UInt64, state: V1.JobState)], end: Status)]) throws {
        let thread = try EventLoop.spawn(name: "watch-server")
        self.thread = thread
        let made = Monitor<(server: LoopBound<Server>, port: UInt16)?>(nil)
        thread.loop.execute { [asked] in
            let server = Server(loop: thread.loop, logger: Logger(role: "test", minimumLevel: .error))
            server.handle(V1.Status.watch) { request, stream in
                let round = asked.withLock { asked in
                    asked.append(request.since)
                    return asked.count - 1
                }
                for (sequence, state) in script[round].states {
                    stream.send(
                        V1.JobProgress(
                            job: V1.Job(id: request.job, state: state),
                            position: V1.Position(epoch: 1, sequence: sequence)))
                }
                stream.finish(script[round].end)
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

    /// From where each watch was to go on.
    var requests: [V1.Position?] { asked.withLock { $0 } }

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

import Contract
import RPC
import Testing

@testable import SchedulerService

struct SessionEndTests {
    private static let join = V1.WorkerUpdate(join: V1.Join(name: "worker", instance: 1, kinds: ["k"]))

    /// What a worker heard, in order: "joined", "ended: 1", and the status.
    private func heard(window: Int, isWorking: Bool) throws -> [String]? {
        let scheduler = try TestScheduler()
        var options = ClientOptions(role: .worker)
        options.wire.window = window
        let heard = scheduler.withClient(options) { (client, finish: @escaping ([String]) -> Void) in
            var heard: [String] = []
            guard let stream = try? client.stream(V1.Worker.session, first: Self.join) else { return }
            stream.onMessage { update, _ in
                if update.joined != nil { heard.append("joined") }
                if !update.ended.isEmpty { heard.append("ended: \(update.ended.count)") }
                guard !update.grants.isEmpty else { return }
                // The last words, and the end, in one segment.
                stream.send(V1.WorkerUpdate(completed: update.grants.map(\.lease), leave: true))
                stream.halfClose()
            }
            stream.onEnd { finish(heard + ["\($0.code)"]) }
            if !isWorking { return stream.halfClose() }
            client.unary(
                V1.Scheduler.submit, V1.SubmitRequest(jobs: [V1.JobSpec(tasks: [V1.TaskSpec(kind: "k")])])
            ) { _, _ in stream.send(V1.WorkerUpdate(leaseCredit: 10, itemCredit: 10)) }
        }
        scheduler.stop()
        return heard
    }

    @Test func aWorkersEndIsAnsweredWithAStatus() throws {
        #expect(try heard(window: 262_144, isWorking: false) == ["joined", "OK"])
    }

    /// Each message uses up a window of one byte, so that what follows waits for credit.
    @Test func theAnswerComesBehindEverythingThatTheWorkerIsOwed() throws {
        #expect(try heard(window: 1, isWorking: true) == ["joined", "ended: 1", "OK"])
    }

    @Test func aSessionWithoutAnythingToComeIsOver() throws {
        let scheduler = try TestScheduler()
        let code = scheduler.withClient { (client, finish: @escaping (StatusCode) -> Void) in
            let codec = Codec()
            guard let first = try? codec.bytes(of: Self.join) else { return }
            let stream = first.withUnsafeBytes {
                try? client.stream("longhaul.v1.Worker/Session", first: $0, isEnd: true)
            }
            stream?.onEnd = { finish($0.code) }
        }
        #expect(code == .ok)
        scheduler.stop()
    }
}

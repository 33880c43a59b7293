import Contract
import RPC
import Testing

@testable import StatusService

@Suite struct StatusServiceTests {
    private struct Answer: Equatable {
        let code: StatusCode
        let position: Position
        let named: Position
    }

    private func answer(_ system: StatusSystem, for job: UInt64) -> Answer? {
        system.withClient { client, finish in
            client.unary(V1.Status.get, V1.GetRequest(job: job)) { result, position in
                switch result {
                case .success(let progress):
                    finish(Answer(code: .ok, position: position, named: FeedPosition(progress.position).history))
                case .failure(let status): finish(Answer(code: status.code, position: position, named: .none))
                }
            }
        }
    }

    @Test func anAnswerCarriesThePositionOfTheStateItTellsOf() throws {
        let system = try StatusSystem()
        let position = Position(epoch: 1, sequence: 5)
        #expect(answer(system, for: 1) == Answer(code: .ok, position: position, named: position))
        #expect(
            answer(system, for: StatusSystem.unknown) == Answer(code: .notFound, position: position, named: .none))
        let seen = system.withClient { (client, finish: @escaping ([Position]) -> Void) in
            let stream = try? client.stream(V1.Status.watch, V1.WatchRequest(job: 1))
            // From the board now, which knows what is watched.
            stream?.onMessage { _, first in
                client.unary(V1.Status.get, V1.GetRequest(job: 1)) { _, second in finish([first, second]) }
            }
        }
        #expect(seen == [position, position])
        try system.stop()
    }

    @Test func watchesThatWereCancelledMakeRoomForOthers() throws {
        let system = try StatusSystem()
        let served = system.withClient { (client, finish: @escaping (Int) -> Void) in
            var served = 0
            func watch() {
                let stream = try? client.stream(V1.Status.watch, V1.WatchRequest(job: 1))
                stream?.onEnd { _ in finish(served) }
                stream?.onMessage { _, _ in
                    served += 1
                    stream?.cancel()
                    if served == 300 { finish(served) } else { watch() }
                }
            }
            watch()
        }
        #expect(served == 300)
        try system.stop()
    }

    @Test func lookupsOverTheLimitAreRefusedAndWatchingGoesOn() throws {
        let system = try StatusSystem()
        for round in 1...2 {
            let refused = system.withClient { (client, finish: @escaping (Int) -> Void) in
                var refused = 0
                for number in 1...200 {
                    client.unary(V1.Status.get, V1.GetRequest(job: StatusSystem.silent)) { result, _ in
                        guard case .failure(let status) = result, status.code == .resourceExhausted else { return }
                        refused += 1
                        if number == 200 { finish(refused) }
                    }
                }
            }
            #expect(refused == (round == 1 ? 200 - SchedulerLink.lookups : 200))
        }
        let isTold = system.withClient { (client, finish: @escaping (Bool) -> Void) in
            let stream = try? client.stream(V1.Status.watch, V1.WatchRequest(job: 1))
            stream?.onMessage { _, _ in finish(true) }
        }
        #expect(isTold == true)
        try system.stop()
    }

    /// And whoever watches again hears nothing before the scheduler is back, even of a job that stands still.
    @Test func whoeverWatchesIsToldThatTheSchedulerIsAway() throws {
        let system = try StatusSystem()
        let seen = system.withClient { (client, finish: @escaping ([String]) -> Void) in
            var seen: [String] = []
            let first = try? client.stream(V1.Status.watch, V1.WatchRequest(job: 1))
            first?.onMessage { _, _ in system.loseScheduler() }
            first?.onEnd { status in
                seen += ["\(status.code)", status.message, "\(system.status.board.subscribers.count)"]
                let second = try? client.stream(V1.Status.watch, V1.WatchRequest(job: 1))
                second?.onEnd { _ in finish(seen + ["ended"]) }
                second?.onMessage { progress, _ in finish(seen + ["job \(progress.job?.id ?? 0)"]) }
            }
        }
        #expect(
            seen == [
                "UNAVAILABLE", "the scheduler is away: restarting", "0", "job 1",
            ])
        try system.stop()
    }

    @Test func aWatchersTimerGoesWithIt() throws {
        let system = try StatusSystem()
        let seen = system.withClient { (client, finish: @escaping ([Int]) -> Void) in
            let stream = try? client.stream(V1.Status.watch, V1.WatchRequest(job: 1, intervalMs: .max))
            stream?.onMessage { _, _ in
                system.change()
                // Behind the change, on another connection of the same loop.
                client.unary(V1.Status.get, V1.GetRequest(job: StatusSystem.unknown)) { _, _ in
                    var seen = [system.status.alarms.count]
                    seen += system.status.board.subscribers.values.map { Int($0.interval) }
                    stream?.cancel()
                    client.unary(V1.Status.get, V1.GetRequest(job: StatusSystem.unknown)) { _, _ in
                        finish(seen + [system.status.alarms.count])
                    }
                }
            }
        }
        #expect(seen == [1, 60_000, 0])
        try system.stop()
    }
}

import Contract
import RPC
import Testing

@testable import StatusService

struct BoardTests {
    private func job(done: UInt64, state: V1.JobState = .running) -> V1.Job {
        V1.Job(
            id: 7, state: state,
            tasks: [
                V1.TaskStatus(
                    ordinal: 0, state: .succeeded, items: V1.Counters(total: 1, itemCountKnown: true, done: 1)),
                V1.TaskStatus(
                    ordinal: 1, state: .running, items: V1.Counters(total: 100, itemCountKnown: true, done: done)),
            ])
    }

    private func at(_ sequence: UInt64, index: UInt64 = 0) -> FeedPosition {
        FeedPosition(history: Position(epoch: 1, sequence: sequence), index: index)
    }

    private struct Sent: Equatable {
        let progress: V1.JobProgress
        let isLast: Bool
    }

    private func sent(_ board: inout Board, to subscriber: UInt64, at now: UInt64) -> Sent? {
        guard case .send(let progress, let isLast) = board.next(for: subscriber, now: now) else { return nil }
        return Sent(progress: progress, isLast: isLast)
    }

    @Test func aSnapshotThenOnlyWhatChanged() throws {
        var board = Board()
        let (subscriber, isFirst) = board.subscribe(to: 7, interval: 100, since: .none)
        #expect(isFirst)
        let nothing0 = sent(&board, to: subscriber, at: 0)
        #expect(nothing0 == nil)
        let waiting = board.told(job(done: 1), at: at(1), now: 0)
        #expect(waiting == [subscriber])
        let sent0 = sent(&board, to: subscriber, at: 0)
        let first = try #require(sent0)
        #expect(!first.progress.delta)
        #expect(first.progress.job?.tasks.count == 2)
        _ = board.told(job(done: 2), at: at(2), now: 200)
        let sent200 = sent(&board, to: subscriber, at: 200)
        let second = try #require(sent200)
        #expect(second.progress.delta)
        #expect(second.progress.job?.tasks.map(\.ordinal) == [1])
        #expect(second.progress.rates.count == 1)
        #expect(!second.isLast)
    }

    /// What is known of the others stays; of a list that is open nobody knows when it ends.
    @Test func aJobMayGrow() throws {
        var board = Board()
        let subscriber = board.subscribe(to: 7, interval: 0, since: .none).subscriber
        for second in 0...2 as ClosedRange<UInt64> {
            _ = board.told(job(done: second * 10), at: at(second + 1), now: second * 1_000)
        }
        var grown = job(done: 30)
        grown.tasks.append(V1.TaskStatus(ordinal: 2, state: .waiting))
        _ = board.told(grown, at: at(4), now: 3_000)
        let sent3000 = sent(&board, to: subscriber, at: 3_000)
        let rates = try #require(sent3000).progress.rates
        #expect(rates.map(\.itemsPerSecond) == [0, 10, 0])
        #expect(rates[1].secondsLeft == 7)

        grown.tasks[1].items?.done = 40
        grown.tasks[1].items?.open = true
        _ = board.told(grown, at: at(5), now: 4_000)
        let sent4000 = sent(&board, to: subscriber, at: 4_000)
        let open = try #require(sent4000).progress
        #expect(open.job?.tasks.map(\.ordinal) == [1])
        #expect(open.rates[0].itemsPerSecond == 10 && open.rates[0].secondsLeft == nil)
    }

    /// A note changes nothing durable: it stands at the same position of the history.
    @Test func aNoteIsAChangeOfItsTask() throws {
        var board = Board()
        let subscriber = board.subscribe(to: 7, interval: 0, since: .none).subscriber
        _ = board.told(job(done: 1), at: at(1, index: 1), now: 0)
        _ = board.next(for: subscriber, now: 0)
        var noted = job(done: 1)
        noted.tasks[1].note = V1.Failure(code: "away", text: "the server is away")
        _ = board.told(noted, at: at(1, index: 2), now: 1)
        let first = sent(&board, to: subscriber, at: 1)
        #expect(first?.progress.job?.tasks == [noted.tasks[1]])
        _ = board.told(job(done: 1), at: at(1, index: 3), now: 2)
        let second = sent(&board, to: subscriber, at: 2)
        #expect(second?.progress.job?.tasks == [job(done: 1).tasks[1]])
    }

    @Test func aSlowReaderGetsTheNewestStateAlone() throws {
        var board = Board()
        let subscriber = board.subscribe(to: 7, interval: 100, since: .none).subscriber
        for done in 1...50 { _ = board.told(job(done: UInt64(done)), at: at(UInt64(done)), now: UInt64(done)) }
        let sent50 = sent(&board, to: subscriber, at: 50)
        let progress = try #require(sent50).progress
        #expect(progress.job?.tasks[1].items?.done == 50)
        let nothing1000 = sent(&board, to: subscriber, at: 1_000)
        #expect(nothing1000 == nil)
    }

    /// Two changes of a job can become durable together, and be told of one after the other.
    @Test func theLaterOfTwoStatesAtOnePositionIsTheNewest() throws {
        var board = Board()
        let subscriber = board.subscribe(to: 7, interval: 0, since: .none).subscriber
        _ = board.told(job(done: 99), at: at(7, index: 1), now: 0)
        let first = sent(&board, to: subscriber, at: 0)
        #expect(first?.isLast == false)
        let waiting = board.told(job(done: 100, state: .succeeded), at: at(7, index: 2), now: 1)
        #expect(waiting == [subscriber])
        let last = sent(&board, to: subscriber, at: 1)
        #expect(last?.isLast == true)
        #expect(board.told(job(done: 99), at: at(7, index: 1), now: 2) == [])
    }

    @Test func notMoreOftenThanAskedForButTheEndAtOnce() throws {
        var board = Board()
        let subscriber = board.subscribe(to: 7, interval: 100, since: .none).subscriber
        _ = board.told(job(done: 1), at: at(1), now: 0)
        _ = board.next(for: subscriber, now: 0)
        _ = board.told(job(done: 2), at: at(2), now: 10)
        guard case .later(100) = board.next(for: subscriber, now: 10) else {
            Issue.record("it is sent too soon")
            return
        }
        _ = board.told(job(done: 100, state: .succeeded), at: at(3), now: 20)
        let last = sent(&board, to: subscriber, at: 20)
        #expect(last?.isLast == true)
    }

    /// Work that fails is work, and has a pace.
    @Test func theRateCountsDeadItemsToo() throws {
        var board = Board()
        let subscriber = board.subscribe(to: 7, interval: 100, since: .none).subscriber
        for second in 0...2 as ClosedRange<UInt64> {
            var failing = job(done: 0)
            failing.tasks[1].items?.dead = 10 * second
            _ = board.told(failing, at: at(second + 1), now: 1_000 * second)
        }
        let sent2000 = sent(&board, to: subscriber, at: 2_000)
        #expect(try #require(sent2000).progress.rates[1].itemsPerSecond == 10)
    }

    @Test func whatAReaderHasSeenIsNotSentAgain() {
        var board = Board()
        let subscriber = board.subscribe(to: 7, interval: 100, since: at(5)).subscriber
        _ = board.told(job(done: 1), at: at(5), now: 0)
        let nothing0 = sent(&board, to: subscriber, at: 0)
        #expect(nothing0 == nil)
        _ = board.told(job(done: 2), at: at(6), now: 1)
        let next = sent(&board, to: subscriber, at: 1)
        #expect(next?.progress.delta == false)
    }

    @Test func olderNewsIsNoNews() {
        var board = Board()
        _ = board.subscribe(to: 7, interval: 100, since: .none)
        _ = board.told(job(done: 9), at: at(9), now: 0)
        let waiting = board.told(job(done: 3), at: at(3), now: 1)
        #expect(waiting == [])
        #expect(board.entries[7]?.job?.tasks[1].items?.done == 9)
    }

    @Test func theLastToLeaveEndsTheFollowing() {
        var board = Board()
        let first = board.subscribe(to: 7, interval: 100, since: .none)
        let second = board.subscribe(to: 7, interval: 100, since: .none)
        #expect(first.isFirst && !second.isFirst)
        let (one, both) = (board.unsubscribe(first.subscriber), board.unsubscribe(second.subscriber))
        #expect(!one && both)
        #expect(board.entries.isEmpty)
    }

    /// It is not known here when a retry comes.
    @Test func whileOnlyRetriesAreLeftThereIsNoTimeLeft() throws {
        func job(done: UInt64, retrying: UInt64) -> V1.Job {
            let items = V1.Counters(total: 100, itemCountKnown: true, done: done, retrying: retrying)
            return V1.Job(id: 7, state: .running, tasks: [V1.TaskStatus(ordinal: 0, state: .running, items: items)])
        }
        var board = Board()
        let subscriber = board.subscribe(to: 7, interval: 0, since: .none).subscriber
        for second in 0...5 as ClosedRange<UInt64> {
            _ = board.told(job(done: second * 10, retrying: second), at: at(second + 1), now: second * 1_000)
        }
        let working = try #require(sent(&board, to: subscriber, at: 5_000)).progress.rates[0]
        #expect(working.itemsPerSecond == 10)
        #expect(working.secondsLeft == 5)
        _ = board.told(job(done: 90, retrying: 10), at: at(10), now: 9_000)
        let waiting = try #require(sent(&board, to: subscriber, at: 9_000)).progress.rates[0]
        #expect(waiting == V1.Rate())
        // A minute later they are tried again, at the pace of before.
        _ = board.told(job(done: 90, retrying: 5), at: at(11), now: 69_000)
        let again = try #require(sent(&board, to: subscriber, at: 69_000)).progress.rates[0]
        #expect(again.itemsPerSecond == 10)
        #expect(again.secondsLeft == 1)
    }
}

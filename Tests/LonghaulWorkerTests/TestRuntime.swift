import Contract
import LonghaulClient
import Platform
import Testing

@testable import LonghaulWorker

/// A runtime whose session is the test.
final class TestRuntime: Sendable {
    let runtime: Runtime
    private let wakes: AsyncStream<Void>

    init(slots: Int = 1, prefetch: Int = 0, window: Int = 100, handlers: [String: Handler]) {
        let (wakes, continuation) = AsyncStream.makeStream(of: Void.self)
        self.wakes = wakes
        runtime = Runtime(
            slots: slots, prefetch: prefetch, handlers: handlers, logger: Logger(role: "test", minimumLevel: .error)
        ) { continuation.yield() }
        runtime.joined(kept: [], window: window)
        runtime.start()
    }

    func grant(_ lease: UInt64, _ ranges: Range<UInt64>..., kind: String = "work") throws {
        let grant = V1.Grant(lease: lease, kind: kind, ranges: ranges.flatMap { [$0.lowerBound, $0.upperBound] })
        #expect(runtime.granted([try Lease(grant, runtime: runtime)]))
    }

    /// What is said about leases, as soon as there is something.
    func nextUpdate() async -> V1.WorkerUpdate {
        var wakes = wakes.makeAsyncIterator()
        while true {
            let update = runtime.takeSaying().update
            if !update.completed.isEmpty || !update.reports.isEmpty { return update }
            await wakes.next()
        }
    }

    func nextReport() async throws -> V1.Report {
        let update = await nextUpdate()
        #expect(update.completed.isEmpty)
        #expect(update.reports.count == 1)
        return try #require(update.reports.first)
    }

    /// Comes back to it until it holds: for what happens under the lock, and tells nobody.
    func until(_ condition: (Runtime.Shared) -> Bool) async {
        while !runtime.shared.withLock({ condition($0) }) { await Task.yield() }
    }

    func acknowledge(_ lease: UInt64) { runtime.answered(ended: [], acknowledged: [lease], revoked: []) }
    func end(_ lease: UInt64) { runtime.answered(ended: [lease], acknowledged: [], revoked: []) }
    func revoke(_ lease: UInt64) { runtime.answered(ended: [], acknowledged: [], revoked: [lease]) }
}

/// Passes once it was opened, from then on at once.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Lock(State())

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Also when its task is cancelled.
    func pass() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    let isOpen = state.isOpen || Task.isCancelled
                    if !isOpen { state.waiting.append(continuation) }
                    return isOpen
                }
                if isOpen { continuation.resume() }
            }
        } onCancel: {
            open()
        }
    }
}

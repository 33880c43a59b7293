import Contract
import RPC

/// Items of tasks that were submitted with a list.
extension Client {
    /// Where a list stands.
    public struct ListState: Sendable, Hashable {
        /// How many items it has: the number of the next one.
        public var count: UInt64
        /// No more are appended.
        public var isSealed: Bool
    }

    /// Appends items, the first of which has the number `first`, and with `seal` says that no more follow. Returns when
    /// they are durable. At most 10,000 items, of 64 KiB each, and 768 KiB together: see `appender` for more.
    ///
    /// The same append can be repeated: what is there already is acknowledged. Items that do not follow those that are
    /// there are refused with `invalidArgument`, and any on a sealed list or an ended task with `failedPrecondition`.
    @discardableResult
    public func append(
        _ items: [[UInt8]], at first: UInt64, seal: Bool = false, to job: JobID, task: Int = 0
    ) async throws(LonghaulError) -> ListState {
        do throws(LonghaulError) {
            let response = try await call(
                V1.Scheduler.appendItems,
                V1.AppendItemsRequest(
                    job: job.rawValue, task: UInt32(clamping: task), firstIndex: first, items: items, seal: seal))
            return ListState(count: response.nextIndex, isSealed: response.sealed)
        } catch {
            throw error.message.hasPrefix("no such job") ? error.naming(job) : error
        }
    }

    /// Where the task's list stands now. Also says to an open list that it is not forgotten: its time-out begins anew.
    public func list(of job: JobID, task: Int = 0) async throws(LonghaulError) -> ListState {
        try await append([], at: 0, to: job, task: task)
    }

    /// Appends any number of items, one after the other. `first`: how many the list has; nil: it is asked.
    public func appender(
        to job: JobID, task: Int = 0, first: UInt64? = nil
    ) async throws(LonghaulError) -> ItemAppender {
        let next: UInt64
        if let first { next = first } else { next = try await list(of: job, task: task).count }
        return ItemAppender(self, job, task, next: next)
    }

    /// Appends all items of a sequence, as they come, and seals the list if nothing else is said. Reads no further ahead
    /// than a batch. Returns how many items the list has.
    @discardableResult
    public func append<Items: AsyncSequence>(
        contentsOf items: Items, seal: Bool = true, to job: JobID, task: Int = 0, first: UInt64? = nil
    ) async throws -> UInt64 where Items.Element == [UInt8] {
        let appender = try await appender(to: job, task: task, first: first)
        for try await item in items { try await appender.append(item) }
        return try await appender.finish(seal: seal)
    }
}

/// Appends items in batches: while one is on its way, the next one fills. What was not answered is sent again, which is
/// safe, until the scheduler has not answered for a minute.
///
/// One appender at a time appends to a list.
public actor ItemAppender {
    /// What a batch has at most: half of what is allowed, so that one is written while the next fills.
    private static let most = (items: Limits.itemsPerAppend / 2, bytes: Limits.bytesPerAppend / 2)
    private static let patience = Duration.seconds(60)
    private static let pause = Duration.milliseconds(200)

    private let client: Client
    private let job: JobID
    private let task: Int
    /// Of the first item that waits.
    private var next: UInt64
    private var batch: [[UInt8]] = []
    private var bytes = 0
    private var sending: Task<Void, Never>?
    private var failure: LonghaulError?

    init(_ client: Client, _ job: JobID, _ task: Int, next: UInt64) {
        self.client = client
        self.job = job
        self.task = task
        self.next = next
    }

    /// Waits while there is no room. Throws when an earlier item could not be appended, and then none behind it is.
    public func append(_ item: [UInt8]) async throws(LonghaulError) {
        let size = item.count + Limits.inputOverhead
        while failure == nil, let sending, batch.count >= Self.most.items || bytes + size > Self.most.bytes {
            await sending.value
        }
        if let failure { throw failure }
        batch.append(item)
        bytes += size
        send()
    }

    /// Waits until everything is durable, and seals the list when it should. Returns how many items the list has.
    public func finish(seal: Bool) async throws(LonghaulError) -> UInt64 {
        while let sending { await sending.value }
        if let failure { throw failure }
        if seal { next = try await deliver([], seal: true) }
        return next
    }

    private func send() {
        guard sending == nil, failure == nil, !batch.isEmpty else { return }
        let items = batch
        batch = []
        bytes = 0
        sending = Task {
            do throws(LonghaulError) {
                next = try await deliver(items, seal: false)
            } catch {
                failure = error
            }
            sending = nil
            send()
        }
    }

    /// Returns the number of the item that follows.
    private func deliver(_ items: [[UInt8]], seal: Bool) async throws(LonghaulError) -> UInt64 {
        let end = ContinuousClock.now + Self.patience
        while true {
            do throws(LonghaulError) {
                _ = try await client.append(items, at: next, seal: seal, to: job, task: task)
                return next + UInt64(items.count)
            } catch {
                let mayPass =
                    switch error.code {
                    case .unavailable, .deadlineExceeded, .resourceExhausted: true
                    default: false
                    }
                guard mayPass, ContinuousClock.now < end else { throw error }
                do { try await Task.sleep(for: error.retryAfter ?? Self.pause) } catch { throw Self.cancelled }
            }
        }
    }

    private static let cancelled = LonghaulError(.cancelled, "the appending was cancelled; what was appended stays")
}

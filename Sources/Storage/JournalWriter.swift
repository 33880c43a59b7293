package import Platform

/// The thread that owns a store. It takes one row at a time, and tells the loop what became of it; between rows it reads
/// what it is asked for.
package final class JournalWriter: Sendable {
    private struct Mailbox {
        var row: JournalRow?
        /// Ids of attachments, asked for before the row.
        var reads: [UInt64] = []
        var isWorking = false
        var isStopping = false

        var hasNews: Bool { row != nil || !reads.isEmpty || isStopping }

        mutating func take() -> Work? {
            isWorking = row != nil || !reads.isEmpty
            guard isWorking else { return nil }
            defer { reads = [] }
            return Work(reads: reads, row: row.take())
        }
    }

    private struct Work {
        let reads: [UInt64]
        let row: JournalRow?
    }

    private let mailbox = Monitor(Mailbox())
    private let thread: SystemThread

    /// From now on the store belongs to the thread. `completion` runs on the loop, once for each `write`. An error of
    /// housekeeping comes as an unknown outcome, since it is as grave. After `pause` without a row the store is idle, and
    /// is told so every `idleInterval`. `onRead` runs on the loop too, once for each `read`.
    package init(
        store: sending any Store, loop: EventLoop, pause: Duration = .milliseconds(20),
        idleInterval: Duration = .seconds(1),
        onRead: @escaping @Sendable (_ id: UInt64, Result<[UInt8], StoreError>) -> Void = { _, _ in },
        completion: @escaping @Sendable (AppendOutcome) -> Void
    ) {
        let owned = ThreadBound(store)
        let mailbox = mailbox
        thread = SystemThread(name: "journal") {
            Self.work(
                owned.value, mailbox, pause, idleInterval,
                onRead: { id, bytes in loop.execute { onRead(id, bytes) } },
                complete: { outcome in loop.execute { completion(outcome) } })
        }
    }

    /// A row was offered, and it is not known yet what became of it; or something is being read. Then `stop` may wait for
    /// the disk.
    package var isBusy: Bool { mailbox.withLock { $0.row != nil || !$0.reads.isEmpty || $0.isWorking } }

    /// Only after the completion of the one before.
    package func write(_ row: JournalRow) {
        mailbox.withLock { mailbox in
            precondition(mailbox.row == nil, "one row is written at a time")
            mailbox.row = row
        }
        mailbox.signal()
    }

    /// An attachment is read before a row that is offered later is written: that one may detach it.
    package func read(_ id: UInt64) {
        mailbox.withLock { $0.reads.append(id) }
        mailbox.signal()
    }

    /// Writes what is waiting, then ends the thread, and closes the store.
    package func stop() {
        mailbox.withLock { $0.isStopping = true }
        mailbox.signal()
        thread.join()
    }

    private static func work(
        _ store: any Store, _ mailbox: Monitor<Mailbox>, _ pause: Duration, _ idleInterval: Duration,
        onRead: (UInt64, Result<[UInt8], StoreError>) -> Void, complete: (AppendOutcome) -> Void
    ) {
        func tidy(idle: Bool) {
            do throws(StoreError) {
                try store.tidy(idle: idle)
            } catch {
                // Without room it is made up for later: nothing is lost by that.
                if error.code != .full { complete(.unknown(error)) }
            }
        }
        func next() -> Work? {
            // The next row is offered only once the loop knows of the last one: what is empty now says nothing.
            var limit = pause
            while true {
                if let news = mailbox.wait(atMost: limit, until: { $0.hasNews }, then: { $0.take() }) { return news }
                tidy(idle: true)
                limit = idleInterval
            }
        }
        while let work = next() {
            for id in work.reads { onRead(id, Result { () throws(StoreError) in try store.readAttachment(id) }) }
            let outcome = work.row.map { store.append($0) }
            mailbox.withLock { $0.isWorking = false }
            guard let outcome else { continue }
            complete(outcome)
            tidy(idle: false)
        }
    }
}

/// Hands a value over to a thread; whoever had it before has forgotten it.
private struct ThreadBound<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: sending Value) { self.value = value }
}

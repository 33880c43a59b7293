package import Platform

/// The thread that owns a store. It takes one row at a time, and tells the loop what became of it.
package final class JournalWriter: Sendable {
    private struct Mailbox {
        var row: JournalRow?
        var isStopping = false
    }

    private let mailbox = Monitor(Mailbox())
    private let thread: SystemThread

    /// From now on the store belongs to the thread. `completion` runs on the loop, once for each `write`. An error of
    /// housekeeping comes as an unknown outcome, since it is as grave.
    package init(
        store: sending any Store, loop: EventLoop, completion: @escaping @Sendable (AppendOutcome) -> Void
    ) {
        let owned = ThreadBound(store)
        let mailbox = mailbox
        thread = SystemThread(name: "journal") {
            Self.work(owned.value, mailbox) { outcome in loop.execute { completion(outcome) } }
        }
    }

    /// Only after the completion of the one before.
    package func write(_ row: JournalRow) {
        mailbox.withLock { mailbox in
            precondition(mailbox.row == nil, "one row is written at a time")
            mailbox.row = row
        }
        mailbox.signal()
    }

    /// Writes what is waiting, then ends the thread, and closes the store.
    package func stop() {
        mailbox.withLock { $0.isStopping = true }
        mailbox.signal()
        thread.join()
    }

    private static func work(
        _ store: any Store, _ mailbox: Monitor<Mailbox>, _ complete: (AppendOutcome) -> Void
    ) {
        while let row = mailbox.wait(until: { $0.row != nil || $0.isStopping }, then: { $0.row.take() }) {
            complete(store.append(row))
            do throws(StoreError) {
                try store.tidy(idle: mailbox.withLock { $0.row == nil })
            } catch {
                complete(.unknown(error))
            }
        }
    }
}

/// Hands a value over to a thread; whoever had it before has forgotten it.
private struct ThreadBound<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: sending Value) { self.value = value }
}

package import Glibc

/// A value under a lock, with a condition that threads can wait for: the way into a thread that blocks.
///
/// Never wait on the cooperative pool or on an event loop: both would stand still.
package final class Monitor<Value>: @unchecked Sendable {
    @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline let condition: UnsafeMutablePointer<pthread_cond_t>
    @usableFromInline var value: Value

    package init(_ value: sending Value) {
        self.value = value
        mutex = makeMutex()
        condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        let code = pthread_cond_init(condition, &attributes)
        precondition(code == 0, "pthread_cond_init failed: out of memory")
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
        destroyMutex(mutex)
    }

    /// Runs `body` with the value to itself, and wakes nobody.
    @inlinable
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let code = pthread_mutex_lock(mutex)
        precondition(code == 0, "This thread holds the monitor already")
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }

    /// Sleeps until `ready` holds, then runs `body` before anyone else can change the value.
    @inlinable
    package func wait<Result>(until ready: (borrowing Value) -> Bool, then body: (inout Value) -> Result) -> Result {
        let code = pthread_mutex_lock(mutex)
        precondition(code == 0, "This thread holds the monitor already")
        defer { pthread_mutex_unlock(mutex) }
        // Read anew each time: an access that lasted through the wait would be a promise that nobody else writes.
        while !ready(value) { pthread_cond_wait(condition, mutex) }
        return body(&value)
    }

    /// The same for `limit` at most; nil when `ready` did not hold by then.
    @inlinable
    package func wait<Result>(
        atMost limit: Duration, until ready: (borrowing Value) -> Bool, then body: (inout Value) -> Result
    ) -> Result? {
        var deadline = (MonotonicTime.now + limit).systemTime
        let code = pthread_mutex_lock(mutex)
        precondition(code == 0, "This thread holds the monitor already")
        defer { pthread_mutex_unlock(mutex) }
        while !ready(value) {
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { break }
        }
        return ready(value) ? body(&value) : nil
    }

    /// Wakes one waiting thread. Call it after the change that it waits for.
    package func signal() { pthread_cond_signal(condition) }

    /// Wakes every waiting thread.
    package func broadcast() { pthread_cond_broadcast(condition) }
}

package import Glibc

/// A value that one thread at a time may touch, under a pthread mutex.
///
/// The shape of `Synchronization.Mutex`, which the thread sanitizer can't see through on Linux. Not recursive: taking it
/// twice on one thread traps. Uncontended: about 20 ns.
package final class Lock<Value>: @unchecked Sendable {
    @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline var value: Value

    package init(_ value: sending Value) {
        self.value = value
        mutex = makeMutex()
    }

    deinit {
        destroyMutex(mutex)
    }

    /// Runs `body` with the value to itself. Keep it short: other threads, the event loop's too, may be waiting.
    @inlinable
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let code = pthread_mutex_lock(mutex)
        precondition(code == 0, "This thread holds the lock already")
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}

func makeMutex() -> UnsafeMutablePointer<pthread_mutex_t> {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    var attributes = pthread_mutexattr_t()
    pthread_mutexattr_init(&attributes)
    pthread_mutexattr_settype(&attributes, CInt(PTHREAD_MUTEX_ERRORCHECK))
    let code = pthread_mutex_init(mutex, &attributes)
    precondition(code == 0, "pthread_mutex_init failed: out of memory")
    pthread_mutexattr_destroy(&attributes)
    return mutex
}

func destroyMutex(_ mutex: UnsafeMutablePointer<pthread_mutex_t>) {
    let code = pthread_mutex_destroy(mutex)
    precondition(code == 0, "A lock went away while it was held")
    mutex.deallocate()
}

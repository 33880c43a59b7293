import Glibc

/// The owner of an open file descriptor: closes it when it goes away.
///
/// Reading and writing never wait on a descriptor that is non-blocking, and are never cut short by a signal.
package struct FileDescriptor: ~Copyable, Sendable {
    /// Valid while the owner lives; whoever passes it on must not close it.
    package let rawValue: CInt

    /// Takes ownership of `rawValue`.
    package init(owning rawValue: CInt) {
        precondition(rawValue >= 0, "A file descriptor is never negative: check the call that made it")
        self.rawValue = rawValue
    }

    /// Takes ownership of what a system call returned, or throws what it left in `errno`.
    package init(_ operation: String, _ call: () -> CInt) throws(SystemError) {
        let (result, code) = retryingInterrupts(call)
        guard result >= 0 else { throw SystemError(operation, code: code) }
        self.rawValue = result
    }

    deinit {
        // Linux closes it even when it reports an interrupt, so closing again could hit somebody else's.
        _ = Glibc.close(rawValue)
    }
}

extension FileDescriptor {
    /// What one attempt to move bytes came to.
    package enum Transfer: Sendable, Hashable {
        /// At least one byte, unless the buffer was empty.
        case bytes(Int)
        /// Nothing now; ask again when the descriptor is ready.
        case wouldBlock
        /// The other side will send no more. Never the outcome of a write.
        case end
    }

    /// Reads once, up to the buffer's size.
    package borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Transfer {
        let (count, code) = retryingInterrupts { Glibc.read(rawValue, buffer.baseAddress, buffer.count) }
        if count > 0 { return .bytes(count) }
        if count == 0 { return buffer.isEmpty ? .bytes(0) : .end }
        if code == EAGAIN { return .wouldBlock }
        throw SystemError("read", code: code)
    }

    /// Writes once; may take fewer bytes than were given.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Transfer {
        let (count, code) = retryingInterrupts { Glibc.write(rawValue, bytes.baseAddress, bytes.count) }
        if count >= 0 { return .bytes(count) }
        if code == EAGAIN { return .wouldBlock }
        throw SystemError("write", code: code)
    }

    /// As `write`, for a socket: a peer that is gone is an error, never the signal that would end a process which uses
    /// this package and left SIGPIPE as it was.
    package borrowing func send(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Transfer {
        let (count, code) = retryingInterrupts {
            Glibc.send(rawValue, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
        }
        if count >= 0 { return .bytes(count) }
        if code == EAGAIN { return .wouldBlock }
        throw SystemError("send", code: code)
    }

    /// Makes a descriptor from elsewhere fit for an event loop.
    package borrowing func setNonBlocking() throws(SystemError) {
        let (flags, code) = retryingInterrupts { fcntl(rawValue, F_GETFL) }
        guard flags >= 0 else { throw SystemError("fcntl", code: code) }
        let (result, failure) = retryingInterrupts { fcntl(rawValue, F_SETFL, flags | O_NONBLOCK) }
        guard result >= 0 else { throw SystemError("fcntl", code: failure) }
    }
}

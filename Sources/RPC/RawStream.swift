import Contract
package import Platform
package import Wire

/// How the client's side of a stream ended.
package enum StreamEnd: Sendable, Hashable {
    /// It has said all, and still listens.
    case halfClosed
    /// It no longer listens: `cancelled` or `deadlineExceeded`; or this side could not go on, and it was told the code
    /// and why: a message that can't be read, or not be sent.
    case cancelled(StatusCode)
    /// Why its connection is gone.
    case connectionLost(String)
}

/// A server's side of a streaming call. On the loop's thread alone.
///
/// It is over, and no longer counts against the client's limit, after `finish`, and once `onEnd` has heard that the
/// client has cancelled or is gone. After a half close the client waits for the handler to `finish`. What is said of a
/// stream that is over is ignored.
///
/// The closures are dropped at its end, so that they may hold what holds the stream.
package final class RawStream {
    private let connection: ServerConnection
    let key: StreamKey
    package let deadline: MonotonicTime?

    /// The bytes are the connection's, and gone when this returns.
    package var onMessage: ((UnsafeRawBufferPointer) -> Void)?
    /// Once, or twice when the first was `halfClosed`. Not after `finish`.
    package var onEnd: ((StreamEnd) -> Void)?
    /// Credit has come after there was none.
    package var onWritable: (() -> Void)?
    /// False: `consumed` says when the client may send more, instead of `onMessage`'s return.
    package var consumesByItself = true
    /// The client sends no more.
    package private(set) var isHalfClosed: Bool

    init(_ connection: ServerConnection, _ key: StreamKey, deadline: MonotonicTime?, isHalfClosed: Bool) {
        self.connection = connection
        self.key = key
        self.deadline = deadline
        self.isHalfClosed = isHalfClosed
    }

    package var peer: Peer { connection.peer }

    /// False once nobody listens.
    package var isOpen: Bool { connection.isOpen(key) }

    /// Whether the client has room. A sender that waits for it keeps nothing but its own newest state.
    package var canSend: Bool { connection.canSend(key) }

    /// False, and nothing sent: without credit, or when nobody listens.
    @discardableResult
    package func send(_ bytes: UnsafeRawBufferPointer, at position: Position = .none) -> Bool {
        send(at: position, copying(bytes))
    }

    /// Ends the stream, well with `.ok`.
    package func finish(_ status: Status = .ok, at position: Position = .none) {
        connection.finish(key, status, at: position)
    }

    /// So many bytes of messages have been dealt with.
    package func consumed(_ count: Int) {
        precondition(!consumesByItself, "This stream consumes its messages by itself")
        connection.consumed(key, count)
    }

    func send(at position: Position, _ fill: (Reserve) throws(CodecError) -> Void) -> Bool {
        do throws(CodecError) {
            return try connection.send(key, at: position, fill)
        } catch {
            fail(Status(encoding: error), at: position)
            return false
        }
    }

    /// Ends the stream for both sides: the client hears the status, and the handler its code.
    func fail(_ status: Status, at position: Position = .none) {
        let onEnd = onEnd
        finish(status, at: position)
        onEnd?(.cancelled(status.code))
    }

    func messageArrived(_ bytes: UnsafeRawBufferPointer) {
        onMessage?(bytes)
        if consumesByItself { connection.consumed(key, bytes.count) }
    }

    func halfClosed() {
        isHalfClosed = true
        onEnd?(.halfClosed)
    }

    /// The last thing that it hears.
    func ended(_ end: StreamEnd) {
        let onEnd = onEnd
        dropClosures()
        onEnd?(end)
    }

    func dropClosures() {
        onMessage = nil
        onEnd = nil
        onWritable = nil
    }
}

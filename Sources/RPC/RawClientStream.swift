import Contract
package import Wire

/// A client's side of a streaming call, until its end. On the loop's thread alone.
///
/// The closures are dropped at its end, so that they may hold what holds the stream.
package final class RawClientStream {
    private let connection: ClientConnection
    let key: StreamKey

    /// The bytes are the connection's, and gone when this returns.
    package var onMessage: ((UnsafeRawBufferPointer, Position) -> Void)?
    /// Once, with what the server said, or why it can't say anything any more. Not after `cancel`.
    package var onEnd: ((Status) -> Void)?
    /// Credit has come after there was none.
    package var onWritable: (() -> Void)?
    /// False: `consumed` says when the server may send more, instead of `onMessage`'s return.
    package var consumesByItself = true

    init(_ connection: ClientConnection, _ key: StreamKey) {
        self.connection = connection
        self.key = key
    }

    /// Whether the server has room, and this side has not ended.
    package var canSend: Bool { connection.canSend(key) }

    /// False, and nothing sent: without credit, after `halfClose`, or at the stream's end.
    @discardableResult
    package func send(_ bytes: UnsafeRawBufferPointer) -> Bool { send(copying(bytes)) }

    /// This side says no more; it still listens.
    package func halfClose() { connection.halfClose(key) }

    /// The server is told to stop, and nothing more is heard of it.
    package func cancel() { connection.cancel(key, .cancelled) }

    /// So many bytes of messages have been dealt with.
    package func consumed(_ count: Int) {
        precondition(!consumesByItself, "This stream consumes its messages by itself")
        connection.consumed(key, count)
    }

    func send(_ fill: (Reserve) throws(CodecError) -> Void) -> Bool { connection.send(key, fill) }

    func messageArrived(_ bytes: UnsafeRawBufferPointer, _ position: Position) {
        onMessage?(bytes, position)
        if consumesByItself { connection.consumed(key, bytes.count) }
    }

    func ended(_ status: Status) {
        let onEnd = onEnd
        dropClosures()
        onEnd?(status)
    }

    func dropClosures() {
        onMessage = nil
        onEnd = nil
        onWritable = nil
    }
}

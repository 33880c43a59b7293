import Contract
import Platform

/// Hands a stream's messages from the loop to a task. What it holds is bounded by the stream's window, for the server
/// gets credit back only for what the task has taken.
final class StreamReader<Response: Message>: @unchecked Sendable {
    typealias Element = (message: Response, position: Position)

    private struct State {
        var messages = Queue<(element: Element, byteCount: Int)>()
        var end: Status?
        var reader: CheckedContinuation<Result<Element?, Status>, Never>?
    }

    private let loop: EventLoop
    private let state = Lock(State())
    // Of the loop's thread alone.
    private var stream: RawClientStream?
    private var isOver = false

    init(loop: EventLoop) {
        self.loop = loop
    }

    // MARK: On the loop

    func connected(
        _ result: Result<ClientConnection, Status>, _ open: (ClientConnection) throws(Status) -> RawClientStream
    ) {
        guard !isOver else { return }
        do throws(Status) {
            let connection = try result.get()
            let stream = try open(connection)
            stream.consumesByItself = false
            stream.onMessage = { [self] bytes, position in arrived(bytes, position, connection.codec) }
            stream.onEnd = { [self] in ended($0) }
            self.stream = stream
        } catch {
            ended(error)
        }
    }

    private func arrived(_ bytes: UnsafeRawBufferPointer, _ position: Position, _ codec: Codec) {
        do throws(CodecError) {
            let element = (message: try codec.decode(Response.self, from: bytes), position: position)
            let reader = state.withLock { state in
                let reader = state.reader.take()
                if reader == nil { state.messages.append((element, bytes.count)) }
                return reader
            }
            guard let reader else { return }
            stream?.consumed(bytes.count)
            reader.resume(returning: .success(element))
        } catch {
            stream?.cancel()
            ended(Status(decoding: error))
        }
    }

    private func ended(_ status: Status) {
        isOver = true
        stream = nil
        finish(status)
    }

    // MARK: From anywhere

    /// What has arrived is still read, then the stream ends with this status.
    func finish(_ status: Status) {
        let reader = state.withLock { state in
            state.end = state.end ?? status
            return state.reader.take()
        }
        reader?.resume(returning: status.isOK ? .success(nil) : .failure(status))
    }

    func next() async throws(Status) -> Element? {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in take(continuation) }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    func cancel() {
        loop.execute { [self] in
            guard !isOver else { return }
            stream?.cancel()
            ended(Status(.cancelled, "the caller cancelled"))
        }
    }

    private func take(_ continuation: CheckedContinuation<Result<Element?, Status>, Never>) {
        let (result, byteCount): (Result<Element?, Status>?, Int) = state.withLock { state in
            if let (element, byteCount) = state.messages.popFirst() { return (.success(element), byteCount) }
            if let end = state.end { return (end.isOK ? .success(nil) : .failure(end), 0) }
            precondition(state.reader == nil, "A stream has one reader")
            state.reader = continuation
            return (nil, 0)
        }
        guard let result else { return }
        continuation.resume(returning: result)
        guard byteCount > 0 else { return }
        loop.execute { [self] in stream?.consumed(byteCount) }
    }
}

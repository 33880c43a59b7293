package import Contract
package import Platform

/// A client's side of a streaming call with the types of its method. See `RawClientStream`.
package struct ClientStream<Request: Message, Response: Message> {
    let raw: RawClientStream
    let codec: Codec

    package var canSend: Bool { raw.canSend }

    /// One that can't be decoded cancels the stream, and `onEnd` hears `invalidArgument`.
    package func onMessage(_ body: @escaping (Response, Position) -> Void) {
        raw.onMessage = { [raw, codec] bytes, position in
            do throws(CodecError) {
                body(try codec.decode(Response.self, from: bytes), position)
            } catch {
                let onEnd = raw.onEnd
                raw.cancel()
                onEnd?(Status(decoding: error))
            }
        }
    }

    /// Once, with what the server said, or why it can't say anything any more. Not after `cancel`.
    package func onEnd(_ body: @escaping (Status) -> Void) { raw.onEnd = body }

    /// Credit has come after there was none.
    package func onWritable(_ body: @escaping () -> Void) { raw.onWritable = body }

    /// False, and nothing sent: without credit, after `halfClose`, or at the stream's end.
    @discardableResult
    package func send(_ request: Request) -> Bool {
        raw.send { (reserve) throws(CodecError) in try codec.encode(request, reserve: reserve) }
    }

    package func halfClose() { raw.halfClose() }

    package func cancel() { raw.cancel() }
}

extension ClientConnection {
    /// Calls a unary method. `completion` runs once, on the loop; see `Completion` for the position.
    @discardableResult
    package func unary<Request, Response>(
        _ method: UnaryMethod<Request, Response>, _ request: Request, deadline: MonotonicTime? = nil,
        completion: @escaping (Result<Response, Status>, Position) -> Void
    ) -> CallID {
        unary(method.name, deadline: deadline) { (reserve) throws(CodecError) in
            try codec.encode(request, reserve: reserve)
        } _: { [codec] result, position in
            let decoded = result.flatMap { bytes in
                Result { () throws(CodecError) in try codec.decode(Response.self, from: bytes) }
                    .mapError { Status(decoding: $0) }
            }
            completion(decoded, position)
        }
    }

    /// Opens a stream with its first message. Set its closures at once: nothing arrives before the next turn.
    package func stream<Request, Response>(
        _ method: BidirectionalMethod<Request, Response>, first: Request
    ) throws(Status) -> ClientStream<Request, Response> {
        ClientStream(raw: try rawStream(method.name, first, isEnd: false), codec: codec)
    }

    package func stream<Request, Response>(
        _ method: ServerStreamMethod<Request, Response>, _ request: Request
    ) throws(Status) -> ClientStream<Request, Response> {
        ClientStream(raw: try rawStream(method.name, request, isEnd: true), codec: codec)
    }

    func rawStream(_ method: String, _ first: some Message, isEnd: Bool) throws(Status) -> RawClientStream {
        try stream(method, isEnd: isEnd, deadline: nil) { (reserve) throws(CodecError) in
            try codec.encode(first, reserve: reserve)
        }
    }
}

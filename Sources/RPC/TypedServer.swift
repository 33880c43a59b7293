package import Contract
package import Platform

/// A unary call that is to be answered, once, by a response of its method. See `RawCall`.
package struct UnaryCall<Response: Message> {
    let raw: RawCall
    let codec: Codec

    package var deadline: MonotonicTime? { raw.deadline }
    package var peer: Peer { raw.peer }
    package var isOpen: Bool { raw.isOpen }

    /// Encodes the response where it will be sent from. `position` is that of the state it tells of.
    package func reply(_ response: Response, at position: Position = .none) {
        raw.connection.reply(raw.key, at: position) { (reserve) throws(CodecError) in
            try codec.encode(response, reserve: reserve)
        }
    }

    package func fail(_ status: Status, at position: Position = .none) { raw.fail(status, at: position) }

    /// See `RawCall.onCancel`.
    package func onCancel(_ body: @escaping () -> Void) { raw.onCancel(body) }
}

/// A server's side of a streaming call with the types of its method. See `RawStream`.
package struct ServerStream<Request: Message, Response: Message> {
    let raw: RawStream
    let codec: Codec

    package var peer: Peer { raw.peer }
    package var deadline: MonotonicTime? { raw.deadline }
    package var isOpen: Bool { raw.isOpen }
    package var isHalfClosed: Bool { raw.isHalfClosed }
    package var canSend: Bool { raw.canSend }

    /// One that can't be decoded ends the stream: the client hears `invalidArgument`, and so does `onEnd`.
    package func onMessage(_ body: @escaping (Request) -> Void) {
        raw.onMessage = { [raw, codec] bytes in
            do throws(CodecError) {
                body(try codec.decode(Request.self, from: bytes))
            } catch {
                raw.fail(Status(decoding: error))
            }
        }
    }

    /// Once, or twice when the first was `halfClosed`. Not after `finish`.
    package func onEnd(_ body: @escaping (StreamEnd) -> Void) { raw.onEnd = body }

    /// Credit has come after there was none.
    package func onWritable(_ body: @escaping () -> Void) { raw.onWritable = body }

    /// False, and nothing sent: without credit, or when nobody listens. A message that doesn't fit in a frame ends the
    /// stream: the client hears why, and so does `onEnd`.
    @discardableResult
    package func send(_ response: Response, at position: Position = .none) -> Bool {
        raw.send(at: position) { (reserve) throws(CodecError) in try codec.encode(response, reserve: reserve) }
    }

    package func finish(_ status: Status = .ok, at position: Position = .none) { raw.finish(status, at: position) }
}

extension Server {
    /// Each request is decoded before the handler runs; one that is none is answered with `invalidArgument`.
    package func handle<Request, Response>(
        _ method: UnaryMethod<Request, Response>, _ handler: @escaping (Request, UnaryCall<Response>) -> Void
    ) {
        handleUnary(method.name) { [codec] bytes, call in
            do throws(CodecError) {
                handler(try codec.decode(Request.self, from: bytes), UnaryCall(raw: call, codec: codec))
            } catch {
                call.fail(Status(decoding: error))
            }
        }
    }

    package func handle<Request, Response>(
        _ method: ServerStreamMethod<Request, Response>,
        _ handler: @escaping (Request, ServerStream<Request, Response>) -> Void
    ) {
        handleStream(method.name) { [codec] bytes, stream in
            guard stream.isHalfClosed else {
                return stream.finish(Status(.invalidArgument, "this method has one request"))
            }
            do throws(CodecError) {
                handler(try codec.decode(Request.self, from: bytes), ServerStream(raw: stream, codec: codec))
            } catch {
                stream.finish(Status(decoding: error))
            }
        }
    }

    /// The handler gets the first message too; the following ones come to the stream's `onMessage`.
    package func handle<Request, Response>(
        _ method: BidirectionalMethod<Request, Response>,
        _ handler: @escaping (Request, ServerStream<Request, Response>) -> Void
    ) {
        handleStream(method.name) { [codec] bytes, raw in
            do throws(CodecError) {
                handler(try codec.decode(Request.self, from: bytes), ServerStream(raw: raw, codec: codec))
            } catch {
                raw.finish(Status(decoding: error))
            }
        }
    }
}

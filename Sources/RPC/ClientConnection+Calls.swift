import Contract
package import Platform
import Wire

extension ClientConnection {
    /// Calls a unary method with a request that is encoded already.
    @discardableResult
    package func unary(
        _ method: String, _ request: UnsafeRawBufferPointer, deadline: MonotonicTime? = nil,
        completion: @escaping Completion
    ) -> CallID {
        unary(method, deadline: deadline, copying(request), completion)
    }

    /// Opens a stream with its first message; with `isEnd` that is the only one of this side.
    package func stream(
        _ method: String, first: UnsafeRawBufferPointer, isEnd: Bool, deadline: MonotonicTime? = nil
    ) throws(Status) -> RawClientStream {
        try stream(method, isEnd: isEnd, deadline: deadline, copying(first))
    }

    /// The server is told to stop, and the completion never runs. No effect on a call that is over.
    package func cancel(_ call: CallID) {
        loop.preconditionOnLoop()
        if waiting.remove(call) != nil { return }
        for case .call(call, let key, _, _) in occupants.all { return cancel(key, .cancelled) }
    }

    func unary(
        _ method: String, deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void,
        _ completion: @escaping Completion
    ) -> CallID {
        loop.preconditionOnLoop()
        callsMade += 1
        let call = CallID(number: callsMade)
        do throws(Status) {
            guard waiting.isEmpty, let key = try open(method, isEnd: true, deadline: deadline, fill) else {
                try wait(call, method, deadline, fill, completion)
                return call
            }
            occupants[key] = .call(call, key, deadline: deadline, completion)
        } catch {
            loop.schedule(after: .zero) { completion(.failure(error)) }
        }
        return call
    }

    func stream(
        _ method: String, isEnd: Bool, deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void
    ) throws(Status) -> RawClientStream {
        loop.preconditionOnLoop()
        guard let key = try open(method, isEnd: isEnd, deadline: deadline, fill) else {
            throw Status(.resourceExhausted, "the server allows no more calls at once on this connection")
        }
        let stream = RawClientStream(self, key)
        occupants[key] = .stream(stream, deadline: deadline)
        return stream
    }

    /// Nil when the server allows no more calls at once.
    private func open(
        _ method: String, isEnd: Bool, deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void
    ) throws(Status) -> StreamKey? {
        guard takesCalls else { throw notCarriedOut("the connection takes no more calls") }
        var remaining: UInt32 = 0
        if let deadline {
            let milliseconds = (deadline - .now).wholeMilliseconds
            guard milliseconds > 0 else { throw Status(.deadlineExceeded, "the deadline passed before the call began") }
            remaining = UInt32(clamping: milliseconds)
        }
        switch machine.callOpened(isEnd: isEnd) {
        case .full: return nil
        case .draining: throw notCarriedOut("the connection takes no more calls")
        case .open(let key):
            do throws(CodecError) {
                try transport.appendCall(
                    key.id, isEnd: isEnd, deadlineMilliseconds: remaining, method: method, limit: machine.sendLimit,
                    fill)
            } catch {
                // The server never heard of it, and numbers may be skipped.
                _ = machine.cancelled(key)
                throw Status(encoding: error)
            }
            if let deadline { armDeadlineTimer(deadline) }
            return key
        }
    }

    private func wait(
        _ call: CallID, _ method: String, _ deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void,
        _ completion: @escaping Completion
    ) throws(Status) {
        guard takesCalls else { throw notCarriedOut("the connection takes no more calls") }
        guard waiting.count < options.waitingCalls else {
            throw Status(.resourceExhausted, "\(waiting.count) calls wait for others already; make fewer at once")
        }
        do throws(CodecError) {
            let body = try ByteBox(fill)
            waiting.append(
                WaitingCall(id: call, method: method, deadline: deadline, body: body, completion: completion))
        } catch {
            throw Status(encoding: error)
        }
        if let deadline { armDeadlineTimer(deadline) }
    }

    private func admitWaiting() {
        while let call = waiting.first, takesCalls {
            do throws(Status) {
                guard
                    let key = try open(call.method, isEnd: true, deadline: call.deadline, copying(call.body.bytes))
                else { return }
                waiting.removeFirst()
                occupants[key] = .call(call.id, key, deadline: call.deadline, call.completion)
            } catch {
                waiting.removeFirst()
                call.completion(.failure(error))
            }
        }
    }

    func notCarriedOut(_ reason: String) -> Status {
        Status(.unavailable, "\(reason); the call was not carried out")
    }
}

// MARK: - What streams say

extension ClientConnection {
    func canSend(_ key: StreamKey) -> Bool { machine.canSend(key) }

    func send(_ key: StreamKey, _ fill: (Reserve) throws(CodecError) -> Void) -> Bool {
        loop.preconditionOnLoop()
        guard machine.canSend(key) else { return false }
        do throws(CodecError) {
            let count = try transport.appendMessage(key.id, [], .none, limit: machine.sendLimit, fill)
            machine.messageSent(key, count: count)
            return true
        } catch {
            abandon(key, .cancelled).map { fail($0, Status(encoding: error)) }
            streamEnded()
            return false
        }
    }

    func halfClose(_ key: StreamKey) {
        loop.preconditionOnLoop()
        guard machine.halfClosed(key) else { return }
        transport.append(MessageHead(stream: key.id, flags: [.end, .bare], bodyCount: 0))
    }

    func cancel(_ key: StreamKey, _ code: StatusCode) {
        loop.preconditionOnLoop()
        guard let occupant = abandon(key, code) else { return }
        if case .stream(let stream, _) = occupant { stream.dropClosures() }
        streamEnded()
    }

    /// Tells the server to stop, and whoever waits nothing: that is for the caller. Nil when the call is over.
    func abandon(_ key: StreamKey, _ code: StatusCode) -> Occupant? {
        guard machine.cancelled(key) else { return nil }
        transport.append(CancelFrame(stream: key.id, code: code))
        return occupants.take(key)
    }

    func consumed(_ key: StreamKey, _ count: Int) {
        loop.preconditionOnLoop()
        if let credit = machine.messageConsumed(key, count: count) { transport.append(credit) }
    }

    func streamEnded() {
        if !waiting.isEmpty { admitWaiting() }
        if machine.isDrained { close(Status(.unavailable, "the server is shutting down")) }
    }
}

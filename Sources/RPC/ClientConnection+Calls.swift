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
        let key = occupants.firstAnswer { occupant -> StreamKey? in
            if case .call(call, let key, _) = occupant { key } else { nil }
        }
        if let key { cancel(key, .cancelled) }
    }

    func unary(
        _ method: String, deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void,
        _ completion: @escaping Completion
    ) -> CallID {
        loop.preconditionOnLoop()
        callsMade += 1
        let call = CallID(number: callsMade)
        do throws(Status) {
            guard waiting.isEmpty, !transport.isFull,
                let key = try open(method, isEnd: true, deadline: deadline, fill)
            else {
                try wait(call, method, deadline, fill, completion)
                return call
            }
            occupants[key] = .call(call, key, completion)
        } catch {
            loop.schedule(after: .zero) { completion(.failure(error), .none) }
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
        occupants[key] = .stream(stream)
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
                retireIfUsedUp()
                throw Status(encoding: error)
            }
            if let deadline { end(.stream(key), at: deadline) }
            retireIfUsedUp()
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
        if let deadline { end(.waiting(call), at: deadline) }
    }

    /// In the order in which they were made, as many as the server and the transport have room for.
    func admitWaiting() {
        while takesCalls, !transport.isFull, let call = waiting.first() {
            do throws(Status) {
                guard
                    let key = try open(call.method, isEnd: true, deadline: call.deadline, copying(call.body.bytes))
                else { return }
                waiting.remove(call.id)
                occupants[key] = .call(call.id, key, call.completion)
            } catch {
                waiting.remove(call.id)
                call.completion(.failure(error), .none)
            }
        }
    }

    /// The call that used up the stream numbers has been made. Later, because its caller does not expect to hear of
    /// others meanwhile.
    private func retireIfUsedUp() {
        guard machine.phase == .draining else { return }
        loop.schedule(after: .zero) { [self] in
            guard transport.isOpen else { return }
            let reason = "the connection has no stream numbers left"
            retire(notCarriedOut(reason), Status(.unavailable, reason))
        }
    }

    /// Nothing new begins on this connection: those that wait are told so, and whoever keeps it makes another. It closes
    /// with the last call that runs.
    func retire(_ status: Status, _ reason: Status) {
        for call in waiting.removeAll() { call.completion(.failure(status), .none) }
        onClose?(reason)
        onClose = nil
        streamEnded()
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
        if case .stream(let stream) = occupant { stream.dropClosures() }
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
        if machine.isDrained { close(Status(.unavailable, "the last call on a connection that takes no more is over")) }
    }
}

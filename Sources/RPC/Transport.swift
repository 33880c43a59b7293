import Glibc
import Platform
import Wire

/// Hears what happens on a transport, until it has closed it.
protocol TransportDelegate: AnyObject {
    /// Bytes have come; returns how many of them were used. The rest is handed in again, with more behind it.
    func received(_ bytes: UnsafeRawBufferPointer) -> Int
    /// A write took something; `isBlocked` says whether the socket is full. Also from within an append.
    func wrote(isBlocked: Bool)
    /// The transport was full, and is not any more.
    func hasRoom()
    /// Nothing more will come or go. The delegate closes the transport.
    func ended(_ end: TransportEnd)
}

/// Why a transport is over.
enum TransportEnd: Hashable {
    case peerClosed(midFrame: Bool)
    case failed(SystemError)
    case tooMuchUnsent(limit: Int)

    var text: String {
        switch self {
        case .peerClosed(let midFrame): midFrame ? "the peer closed it in the middle of a frame" : "the peer closed it"
        case .failed(let error): error.reason
        case .tooMuchUnsent(let limit): "more than \(limit) bytes were waiting for a peer that takes too little"
        }
    }
}

/// A connected socket on a loop, with what was received in part and what is still to be sent.
///
/// What is appended in a turn goes out at its end with one write, unless it is much. Touched on the loop's thread alone.
final class Transport: ReadinessHandler, TurnEndHandler {
    private static let lingerTime = Duration.seconds(1)
    /// Bytes after which the end of the turn is not waited for.
    private static let earlyWrite = 262_144

    let loop: EventLoop
    private unowned let delegate: any TransportDelegate
    /// When the bytes came that were received last: what a pause holds back keeps its time.
    private(set) var readAt: MonotonicTime
    private let scratch: Scratch
    private let limits: UnsentLimits
    private var socket: FileDescriptor?
    private var registration: Registration?
    private var input = ByteQueue()
    private var output = ByteQueue()
    private var isFlushScheduled = false
    private var isReading = false
    private var isPaused = false
    /// The socket takes no more until it says that it is writable.
    private var isBlocked = false
    private var isLingering = false
    private var wasFull = false
    private var lingerTimer: TimerID?
    private var onClosed: (() -> Void)?

    /// Begins to read at once. The delegate must outlive the transport's being open.
    init(
        _ socket: consuming FileDescriptor, on loop: EventLoop, scratch: Scratch, limits: UnsentLimits,
        delegate: any TransportDelegate
    ) throws(SystemError) {
        self.loop = loop
        self.scratch = scratch
        self.limits = limits
        self.delegate = delegate
        readAt = loop.now
        let descriptor = socket.rawValue
        self.socket = consume socket
        registration = try loop.register(descriptor, .readable, self)
    }

    var isOpen: Bool { registration != nil && !isLingering }
    /// Whether so much is unsent that nothing should be done that adds more. `hasRoom` tells of the end.
    var isFull: Bool { output.count > limits.full }

    /// Leaves the bytes with the peer: its writes stop when the system's buffers are full.
    func pause() {
        isPaused = true
        updateInterest()
    }

    func resume() {
        guard isPaused else { return }
        isPaused = false
        updateInterest()
        guard !input.isEmpty else { return }
        // Never from within a handler of this connection: the caller may be one.
        let bound = LoopBound(self, loop)
        loop.execute { bound.value.useInput() }
    }

    /// Nothing is sent or heard any more, and what was unsent is dropped.
    func close() {
        guard let registration else { return }
        registration.cancel()
        self.registration = nil
        socket = nil
        if let lingerTimer { loop.cancel(lingerTimer) }
        lingerTimer = nil
        let onClosed = onClosed
        self.onClosed = nil
        onClosed?()
    }

    /// Sends what is left, ends this direction, and waits a moment for the peer to end the other: a socket that is
    /// closed with unread bytes in it would take the last words with it. The delegate hears nothing more. `completion`
    /// runs when the socket is closed, which the loop must live to see.
    func closeAfterSending(_ completion: (() -> Void)? = nil) {
        guard isOpen else {
            completion?()
            return
        }
        onClosed = completion
        isLingering = true
        isPaused = false
        lingerTimer = loop.schedule(after: Self.lingerTime) { [self] in
            lingerTimer = nil
            close()
        }
        if flush(), output.isEmpty { endWriting() }
        updateInterest()
    }

    // MARK: Sending

    /// Room for `count` bytes at the end of what is to be sent, for the caller to fill now.
    func extend(by count: Int) -> UnsafeMutableRawBufferPointer {
        if output.count >= Self.earlyWrite { writeEarly() }
        if !isFlushScheduled {
            isFlushScheduled = true
            loop.atEndOfTurn(.write, self)
        }
        defer { wasFull = wasFull || isFull }
        return output.extend(by: count)
    }

    /// An error is left for the end of the turn, where it shows again: here somebody is in the middle of a call.
    private func writeEarly() {
        guard isOpen, !isBlocked else { return }
        try? writeOnce()
    }

    /// Takes back what was appended last.
    func removeLast(_ count: Int) { output.removeLast(count) }

    func append(_ frame: some EncodableFrame) {
        guard isOpen else { return }
        var bytes = extend(by: frame.encodedCount).mutableBytes
        frame.encode(into: &bytes)
    }

    func turnEnds() {
        isFlushScheduled = false
        guard isOpen, flush() else { return }
        guard output.count <= limits.greatest else {
            return delegate.ended(.tooMuchUnsent(limit: limits.greatest))
        }
        tellOfRoom()
    }

    private func tellOfRoom() {
        guard wasFull, !isFull, isOpen else { return }
        wasFull = false
        delegate.hasRoom()
    }

    /// False when the transport is over.
    private func flush() -> Bool {
        output.isEmpty || isBlocked ? true : write()
    }

    private func write() -> Bool {
        do throws(SystemError) {
            try writeOnce()
        } catch {
            end(.failed(error))
            return false
        }
        return true
    }

    private func writeOnce() throws(SystemError) {
        if case .bytes(let count) = try socket?.send(output.bytes) { output.removeFirst(count) }
        isBlocked = !output.isEmpty
        updateInterest()
        if !isLingering { delegate.wrote(isBlocked: isBlocked) }
    }

    // MARK: Readiness

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) {
            guard write() else { return }
            if isLingering && output.isEmpty { endWriting() }
            tellOfRoom()
        }
        guard registration != nil, !readiness.isDisjoint(with: [.readable, .hungUp]) else { return }
        if isPaused {
            if !readiness.isDisjoint(with: .hungUp) { end(.peerClosed(midFrame: !input.isEmpty)) }
        } else {
            read()
        }
    }

    private func read() {
        do throws(SystemError) {
            if isLingering {
                if case .end = try socket?.read(into: scratch.memory) { close() }
            } else if input.isEmpty {
                try readIntoScratch()
            } else {
                try readBehindInput()
            }
        } catch {
            end(.failed(error))
        }
    }

    /// The common case: whole frames, used where they were read, and nothing kept.
    private func readIntoScratch() throws(SystemError) {
        switch try socket?.read(into: scratch.memory) {
        case .bytes(let count):
            readAt = loop.now
            let bytes = UnsafeRawBufferPointer(rebasing: scratch.memory[..<count])
            isReading = true
            let used = delegate.received(bytes)
            isReading = false
            if isOpen && used < count { input.append(UnsafeRawBufferPointer(rebasing: bytes[used...])) }
        case .end: end(.peerClosed(midFrame: false))
        case .wouldBlock, nil: break
        }
    }

    private func readBehindInput() throws(SystemError) {
        // Room grows as bytes come, not as a length promises them.
        let room = min(max(Scratch.step, input.count), scratch.memory.count)
        let space = input.extend(by: room)
        var transfer: FileDescriptor.Transfer?
        do throws(SystemError) {
            transfer = try socket?.read(into: space)
        } catch {
            input.removeLast(room)
            throw error
        }
        guard case .bytes(let count) = transfer else {
            input.removeLast(room)
            if case .end = transfer { end(.peerClosed(midFrame: true)) }
            return
        }
        input.removeLast(room - count)
        readAt = loop.now
        useInput()
    }

    private func useInput() {
        guard isOpen, !isPaused, !isReading, !input.isEmpty else { return }
        isReading = true
        let used = delegate.received(input.bytes)
        isReading = false
        input.removeFirst(used)
    }

    private func end(_ end: TransportEnd) {
        if isLingering { close() } else { delegate.ended(end) }
    }

    private func endWriting() {
        if let registration { Socket.endWriting(registration.descriptor) }
    }

    private func updateInterest() {
        var interest: Readiness = isPaused ? [] : .readable
        if isBlocked { interest.insert(.writable) }
        registration?.interest = interest
    }
}

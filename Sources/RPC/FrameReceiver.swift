import Platform
import Wire

/// What the two sides of a connection do alike: find the frames in what arrives, and see whether the peer is there.
protocol FrameReceiver: TransportDelegate {
    var loop: EventLoop { get }
    var transport: Transport! { get }
    var decoder: FrameDecoder { get }
    var liveness: Liveness { get set }
    var livenessTimer: (id: TimerID, deadline: Moment)? { get set }

    /// False: what arrives is kept, and not looked at yet.
    var takesFrames: Bool { get }

    func take(_ frame: Frame, _ bytes: UnsafeRawBufferPointer) throws(WireError)

    /// Tells the peer why, and ends the connection.
    func cut(_ code: StatusCode, _ text: String)
}

extension FrameReceiver {
    /// Takes the frames that are whole. Returns how many bytes they had.
    func takeFrames(in bytes: UnsafeRawBufferPointer) -> Int {
        var position = 0
        var frames = 0
        do throws(WireError) {
            while transport.isOpen, takesFrames, let (frame, end) = try decoder.next(in: bytes.bytes, from: position) {
                position = end
                frames += 1
                try take(frame, bytes)
            }
        } catch {
            cut(error.code, error.description)
            return bytes.count
        }
        let isPartial = position < bytes.count && takesFrames
        liveness.heard(frames: frames, isPartial: isPartial, now: loop.moment)
        if isPartial { armLivenessTimer() }
        return position
    }

    func wrote(isBlocked: Bool) {
        liveness.writeProgressed(isBlocked: isBlocked, now: loop.moment)
        if isBlocked { armLivenessTimer() }
    }

    /// Makes sure that the timer fires no later than the machine wants; one that fires too early finds nothing to do.
    ///
    /// None is made once the connection has closed, which may have happened in the frame just taken: it would find the
    /// connection gone.
    func armLivenessTimer() {
        guard transport.isOpen else { return }
        let deadline = liveness.nextDeadline
        if let livenessTimer {
            guard deadline < livenessTimer.deadline else { return }
            loop.cancel(livenessTimer.id)
        }
        let id = loop.schedule(at: deadline.time) { [unowned self] in
            livenessTimer = nil
            livenessTimerFired()
        }
        livenessTimer = (id, deadline)
    }

    func stopLivenessTimer() {
        if let livenessTimer { loop.cancel(livenessTimer.id) }
        livenessTimer = nil
    }

    private func livenessTimerFired() {
        // While nothing is looked at, nothing can be heard.
        if !takesFrames { liveness.resumed(now: loop.moment) }
        switch liveness.elapsed(now: loop.moment) {
        case .nothing: armLivenessTimer()
        case .ping(let ping):
            transport.append(ping)
            armLivenessTimer()
        case .gone(let reason): cut(.unavailable, reason)
        }
    }
}

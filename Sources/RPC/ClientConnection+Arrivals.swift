import Platform
import Wire

extension ClientConnection {
    func received(_ bytes: UnsafeRawBufferPointer) -> Int { takeFrames(in: bytes) }

    func hasRoom() { admitWaiting() }

    func ended(_ end: TransportEnd) {
        transport.close()
        closed(Status(.unavailable, end.text))
    }

    @inline(__always)
    func take(_ frame: Frame, _ bytes: UnsafeRawBufferPointer) throws(WireError) {
        switch frame {
        case .message(let message): try messageArrived(message, bytes)
        case .status(let status): try statusArrived(status)
        case .credit(let credit): try creditArrived(credit)
        case .ping(let ping): transport.append(PongFrame(value: ping.value))
        case .pong: break
        case .welcome(let welcome): try welcomeArrived(welcome)
        case .goAway(let goAway): goAwayArrived(goAway)
        case .hello: throw .unexpected(.hello)
        case .call: throw .unexpected(.call)
        case .cancel: throw .unexpected(.cancel)
        }
    }

    private func welcomeArrived(_ welcome: Welcome) throws(WireError) {
        switch machine.welcomeArrived(welcome, now: loop.moment) {
        case .violation(let error): throw error
        case .open:
            decoder.greeting = nil
            armLivenessTimer()
            onOpen(.success(self))
        }
    }

    private func messageArrived(_ message: MessageFrame, _ bytes: UnsafeRawBufferPointer) throws(WireError) {
        switch machine.messageArrived(message) {
        case .violation(let error): throw error
        case .ignore: break
        case .staleEpoch: cutDeposed(message.position)
        case .deliver(let key):
            let body = UnsafeRawBufferPointer(rebasing: bytes[message.body])
            switch message.isEnd ? occupants.take(key) : occupants[key] {
            case nil: break
            case .stream(let stream):
                stream.messageArrived(body, message.position)
                if message.isEnd { stream.ended(.ok) }
            case .call(_, _, let completion):
                guard message.isEnd else {
                    cancel(key, .cancelled)
                    completion(
                        .failure(Status(.internal, "the server answered a unary call with a stream")), message.position)
                    return
                }
                completion(.success(body), message.position)
            }
            if message.isEnd { streamEnded() }
        }
    }

    private func statusArrived(_ frame: StatusFrame) throws(WireError) {
        switch machine.statusArrived(frame) {
        case .violation(let error): throw error
        case .ignore: break
        case .staleEpoch: cutDeposed(frame.position)
        case .ended(let key):
            var status = Status(frame)
            guard let occupant = occupants.take(key) else { return streamEnded() }
            if status.isOK, case .call = occupant {
                status = Status(.internal, "the server ended a unary call without an answer")
            }
            fail(occupant, status, at: frame.position)
            streamEnded()
        }
    }

    private func creditArrived(_ credit: CreditFrame) throws(WireError) {
        switch machine.creditArrived(credit) {
        case .violation(let error): throw error
        case .nothing: break
        case .writable(let key):
            if case .stream(let stream) = occupants[key] { stream.onWritable?() }
        }
    }

    private func goAwayArrived(_ goAway: GoAway) {
        switch machine.goAwayArrived(goAway) {
        case .refused, .closed:
            transport.close()
            closed(Status(goAway.code == .ok ? .unavailable : goAway.code, goAway.text))
        case .drain(let abandoned):
            let status = notCarriedOut("the server is shutting down")
            for key in abandoned { occupants.take(key).map { fail($0, status) } }
            retire(status, Status(.unavailable, goAway.text))
        }
    }

    private func cutDeposed(_ position: Position) {
        let text = "the server's epoch \(position.epoch) is over: epoch \(highestEpoch) has begun elsewhere"
        cut(.unavailable, text)
    }
}

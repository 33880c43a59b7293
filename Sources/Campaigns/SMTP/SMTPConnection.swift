/// A connection to a mail server that sends batches of messages, pipelined where the server can. Blocks: use it on a
/// thread that may, one thread at a time.
///
/// After an error it is of no more use; make a new one when `isTransient` says that it may help, and send again what
/// has no outcome.
package final class SMTPConnection: @unchecked Sendable {
    package let interrupt: SMTPInterrupt
    private let transport: CurlTransport
    private let timeouts: SMTPServer.Timeouts
    private var dialogue: SMTPDialogue
    private var buffer = [UInt8](repeating: 0, count: 16_384)
    private var deadline: ContinuousClock.Instant
    /// Replies seen when the deadline was set.
    private var repliesAtDeadline: UInt64 = 0

    /// Connects, logs in, and learns what the server can do. `clientName` is this machine's name for EHLO: letters,
    /// digits, dots and hyphens. `interrupt` ends it all, also while this waits.
    package init(
        to server: SMTPServer, clientName: String = "localhost", interrupt: SMTPInterrupt = SMTPInterrupt()
    ) throws(SMTPError) {
        guard !clientName.isEmpty,
            clientName.utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || $0 == .dot || $0 == .hyphen })
        else {
            throw SMTPError(
                .configuration, isTransient: false, "The client's name `\(clientName)` must be a host name. Change it.")
        }
        transport = try CurlTransport(to: server, clientName: clientName, interrupt: interrupt)
        self.interrupt = interrupt
        timeouts = server.timeouts
        dialogue = SMTPDialogue(clientName: clientName)
        deadline = .now + timeouts.reply
        while dialogue.phase == .hello { exchange() }
        try throwIfEnded()
    }

    package var capabilities: SMTPCapabilities { dialogue.capabilities }

    /// Between batches: what a server says then is that it closes.
    package var isUsable: Bool { dialogue.phase == .ready && !transport.hasNews }

    /// Sends the messages in their order; `report` hears each one's number and outcome, in the same order, as soon as
    /// it is known. Messages are taken from `batch` at most two ahead of the last outcome, so a lazy batch that ends
    /// early stops the sending.
    ///
    /// When it throws, all outcomes that there are have been reported, and every other message of the batch was not
    /// touched: it may be sent on another connection without the danger of a second copy.
    package func send(
        _ batch: some Sequence<PreparedMessage>, report: (UInt64, DeliveryOutcome) -> Void
    ) throws(SMTPError) {
        var messages = batch.makeIterator()
        var isExhausted = false
        resetDeadline()
        while true {
            while !isExhausted, dialogue.wantsMessage {
                guard let message = messages.next() else {
                    isExhausted = true
                    break
                }
                dialogue.submit(message)
            }
            for (number, outcome) in dialogue.takeOutcomes() { report(number, outcome) }
            try throwIfEnded()
            if isExhausted, dialogue.isIdle, !dialogue.awaitsReply { return }
            if !dialogue.isIdle || dialogue.awaitsReply { exchange() }
        }
    }

    /// Says goodbye and waits a moment for the answer; the connection itself closes with its last owner.
    package func quit() {
        guard dialogue.phase == .ready, dialogue.isIdle, !dialogue.awaitsReply else { return }
        dialogue.quit()
        deadline = .now + .seconds(2)
        repliesAtDeadline = dialogue.replies
        while dialogue.phase == .quitting { exchange() }
    }

    // MARK: One step

    /// Sends what can be sent, then takes what has come, or waits for it until the deadline.
    private func exchange() {
        let failure = flush()
        switch transport.receive(into: &buffer) {
        case .bytes(let count):
            dialogue.received(buffer[..<count])
            if dialogue.replies != repliesAtDeadline { resetDeadline() }
        case .closed:
            dialogue.end(lost(failure ?? "the server closed it"))
        case .failed(let reason):
            dialogue.end(lost(failure ?? reason))
        case .wouldBlock:
            if let failure { dialogue.end(lost(failure)) } else { wait() }
        }
    }

    /// Answers why nothing more can be sent; what the server said before may still be read.
    private func flush() -> String? {
        while !dialogue.output.isEmpty {
            switch transport.send(dialogue.output) {
            case .bytes(let count):
                dialogue.didSend(count)
                resetDeadline()
            case .wouldBlock: return nil
            case .failed(let reason): return reason
            }
        }
        return nil
    }

    private func wait() {
        let left = deadline - .now
        guard left <= .zero else {
            transport.wait(toSend: !dialogue.output.isEmpty, atMost: left)
            return
        }
        let what = dialogue.awaitsContentReply ? "to a whole message within \(timeouts.content)" : "in time"
        dialogue.end(
            SMTPError(
                .timedOut, isTransient: true,
                "The server did not answer \(what).", advice: "The connection is closed; try again on a new one."))
    }

    private func resetDeadline() {
        if dialogue.phase == .quitting { return }
        deadline = .now + (dialogue.awaitsContentReply ? timeouts.content : timeouts.reply)
        repliesAtDeadline = dialogue.replies
    }

    private func throwIfEnded() throws(SMTPError) {
        if case .ended(let reason) = dialogue.phase { throw reason ?? lost("it was closed here") }
    }

    private func lost(_ reason: String) -> SMTPError {
        SMTPError(
            .connectionLost, isTransient: true, "The connection is lost (\(reason)).",
            advice: "Try again on a new one.")
    }
}

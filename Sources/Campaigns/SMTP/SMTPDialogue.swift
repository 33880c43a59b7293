/// The client's side of an SMTP conversation (RFC 5321, 2920), pure: bytes in, bytes out, outcomes out. Sockets and time
/// are the caller's.
///
/// Give it messages while `wantsMessage`; send `output` and tell with `didSend` what was sent; hand it what came with
/// `received`; take outcomes with `takeOutcomes`. Outcomes come in the order of the messages. When the connection ends,
/// call `end`: the oldest message that the server had something of gets its outcome, all behind it were not touched.
///
/// With PIPELINING, a message's envelope goes out together with the content of the one before: one round trip a
/// message. Memory: the output of two messages, one message waiting, and one reply.
package struct SMTPDialogue: Sendable {
    package enum Phase: Equatable, Sendable {
        case hello
        case ready
        case quitting
        /// Nothing more will be sent or understood; nil after a proper goodbye.
        case ended(SMTPError?)
    }

    /// Which command the next replies answer.
    private enum Expected: Sendable {
        case hello, mail, recipient, data, content, reset, goodbye

        var stage: DeliveryFailure.Stage? {
            switch self {
            case .mail: .sender
            case .recipient: .recipient
            case .data, .content: .content
            case .hello, .reset, .goodbye: nil
            }
        }
    }

    package private(set) var phase: Phase
    package private(set) var capabilities = SMTPCapabilities()
    /// Bytes to send; what was sent is taken away by `didSend`.
    package private(set) var output: [UInt8] = []
    /// Complete replies so far: each one is progress.
    package private(set) var replies: UInt64 = 0

    private var parser = SMTPReplyParser()
    private var expected: [Expected] = []
    /// Those offered to the server, oldest first: at most two.
    private var transactions: [SMTPTransaction] = []
    private var waiting: PreparedMessage?
    private var outcomes: [(number: UInt64, outcome: DeliveryOutcome)] = []
    private var sent: UInt64 = 0

    /// Begins after the server's greeting. `clientName` is for EHLO.
    package init(clientName: String) {
        phase = .hello
        send("EHLO \(clientName)")
        expected.append(.hello)
    }

    // MARK: Messages

    package var wantsMessage: Bool {
        switch phase {
        case .hello, .ready: waiting == nil
        case .quitting, .ended: false
        }
    }

    /// Whether every message given has its outcome.
    package var isIdle: Bool { transactions.isEmpty && waiting == nil }

    /// Whether the server owes an answer.
    package var awaitsReply: Bool { !expected.isEmpty }

    /// Whether the answer owed is to a whole message, which a server may take long over.
    package var awaitsContentReply: Bool { expected.first == .content }

    package mutating func submit(_ message: PreparedMessage) {
        precondition(wantsMessage, "a message was given while none was wanted")
        waiting = message
        advance()
    }

    package mutating func takeOutcomes() -> [(number: UInt64, outcome: DeliveryOutcome)] {
        defer { outcomes.removeAll(keepingCapacity: true) }
        return outcomes
    }

    // MARK: Bytes

    package mutating func didSend(_ count: Int) {
        precondition(count <= output.count, "more was sent than there was")
        output.removeFirst(count)
        sent += UInt64(count)
    }

    package mutating func received(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if case .ended = phase { return }
            do {
                if let reply = try parser.take(byte) { take(reply) }
            } catch {
                end(.protocolViolation("its reply cannot be read: \(error)"))
            }
        }
    }

    /// Says goodbye. Only when idle.
    package mutating func quit() {
        precondition(isIdle, "goodbye in the middle of a message")
        guard phase == .ready else { return }
        phase = .quitting
        send("QUIT")
        expected.append(.goodbye)
    }

    /// The connection is lost or given up: deals out the outcomes, and takes nothing more. The first reason stays.
    package mutating func end(_ reason: SMTPError) {
        if case .ended = phase { return }
        for (index, transaction) in transactions.enumerated() {
            // The oldest one bears the loss: if it was a message that broke the connection, then this one.
            let isOldest = index == 0
            let outcome = isOldest ? transaction.outcome(afterLosingAt: sent, because: reason) : transaction.verdict
            if let outcome { outcomes.append((transaction.message.number, outcome)) }
        }
        transactions.removeAll()
        expected.removeAll()
        waiting = nil
        output.removeAll()
        phase = .ended(reason)
    }

    // MARK: Replies

    private mutating func take(_ reply: SMTPReply) {
        replies += 1
        if reply.code == 421, phase != .quitting {
            takeServiceClosing(reply)
            return
        }
        guard !expected.isEmpty else {
            end(.protocolViolation("a reply that nothing asked for: \(reply)"))
            return
        }
        switch expected.removeFirst() {
        case .hello: takeHello(reply)
        case .mail: takeEnvelopeReply(reply, .sender, next: .recipient)
        case .recipient: takeEnvelopeReply(reply, .recipient, next: .data)
        case .data: takeDataReply(reply)
        case .content: takeContentReply(reply)
        case .reset: takeReset(reply)
        case .goodbye: phase = .ended(nil)
        }
    }

    private mutating func takeServiceClosing(_ reply: SMTPReply) {
        // In answer to a RSET it meets the envelope behind it: what was sent of that is not a lost connection.
        if let oldest = transactions.first, sent > oldest.start {
            transactions[0].judge(reply, expected.first?.stage ?? .sender)
        }
        let text = reply.failure(.content)
        end(
            SMTPError(
                .serviceClosing, isTransient: true,
                "The server closes the connection: \(text).",
                advice: "Slow down, and try again on a new one later."))
    }

    private mutating func takeHello(_ reply: SMTPReply) {
        switch reply.kind {
        case .completed:
            capabilities = SMTPCapabilities(reply)
            phase = .ready
            advance()
        case .goOn: end(.protocolViolation("its answer to EHLO is \(reply)"))
        case .transient, .permanent: end(refused(reply))
        }
    }

    private mutating func takeEnvelopeReply(
        _ reply: SMTPReply, _ stage: DeliveryFailure.Stage, next: Expected
    ) {
        switch reply.kind {
        case .completed:
            if !capabilities.pipelining { sendEnvelopePart(next) }
        case .goOn:
            end(.protocolViolation("its answer in the envelope is \(reply)"))
        case .transient, .permanent:
            transactions[0].judge(reply, stage)
            if !capabilities.pipelining { resetAndFinish() }
        }
    }

    private mutating func takeDataReply(_ reply: SMTPReply) {
        switch reply.kind {
        case .goOn:
            sendContent()
        case .completed:
            end(.protocolViolation("its answer to DATA is \(reply)"))
        case .transient, .permanent:
            transactions[0].judge(reply, .content)
            resetAndFinish()
        }
    }

    private mutating func takeContentReply(_ reply: SMTPReply) {
        guard let end = transactions[0].end, sent >= end else {
            // Only a refusal can be true before the message's end was sent.
            if reply.kind == .transient || reply.kind == .permanent { transactions[0].judge(reply, .content) }
            self.end(.protocolViolation("it answered before the end of the message: \(reply)"))
            return
        }
        switch reply.kind {
        case .completed:
            transactions[0].verdict = transactions[0].verdict ?? .accepted(reply: reply.description)
        case .transient, .permanent:
            transactions[0].judge(reply, .content)
        case .goOn:
            self.end(.protocolViolation("its answer to a message is \(reply)"))
            return
        }
        finishFirst()
        advance()
    }

    private mutating func takeReset(_ reply: SMTPReply) {
        guard reply.kind == .completed else {
            end(.protocolViolation("its answer to RSET is \(reply)"))
            return
        }
        advance()
    }

    private func refused(_ reply: SMTPReply) -> SMTPError {
        let isTransient = reply.kind == .transient
        let advice = isTransient ? "Try again later." : "Ask its operator, or check host and port."
        return SMTPError(.refused, isTransient: isTransient, "The server refuses this client: \(reply). \(advice)")
    }

    // MARK: Commands

    /// Offers the waiting message to the server when it is its turn.
    private mutating func advance() {
        guard phase == .ready, let message = waiting else { return }
        let isTurn =
            capabilities.pipelining
            ? transactions.isEmpty || transactions.count == 1 && transactions[0].phase == .content
            : transactions.isEmpty && expected.isEmpty
        guard isTurn else { return }
        waiting = nil
        let start = sent + UInt64(output.count)
        if let failure = refusal(of: message) {
            transactions.append(
                SMTPTransaction(message: message, phase: .refusedHere, verdict: .permanent(failure), start: start))
            finishRefused()
            return
        }
        transactions.append(SMTPTransaction(message: message, phase: .envelope, start: start))
        sendEnvelopePart(.mail)
        if capabilities.pipelining {
            sendEnvelopePart(.recipient)
            sendEnvelopePart(.data)
        }
    }

    /// For the newest transaction.
    private mutating func sendEnvelopePart(_ part: Expected) {
        let message = transactions[transactions.count - 1].message
        switch part {
        case .mail:
            output += "MAIL FROM:<".utf8
            output += message.sender
            output += ">".utf8
            if capabilities.size { output += " SIZE=\(message.content.count)".utf8 }
            if message.isInternational {
                output += (capabilities.eightBitMIME ? " BODY=8BITMIME SMTPUTF8" : " SMTPUTF8").utf8
            }
            output += [UInt8].lineEnd
        case .recipient:
            output += "RCPT TO:<".utf8
            output += message.recipient
            output += ">\r\n".utf8
        case .data:
            send("DATA")
        case .hello, .content, .reset, .goodbye:
            preconditionFailure("not a part of an envelope")
        }
        expected.append(part)
    }

    /// After 354: the message, or a lone dot when the envelope was refused and yet DATA was not.
    private mutating func sendContent() {
        if transactions[0].verdict == nil {
            output.appendTransfer(of: transactions[0].message.content)
        } else {
            output += ".\r\n".utf8
        }
        transactions[0].phase = .content
        transactions[0].end = sent + UInt64(output.count)
        expected.append(.content)
        advance()
    }

    /// The server may still hold a sender or a recipient of a transaction that came to nothing.
    private mutating func resetAndFinish() {
        send("RSET")
        expected.append(.reset)
        finishFirst()
        advance()
    }

    private mutating func finishFirst() {
        let transaction = transactions.removeFirst()
        guard let verdict = transaction.verdict else { preconditionFailure("a message ended without a verdict") }
        outcomes.append((transaction.message.number, verdict))
        finishRefused()
    }

    private mutating func finishRefused() {
        if transactions.first?.phase == .refusedHere { finishFirst() }
    }

    private mutating func send(_ command: String) {
        output += command.utf8
        output += [UInt8].lineEnd
    }

    /// What the server said it will not take, and what cannot stand in a command.
    private func refusal(of message: PreparedMessage) -> DeliveryFailure? {
        for address in [message.sender, message.recipient] where !address.allSatisfy(\.isPathCharacter) {
            return .local(
                "5.1.3", "the address `\(String.excerpt(address))` cannot stand in a command", stage: .recipient)
        }
        if let limit = capabilities.sizeLimit, message.content.count > limit {
            return .local(
                "5.3.4", "the message has \(message.content.count) bytes, and the server takes \(limit): shorten it",
                stage: .content)
        }
        if message.isInternational, !capabilities.smtpUTF8 {
            return .local(
                "5.6.7",
                """
                the address `\(String.excerpt(message.recipient))` or the sender's has non-ASCII characters, and the \
                server has no SMTPUTF8: use an ASCII address (a domain as xn--…) or another server
                """, stage: .recipient)
        }
        return nil
    }
}

extension UInt8 {
    /// No space, control character or angle bracket.
    fileprivate var isPathCharacter: Bool {
        !isControl && self != .space && self != UInt8(ascii: "<") && self != UInt8(ascii: ">")
    }
}

/// One message on its way through a dialogue.
struct SMTPTransaction: Sendable {
    enum Phase: Sendable {
        /// MAIL, RCPT and DATA: sent or to be sent.
        case envelope
        /// The message, or a lone dot, is written.
        case content
        /// It was never offered to the server: the verdict was found here.
        case refusedHere
    }

    let message: PreparedMessage
    var phase: Phase
    /// How it will end; once set, later replies do not change it.
    var verdict: DeliveryOutcome?
    /// Counted from the dialogue's first byte on: where its commands begin, and where the final dot's line ends.
    let start: UInt64
    var end: UInt64?

    /// The outcome when the connection ends after `sent` bytes; nil when the server had none of it.
    func outcome(afterLosingAt sent: UInt64, because reason: SMTPError) -> DeliveryOutcome? {
        if let verdict { return verdict }
        if let end, sent >= end {
            let text = "\(reason.finding) All of the message was sent before: it may have arrived."
            return .ambiguous(.local("4.4.2", text, stage: .content))
        }
        guard sent > start else { return nil }
        let stage: DeliveryFailure.Stage = phase == .content ? .content : .sender
        return .transient(.local("4.4.2", "\(reason.finding) The message was not complete.", stage: stage))
    }

    mutating func judge(_ reply: SMTPReply, _ stage: DeliveryFailure.Stage) {
        guard verdict == nil else { return }
        let failure = reply.failure(stage)
        verdict = reply.kind == .permanent ? .permanent(failure) : .transient(failure)
    }
}

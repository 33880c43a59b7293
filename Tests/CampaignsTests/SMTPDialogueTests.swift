import Testing

@testable import Campaigns

private let lost = SMTPError(.connectionLost, isTransient: true, "Cut.")

/// Messages numbered from 0, whose recipients tell the server what to do.
private func messages(_ behaviours: [ScriptedServer.Behaviour]) -> [PreparedMessage] {
    behaviours.enumerated().map { index, behaviour in
        PreparedMessage(
            number: UInt64(index), sender: Array("\(behaviour.rawValue)@s.test".utf8),
            recipient: Array("\(behaviour.rawValue)\(index)@x.test".utf8),
            content: Array("Subject: \(index)\r\n\r\n.dot\r\n..\r\n.\r\nend\r\n".utf8))
    }
}

/// A dialogue and a server, joined by a line that can be cut.
private struct Conversation {
    enum Cut {
        case never
        /// The server gets so many bytes; `isNoticed` when the client knows that the others were not sent.
        case afterClientBytes(Int, isNoticed: Bool)
        case afterServerBytes(Int)
    }

    var dialogue = SMTPDialogue(clientName: "c.test")
    var server: ScriptedServer
    var outcomes: [(number: UInt64, outcome: DeliveryOutcome)] = []
    private(set) var clientBytes = 0
    private(set) var serverBytes = 0
    private let chunk: Int
    private let cut: Cut

    init(pipelining: Bool, chunk: Int = .max, cut: Cut = .never) {
        server = ScriptedServer(pipelining: pipelining)
        self.chunk = chunk
        self.cut = cut
    }

    mutating func run(_ messages: [PreparedMessage]) {
        var rest = messages[...]
        while true {
            while dialogue.wantsMessage, let message = rest.popFirst() { dialogue.submit(message) }
            outcomes += dialogue.takeOutcomes()
            if case .ended = dialogue.phase { return end() }
            if dialogue.output.isEmpty {
                if !dialogue.awaitsReply, rest.isEmpty { return }
                return end()
            }
            guard transmit() else { return end() }
        }
    }

    private mutating func end() {
        dialogue.end(lost)
        outcomes += dialogue.takeOutcomes()
    }

    /// Client to server and back; false when the line is cut.
    private mutating func transmit() -> Bool {
        let piece = Array(dialogue.output.prefix(chunk))
        var arriving = piece
        if case .afterClientBytes(let limit, let isNoticed) = cut, clientBytes + piece.count > limit {
            arriving = Array(piece.prefix(limit - clientBytes))
            dialogue.didSend(isNoticed ? arriving.count : piece.count)
            clientBytes = limit
            _ = deliver(server.take(arriving))
            return false
        }
        dialogue.didSend(piece.count)
        clientBytes += piece.count
        return deliver(server.take(arriving))
    }

    private mutating func deliver(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            var piece = rest.prefix(chunk)
            if case .afterServerBytes(let limit) = cut, serverBytes + piece.count > limit {
                piece = piece.prefix(limit - serverBytes)
                serverBytes += piece.count
                dialogue.received(piece)
                return false
            }
            serverBytes += piece.count
            dialogue.received(piece)
            rest = rest.dropFirst(piece.count)
        }
        return !server.isClosed
    }
}

/// What an uncut conversation makes of each behaviour.
private func expectedKind(_ behaviour: ScriptedServer.Behaviour) -> String {
    switch behaviour {
    case .accept: "accepted 250 2.0.0 ok"
    case .rejectSender: "permanent sender 553 5.1.8 bad sender"
    case .deferSender: "transient sender 450 4.7.1 not now"
    case .closeSilentlyAtRecipient: "transient sender 4.4.2 Cut. The message was not complete."
    case .rejectRecipient: "permanent recipient 550 5.1.1 no such user"
    case .deferRecipient: "transient recipient 450 busy"
    case .rejectThenGoAhead: "permanent recipient 550 5.1.1 no such user"
    case .rejectData: "transient content 451 4.3.0 not now"
    case .rejectContent: "permanent content 554 5.7.1 spam"
    case .deferContent: "transient content 451 4.7.0 later"
    case .closeAtRecipient: "transient recipient 421 4.3.2 going down"
    case .closeAtContent: "transient content 421 4.3.2 going down"
    case .closeSilentlyAtContent:
        "ambiguous content 4.4.2 Cut. All of the message was sent before: it may have arrived."
    }
}

private func show(_ outcome: DeliveryOutcome) -> String {
    switch outcome {
    case .accepted(let reply): "accepted \(reply)"
    case .permanent(let failure): "permanent \(failure.stage) \(failure)"
    case .transient(let failure): "transient \(failure.stage) \(failure)"
    case .ambiguous(let failure): "ambiguous \(failure.stage) \(failure)"
    }
}

struct SMTPDialogueTests {
    static let behaviours = ScriptedServer.Behaviour.allCases.filter {
        ![.closeAtRecipient, .closeAtContent, .closeSilentlyAtContent, .closeSilentlyAtRecipient].contains($0)
    }

    @Test(arguments: ScriptedServer.Behaviour.allCases, [true, false])
    func tellsOutcomesApart(behaviour: ScriptedServer.Behaviour, pipelining: Bool) {
        for chunk in [1, 7, Int.max] {
            var conversation = Conversation(pipelining: pipelining, chunk: chunk)
            conversation.run(messages([.accept, behaviour, .accept]))
            let closes = !Self.behaviours.contains(behaviour)
            let expected = [.accept, behaviour] + (closes ? [] : [ScriptedServer.Behaviour.accept])
            #expect(conversation.outcomes.map { show($0.outcome) } == expected.map(expectedKind))
            #expect(conversation.outcomes.map(\.number) == expected.indices.map(UInt64.init))
            #expect(conversation.server.violation == nil)
        }
    }

    @Test(arguments: [true, false])
    func goesThroughEveryPairOfBehaviours(pipelining: Bool) {
        for first in Self.behaviours {
            for second in Self.behaviours {
                var conversation = Conversation(pipelining: pipelining, chunk: 1)
                let all = [first, second, .accept]
                conversation.run(messages(all))
                #expect(conversation.outcomes.map { show($0.outcome) } == all.map(expectedKind))
                #expect(conversation.server.violation == nil)
                #expect(conversation.dialogue.isIdle)
            }
        }
    }

    @Test func sendsTheContentAsItIs() {
        var conversation = Conversation(pipelining: true)
        conversation.run(messages([.accept, .accept]))
        #expect(conversation.server.contents == ["0", "1"].map { "Subject: \($0)\r\n\r\n.dot\r\n..\r\n.\r\nend\r\n" })
    }

    /// The heart of it: wherever the line is cut, each outcome agrees with what the server did.
    @Test(arguments: [true, false], [1, Int.max])
    func isHonestWhereverTheLineIsCut(pipelining: Bool, chunk: Int) {
        let all = messages([
            .accept, .rejectRecipient, .rejectSender, .accept, .rejectThenGoAhead, .rejectContent, .accept,
        ])
        var whole = Conversation(pipelining: pipelining, chunk: chunk)
        whole.run(all)
        #expect(whole.outcomes.count == all.count)
        var cuts = (0..<whole.serverBytes).map { Conversation.Cut.afterServerBytes($0) }
        for bytes in 0..<whole.clientBytes {
            cuts += [.afterClientBytes(bytes, isNoticed: true), .afterClientBytes(bytes, isNoticed: false)]
        }
        for cut in cuts {
            var conversation = Conversation(pipelining: pipelining, chunk: chunk, cut: cut)
            conversation.run(all)
            check(conversation.outcomes, of: all, against: conversation.server, whole.outcomes.map(\.outcome), "\(cut)")
        }
    }

    private func check(
        _ outcomes: [(number: UInt64, outcome: DeliveryOutcome)], of messages: [PreparedMessage],
        against server: ScriptedServer, _ uncut: [DeliveryOutcome], _ cut: String
    ) {
        #expect(outcomes.map(\.number) == outcomes.indices.map(UInt64.init), "in order, each once: \(cut)")
        #expect(server.violation == nil, "\(cut)")
        for (index, message) in messages.enumerated() {
            let wasAccepted = server.accepted.contains(String(decoding: message.recipient, as: UTF8.self))
            let isLast = index == outcomes.count - 1
            guard index < outcomes.count else {
                #expect(!wasAccepted, "\(index) was delivered and is called untouched: \(cut)")
                continue
            }
            switch outcomes[index].outcome {
            case .accepted: #expect(wasAccepted, "\(index): \(cut)")
            case .permanent: #expect(!wasAccepted && outcomes[index].outcome == uncut[index], "\(index): \(cut)")
            case .transient: #expect(!wasAccepted && isLast, "only the last may bear the loss, \(index): \(cut)")
            case .ambiguous: #expect(isLast, "only the last may be in doubt, \(index): \(cut)")
            }
        }
    }

    @Test func isInDoubtExactlyWhenTheFinalDotWasSent() {
        var whole = Conversation(pipelining: true, chunk: 1)
        whole.run(messages([.accept]))
        let kinds = (0...whole.clientBytes).map { bytes in
            var conversation = Conversation(pipelining: true, chunk: 1, cut: .afterClientBytes(bytes, isNoticed: true))
            conversation.run(messages([.accept]))
            return conversation.outcomes.first.map { String(show($0.outcome).prefix { $0 != " " }) } ?? "untouched"
        }
        let hello = "EHLO c.test\r\n".utf8.count
        // The last byte's cut comes too late: the answer is on its way.
        let expected =
            Array(repeating: "untouched", count: hello + 1)
            + Array(repeating: "transient", count: whole.clientBytes - hello - 1) + ["accepted"]
        #expect(kinds == expected)
        var silent = Conversation(pipelining: true)
        silent.run(messages([.closeSilentlyAtContent, .accept]))
        #expect(silent.outcomes.map { show($0.outcome) } == [expectedKind(.closeSilentlyAtContent)])
    }

    // MARK: What goes into one write

    /// A dialogue that has said hello, with its output taken.
    private func ready(_ capabilities: String = "250 PIPELINING\r\n") -> SMTPDialogue {
        var dialogue = SMTPDialogue(clientName: "c.test")
        #expect(take(&dialogue) == "EHLO c.test\r\n")
        dialogue.received("250-s\r\n\(capabilities)".utf8)
        return dialogue
    }

    private func take(_ dialogue: inout SMTPDialogue) -> String {
        let text = String(decoding: dialogue.output, as: UTF8.self)
        dialogue.didSend(dialogue.output.count)
        return text
    }

    private func message(_ number: UInt64, to recipient: String = "a@x.test", content: String = "x\r\n")
        -> PreparedMessage
    {
        PreparedMessage(
            number: number, sender: Array("s@s.test".utf8), recipient: Array(recipient.utf8),
            content: Array(content.utf8))
    }

    @Test func sendsAnEnvelopeWithTheContentBefore() {
        var dialogue = ready()
        dialogue.submit(message(0))
        #expect(take(&dialogue) == "MAIL FROM:<s@s.test>\r\nRCPT TO:<a@x.test>\r\nDATA\r\n")
        dialogue.submit(message(1, to: "b@x.test"))
        #expect(!dialogue.wantsMessage)
        #expect(take(&dialogue) == "")
        dialogue.received("250 ok\r\n250 ok\r\n354 go\r\n".utf8)
        #expect(take(&dialogue) == "x\r\n.\r\nMAIL FROM:<s@s.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n")
        #expect(dialogue.awaitsContentReply)
        #expect(dialogue.wantsMessage)
    }

    @Test func waitsForEachReplyWithoutPipelining() {
        var dialogue = ready("250 SIZE\r\n")
        dialogue.submit(message(0))
        #expect(take(&dialogue) == "MAIL FROM:<s@s.test> SIZE=3\r\n")
        dialogue.received("250 ok\r\n".utf8)
        #expect(take(&dialogue) == "RCPT TO:<a@x.test>\r\n")
        dialogue.received("550 no\r\n".utf8)
        #expect(take(&dialogue) == "RSET\r\n")
        dialogue.submit(message(1))
        #expect(take(&dialogue) == "")
        dialogue.received("250 ok\r\n".utf8)
        #expect(take(&dialogue) == "MAIL FROM:<s@s.test> SIZE=3\r\n")
    }

    @Test func endsALoneDotForARefusedRecipient() {
        var dialogue = ready()
        dialogue.submit(message(0))
        _ = take(&dialogue)
        dialogue.received("250 ok\r\n550 no\r\n354 go\r\n".utf8)
        #expect(take(&dialogue) == ".\r\n")
        dialogue.received("250 an empty message, then\r\n".utf8)
        #expect(dialogue.takeOutcomes().map { show($0.outcome) } == ["permanent recipient 550 no"])
        #expect(dialogue.isIdle && dialogue.phase == .ready)
    }

    @Test func saysGoodbye() {
        var dialogue = ready()
        dialogue.quit()
        #expect(take(&dialogue) == "QUIT\r\n")
        #expect(!dialogue.wantsMessage)
        dialogue.received("221 bye\r\n".utf8)
        #expect(dialogue.phase == .ended(nil))
    }

    // MARK: What is refused here

    @Test(arguments: [2, 3, 4])
    func keepsToTheServersSize(limit: Int) {
        var dialogue = ready("250-PIPELINING\r\n250 SIZE \(limit)\r\n")
        dialogue.submit(message(0))
        #expect(take(&dialogue).isEmpty == (limit < 3))
        let codes = dialogue.takeOutcomes().map { show($0.outcome).split(separator: " ")[2] }
        #expect(codes == (limit < 3 ? ["5.3.4"] : []))
    }

    @Test func needsSMTPUTF8ForOtherScripts() {
        var without = ready()
        without.submit(message(0, to: "jörg@x.test"))
        #expect(without.output.isEmpty)
        #expect(show(without.takeOutcomes()[0].outcome).contains("5.6.7 the address `jörg@x.test`"))
        var with = ready("250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
        with.submit(message(0, to: "jörg@x.test"))
        #expect(take(&with).hasPrefix("MAIL FROM:<s@s.test> BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<jörg@x.test>\r\n"))
    }

    @Test(arguments: ["a\r\nRSET@x.test", "a>@x.test", "a b@x.test", "a\0@x.test", "<a@x.test"])
    func letsNoAddressIntoTheCommands(address: String) {
        var dialogue = ready()
        dialogue.submit(message(0, to: address))
        #expect(dialogue.output.isEmpty)
        #expect(show(dialogue.takeOutcomes()[0].outcome).hasPrefix("permanent recipient 5.1.3"))
    }

    @Test func keepsTheOrderOfThoseRefusedHere() {
        var dialogue = ready()
        dialogue.submit(message(0))
        _ = take(&dialogue)
        dialogue.submit(message(1, to: "bad address"))
        dialogue.received("250 ok\r\n250 ok\r\n354 go\r\n".utf8)
        dialogue.submit(message(2))
        #expect(take(&dialogue) == "x\r\n.\r\n")
        #expect(dialogue.takeOutcomes().isEmpty)
        dialogue.received("250 ok\r\n".utf8)
        #expect(dialogue.takeOutcomes().map(\.number) == [0, 1])
        #expect(take(&dialogue).hasPrefix("MAIL"))
    }

    // MARK: Servers that do not keep to the protocol

    @Test(arguments: [
        "250 out of turn\r\n", "hello\r\n", "999 what\r\n", "25\r\n", "250_ok\r\n", "250-a\r\n251 b\r\n", "100 x\r\n",
    ])
    func endsAtAStrayReply(bytes: String) {
        var dialogue = ready()
        dialogue.received(bytes.utf8)
        guard case .ended(let error?) = dialogue.phase else {
            Issue.record("not ended: \(dialogue.phase)")
            return
        }
        #expect(error.code == .protocolViolation)
        #expect(!dialogue.wantsMessage)
    }

    @Test(arguments: [
        ("354 go\r\n", "transient"), ("250 ok\r\n354 go\r\n", "transient"),
        ("250 ok\r\n250 ok\r\n250 ok\r\n", "transient"),
        ("250 ok\r\n250 ok\r\n354 go\r\n354 go\r\n", "ambiguous"),
        ("250 ok\r\n250 ok\r\n354 go\r\ngarbage\r\n", "ambiguous"),
    ])
    func endsAtAWrongReply(bytes: String, outcome: String) {
        var dialogue = ready()
        dialogue.submit(message(0))
        for line in bytes.split(separator: "\r\n") {
            _ = take(&dialogue)
            dialogue.received("\(line)\r\n".utf8)
        }
        let found = dialogue.takeOutcomes()
        #expect(found.count == 1)
        #expect(found.first.map { show($0.outcome).hasPrefix(outcome) } == true)
    }

    @Test(arguments: [
        ("552 5.3.4 too large", "permanent content 552 5.3.4 too large"), ("250 ok", "transient content 4.4.2"),
    ])
    func endsWhenAnsweredTooEarly(reply: String, outcome: String) {
        var dialogue = ready()
        dialogue.submit(message(0, content: "long\r\n"))
        _ = take(&dialogue)
        dialogue.received("250 ok\r\n250 ok\r\n354 go\r\n".utf8)
        dialogue.didSend(3)
        dialogue.received("\(reply)\r\n".utf8)
        #expect(dialogue.takeOutcomes().map { show($0.outcome).hasPrefix(outcome) } == [true])
        guard case .ended = dialogue.phase else {
            Issue.record("goes on in the middle of a message")
            return
        }
    }

    @Test(arguments: [("554 go away\r\n", false), ("421 busy\r\n", true), ("450 busy\r\n", true)])
    func isRefusedInAnswerToHello(reply: String, isTransient: Bool) {
        var dialogue = SMTPDialogue(clientName: "c.test")
        dialogue.submit(message(0))
        dialogue.received(reply.utf8)
        guard case .ended(let error?) = dialogue.phase else {
            Issue.record("not ended")
            return
        }
        #expect(error.isTransient == isTransient)
        #expect(dialogue.takeOutcomes().isEmpty)
    }

    /// The next message's envelope was on its way: as if the server had answered MAIL with it, and so no lost connection.
    @Test func closesInAnswerToAResetWithoutBlame() {
        var dialogue = ready()
        dialogue.submit(message(0))
        dialogue.submit(message(1))
        _ = take(&dialogue)
        dialogue.received("250 ok\r\n550 5.1.1 no\r\n503 no recipient\r\n".utf8)
        #expect(take(&dialogue).hasPrefix("RSET\r\nMAIL FROM"))
        dialogue.received("421 4.7.0 too many errors\r\n".utf8)
        #expect(
            dialogue.takeOutcomes().map { show($0.outcome) } == [
                "permanent recipient 550 5.1.1 no", "transient sender 421 4.7.0 too many errors",
            ])
    }

    /// Nothing of it was sent, so it is untouched.
    @Test func closesInAnswerToAResetBeforeTheNextEnvelope() {
        var dialogue = ready()
        dialogue.submit(message(0))
        dialogue.submit(message(1))
        _ = take(&dialogue)
        dialogue.received("250 ok\r\n550 5.1.1 no\r\n503 no recipient\r\n".utf8)
        dialogue.didSend("RSET\r\n".utf8.count)
        dialogue.received("421 4.7.0 too many errors\r\n".utf8)
        #expect(dialogue.takeOutcomes().map { show($0.outcome) } == ["permanent recipient 550 5.1.1 no"])
    }

    @Test func closesWithoutBlameWhenIdle() {
        var dialogue = ready()
        dialogue.received("421 4.4.2 idle too long\r\n".utf8)
        guard case .ended(let error?) = dialogue.phase else {
            Issue.record("not ended")
            return
        }
        #expect(error.code == .serviceClosing && error.isTransient)
        #expect(dialogue.takeOutcomes().isEmpty)
    }
}

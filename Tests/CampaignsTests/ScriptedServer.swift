@testable import Campaigns

/// A mail server as a pure machine: what it does with a message is written in the addresses.
struct ScriptedServer {
    /// The recipient's local part up to a digit.
    enum Behaviour: String, CaseIterable {
        case accept
        /// Told by the sender's address: MAIL is refused, and so is all that follows.
        case rejectSender
        /// Told by the sender's address, too.
        case deferSender
        case rejectRecipient
        case deferRecipient
        /// Refuses the recipient and takes DATA all the same, as RFC 2920 allows.
        case rejectThenGoAhead
        case rejectData
        case rejectContent
        case deferContent
        /// 421 in answer to RCPT.
        case closeAtRecipient
        /// 421 in answer to the message.
        case closeAtContent
        case closeSilentlyAtContent
        case closeSilentlyAtRecipient
    }

    let pipelining: Bool
    /// The answer to STARTTLS, if it is offered.
    let startTLS: String?
    /// The answer to EHLO, if it is not to be welcome.
    let hello: String?
    /// Messages whose end was seen and that were taken, by recipient.
    private(set) var accepted: [String] = []
    private(set) var contents: [String] = []
    private(set) var isClosed = false
    /// Whether a command came that does not fit, or two at once without PIPELINING.
    private(set) var violation: String?

    private var line: [UInt8] = []
    private var content: [UInt8] = []
    private var inData = false
    private var hasSender = false
    private var recipient: String?
    private var goAhead = false
    private var current = Behaviour.accept

    init(pipelining: Bool, startTLS: String? = nil, hello: String? = nil) {
        self.pipelining = pipelining
        self.startTLS = startTLS
        self.hello = hello
    }

    /// The answers to `bytes`, whole ones, in order.
    mutating func take(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var answers: [UInt8] = []
        for byte in bytes where !isClosed {
            line.append(byte)
            guard byte == UInt8(ascii: "\n") else { continue }
            let text = String(decoding: line.dropLast(2), as: UTF8.self)
            if line.dropLast().last != UInt8(ascii: "\r") { violation = "a bare LF" }
            line.removeAll()
            if let answer = inData ? takeContent(text) : takeCommand(text) { answers += (answer + "\r\n").utf8 }
        }
        return answers
    }

    private mutating func takeCommand(_ text: String) -> String? {
        switch text.prefix(4) {
        case "EHLO", "HELO":
            if let hello { return hello }
            if startTLS != nil { return "250-s\r\n250 STARTTLS" }
            return pipelining ? "250-s\r\n250-SIZE 100000\r\n250 PIPELINING" : "250-s\r\n250 SIZE 100000"
        case "STAR": return startTLS ?? "500 what"
        case "MAIL":
            if hasSender { violation = "nested MAIL" }
            if text.contains("<\(Behaviour.rejectSender)") { return "553 5.1.8 bad sender" }
            if text.contains("<\(Behaviour.deferSender)") { return "450 4.7.1 not now" }
            hasSender = true
            return "250 2.1.0 ok"
        case "RCPT": return takeRecipient(text)
        case "DATA":
            guard recipient != nil || goAhead else { return "503 5.5.1 no recipient" }
            if current == .rejectData { return "451 4.3.0 not now" }
            inData = true
            return "354 go"
        case "RSET":
            forget()
            return "250 ok"
        case "QUIT":
            isClosed = true
            return "221 bye"
        default:
            violation = "unknown: \(text)"
            return "500 what"
        }
    }

    private mutating func takeRecipient(_ text: String) -> String? {
        guard hasSender else { return "503 5.5.1 MAIL first" }
        let address = String(text.dropFirst(9).dropLast())
        current = Behaviour(rawValue: String(address.prefix { !$0.isNumber })) ?? .accept
        switch current {
        case .rejectSender, .deferSender:
            violation = "RCPT for a refused sender"
            return "250 ok"
        case .rejectRecipient: return "550-5.1.1 no such\r\n550 5.1.1 user"
        case .deferRecipient: return "450 busy"
        case .rejectThenGoAhead:
            goAhead = true
            return "550 5.1.1 no such user"
        case .closeAtRecipient:
            isClosed = true
            return "421 4.3.2 going down"
        case .closeSilentlyAtRecipient:
            isClosed = true
            return nil
        case .accept, .rejectData, .rejectContent, .deferContent, .closeAtContent, .closeSilentlyAtContent:
            recipient = address
            return "250 ok"
        }
    }

    private mutating func takeContent(_ text: String) -> String? {
        guard text == "." else {
            content += ((text.hasPrefix(".") ? String(text.dropFirst()) : text) + "\r\n").utf8
            return nil
        }
        defer { forget() }
        switch current {
        case .rejectContent: return "554 5.7.1 spam"
        case .deferContent: return "451 4.7.0 later"
        case .rejectThenGoAhead:
            if !content.isEmpty { violation = "content for no recipient" }
            return "554 5.5.1 no valid recipients"
        case .closeAtContent:
            isClosed = true
            return "421 4.3.2 going down"
        case .accept, .closeSilentlyAtContent:
            accepted.append(recipient ?? "")
            contents.append(String(decoding: content, as: UTF8.self))
            isClosed = current == .closeSilentlyAtContent
            return isClosed ? nil : "250 2.0.0 ok"
        case .rejectSender, .deferSender, .rejectRecipient, .deferRecipient, .rejectData, .closeAtRecipient,
            .closeSilentlyAtRecipient:
            violation = "content after a refusal"
            return "250 ok"
        }
    }

    private mutating func forget() {
        inData = false
        hasSender = false
        goAhead = false
        recipient = nil
        content.removeAll()
    }
}

/// A message ready to be sent, with its envelope.
package struct PreparedMessage: Equatable, Sendable {
    /// The recipient's number in the list; outcomes are told by it.
    package let number: UInt64
    /// The envelope's addresses, without angle brackets.
    package let sender: [UInt8]
    package let recipient: [UInt8]
    /// Headers and body (RFC 5322), lines ended by CRLF; dots are not yet doubled.
    package let content: [UInt8]
    /// Whether an address holds non-ASCII characters, so that the server must know SMTPUTF8 (RFC 6531).
    package let isInternational: Bool

    package init(number: UInt64, sender: [UInt8], recipient: [UInt8], content: [UInt8]) {
        self.number = number
        self.sender = sender
        self.recipient = recipient
        self.content = content
        isInternational = sender.contains { $0 >= 0x80 } || recipient.contains { $0 >= 0x80 }
    }
}

/// What a server said it can do, in its reply to EHLO.
package struct SMTPCapabilities: Equatable, Sendable {
    package private(set) var pipelining = false
    package private(set) var eightBitMIME = false
    package private(set) var smtpUTF8 = false
    /// Whether SIZE was announced, so that MAIL may carry a size.
    package private(set) var size = false
    /// The largest message in bytes, when the server names one.
    package private(set) var sizeLimit: Int?

    package init() {}

    init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            let words = line.uppercased().split(separator: " ")
            switch words.first {
            case "PIPELINING": pipelining = true
            case "8BITMIME": eightBitMIME = true
            case "SMTPUTF8": smtpUTF8 = true
            case "SIZE":
                size = true
                sizeLimit = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            default: break
            }
        }
    }
}

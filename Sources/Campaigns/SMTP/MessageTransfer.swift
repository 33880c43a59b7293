/// How a message's content goes over the line (RFC 5321, 4.5.2).
extension [UInt8] {
    /// Appends `content` with dots doubled at the heads of lines, and the line with the final dot. Every line break is
    /// written as CRLF, also a bare CR or LF, which some servers would take for the end of the message.
    mutating func appendTransfer(of content: [UInt8]) {
        reserveCapacity(count + content.count + 64)
        var index = 0
        while index < content.count {
            if content[index] == .dot { append(.dot) }
            var end = index
            while end < content.count, content[end] != .lineFeed, content[end] != .carriageReturn { end += 1 }
            append(contentsOf: content[index..<end])
            append(contentsOf: Self.lineEnd)
            let isPair = end + 1 < content.count && content[end] == .carriageReturn && content[end + 1] == .lineFeed
            index = end + (isPair ? 2 : 1)
        }
        append(contentsOf: ".\r\n".utf8)
    }
}

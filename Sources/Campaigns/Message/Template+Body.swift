extension Template {
    /// Headers that whoever takes a template for a whole mail begins it with.
    private static let headers = [
        "bcc", "cc", "content-transfer-encoding", "content-type", "date", "from", "mime-version", "reply-to", "sender",
        "subject", "to",
    ]

    /// Throws for what can't be meant as a mail's text: nothing that anybody would see, or header lines and no more. A
    /// field is something to see, whatever it holds for a recipient.
    func requireBody() throws(CampaignContentError) {
        guard instructions.contains(where: mayShow) else {
            throw CampaignContentError(
                .emptyTemplate, in: name, "there is nothing in it that a reader would see: write the mail's text there")
        }
        guard !hasOnlyHeaders else {
            throw CampaignContentError(
                .onlyHeaders, in: name,
                """
                it has only header lines, which would be the text that readers see: write the mail's text there; \
                sender and subject are given beside it
                """)
        }
    }

    private func mayShow(_ instruction: Instruction) -> Bool {
        switch instruction {
        case .field: true
        case .skip: false
        case .text(let range): String(decoding: source[range], as: UTF8.self).unicodeScalars.contains(where: \.isSeen)
        }
    }

    private var hasOnlyHeaders: Bool {
        source.split { $0 == .lineFeed || $0 == .carriageReturn }.allSatisfy { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
                return line.allSatisfy { $0 == .space || $0 == .tab }
            }
            return Self.headers.contains(String(decoding: line[..<colon].lowercasedASCII(), as: UTF8.self))
        }
    }
}

extension Unicode.Scalar {
    /// No space of any kind, and no byte order mark or the like.
    fileprivate var isSeen: Bool {
        !properties.isWhitespace && properties.generalCategory != .format && properties.generalCategory != .control
    }
}

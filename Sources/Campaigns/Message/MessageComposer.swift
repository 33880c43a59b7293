/// Makes a campaign's messages, one for each recipient: headers and body (RFC 5322, MIME), with the envelope.
///
/// The same recipient always gets the same Message-ID, `<campaign.number@domain>`, so that a message sent again can be
/// recognised. The To header has the recipient's name when the list has a column `name`. What comes from a list never
/// ends a header: a control character there fails that recipient, and no other.
///
/// Holds buffers that are used again for each message: keep one for each thread.
package struct MessageComposer: Sendable {
    package enum Limits {
        /// Bytes of a subject for one recipient, and of a display name.
        package static let subjectBytes = 2_000
        package static let nameBytes = 500
        /// Bytes of one List-Unsubscribe URL.
        package static let urlBytes = 900
        package static let campaignBytes = 64
        package static let unsubscribeURLs = 4
    }

    private static let boundary = "=_longhaul"

    private let sender: [UInt8]
    private let messageIDDomain: [UInt8]
    private let campaign: String
    private let fromHeader: [UInt8]
    private let subject: Template
    private let text: Template
    private let html: Template?
    private let unsubscribe: [Template]
    private var scratch: [UInt8] = []

    /// Compiles the templates; throws the first thing that is wrong. `campaign` is 1 to 64 letters, digits, hyphens
    /// and underscores.
    package init(campaign: String, content: CampaignContent, columns: RecipientColumns) throws(CampaignContentError) {
        let isName = campaign.utf8.allSatisfy {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == .hyphen || $0 == UInt8(ascii: "_")
        }
        guard (1...Limits.campaignBytes).contains(campaign.utf8.count), isName else {
            throw CampaignContentError(
                .invalidCampaignID, in: "campaign",
                "its id must be 1 to \(Limits.campaignBytes) letters, digits, hyphens and underscores")
        }
        guard !content.subject.utf8.contains(where: \.isControl) else {
            throw CampaignContentError(
                .invalidSubject, in: "subject", "there is a line break or a control character in it: take it out")
        }
        guard content.unsubscribe.count <= Limits.unsubscribeURLs else {
            throw CampaignContentError(
                .invalidUnsubscribe, in: "unsubscribe", "give at most \(Limits.unsubscribeURLs) URLs")
        }
        let from = try Mailbox(parsing: content.from)
        self.campaign = campaign
        sender = from.address
        messageIDDomain = Array(from.domain)
        var header = Array("From: ".utf8)
        header.appendMailbox(name: from.name, address: from.address, column: header.count)
        fromHeader = header + [UInt8].lineEnd
        subject = try Template(content.subject.utf8, name: "subject", columns: columns, escaping: .none)
        text = try Template(content.text, name: content.textName, columns: columns, escaping: .none)
        try text.requireBody()
        html = try Self.template(content.html, name: content.htmlName, columns: columns)
        unsubscribe = try Self.unsubscribeTemplates(content.unsubscribe, columns: columns)
    }

    /// The message for `recipient`, dated `secondsSince1970`. Throws a permanent failure, which is about this
    /// recipient alone.
    package mutating func compose(
        _ recipient: Recipient, secondsSince1970: Int64
    ) throws(DeliveryFailure) -> PreparedMessage {
        let address = Array(recipient.email)
        if let flaw = EmailAddress.flaw(in: address) { throw .local("5.1.3", flaw.advice) }
        var content: [UInt8] = []
        content.reserveCapacity(4_096)
        content += fromHeader
        try appendTo(recipient, address, &content)
        try appendSubject(recipient, &content)
        content.appendHeader("Date", MessageDate.text(secondsSince1970: secondsSince1970))
        content += "Message-ID: <\(campaign).\(recipient.number)@".utf8
        content += messageIDDomain
        content += ">\r\n".utf8
        try appendUnsubscribe(recipient, &content)
        content.appendHeader("X-Longhaul-Campaign", campaign)
        content.appendHeader("X-Longhaul-Recipient", String(recipient.number))
        content.appendHeader("MIME-Version", "1.0")
        try appendBody(recipient, &content)
        return PreparedMessage(number: recipient.number, sender: sender, recipient: address, content: content)
    }

    // MARK: Headers

    private func appendTo(
        _ recipient: Recipient, _ address: [UInt8], _ content: inout [UInt8]
    ) throws(DeliveryFailure) {
        let name = recipient.columns.name.map { Array(recipient[$0]) } ?? []
        guard !name.contains(where: \.isControl) else {
            throw .local("5.6.0", "the column `name` holds a line break or a control character: take it out")
        }
        guard name.count <= Limits.nameBytes else {
            throw .local("5.6.0", "the column `name` has over \(Limits.nameBytes) bytes: shorten it")
        }
        content += "To: ".utf8
        content.appendMailbox(name: name, address: address, column: 4)
        content += [UInt8].lineEnd
    }

    private mutating func appendSubject(_ recipient: Recipient, _ content: inout [UInt8]) throws(DeliveryFailure) {
        try render(subject, recipient)
        guard !scratch.contains(where: \.isControl) else {
            throw .local("5.6.0", "a field in the subject holds a line break or a control character: take it out")
        }
        guard scratch.count <= Limits.subjectBytes else {
            throw .local("5.6.0", "the subject has over \(Limits.subjectBytes) bytes for this recipient: shorten it")
        }
        content += "Subject: ".utf8
        content.appendHeaderText(scratch, column: 9)
        content += [UInt8].lineEnd
    }

    private mutating func appendUnsubscribe(_ recipient: Recipient, _ content: inout [UInt8]) throws(DeliveryFailure) {
        guard !unsubscribe.isEmpty else { return }
        var hasHTTPS = false
        content += "List-Unsubscribe:".utf8
        for (index, template) in unsubscribe.enumerated() {
            try render(template, recipient)
            guard scratch.count <= Limits.urlBytes, scratch.allSatisfy(\.isURLCharacter) else {
                throw .local(
                    "5.6.0",
                    """
                    the URL for unsubscribing has over \(Limits.urlBytes) bytes or a character that must be \
                    percent-encoded: use {{field}}, not {{{field}}}
                    """)
            }
            hasHTTPS = hasHTTPS || scratch.starts(with: "https://".utf8)
            content += index == 0 ? " <".utf8 : ",\r\n <".utf8
            content += scratch
            content.append(UInt8(ascii: ">"))
        }
        content += [UInt8].lineEnd
        if hasHTTPS { content.appendHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") }
    }

    // MARK: Body

    private mutating func appendBody(_ recipient: Recipient, _ content: inout [UInt8]) throws(DeliveryFailure) {
        guard let html else {
            try appendPart(text, "text/plain", recipient, &content)
            return
        }
        content.appendHeader("Content-Type", "multipart/alternative; boundary=\"\(Self.boundary)\"")
        for (template, type) in [(text, "text/plain"), (html, "text/html")] {
            content += "\r\n--\(Self.boundary)\r\n".utf8
            try appendPart(template, type, recipient, &content)
        }
        content += "\r\n--\(Self.boundary)--\r\n".utf8
    }

    private mutating func appendPart(
        _ template: Template, _ type: String, _ recipient: Recipient, _ content: inout [UInt8]
    ) throws(DeliveryFailure) {
        try render(template, recipient)
        let encoding = BodyEncoding(for: scratch)
        content.appendHeader("Content-Type", "\(type); charset=utf-8")
        content.appendHeader("Content-Transfer-Encoding", encoding.rawValue)
        content += [UInt8].lineEnd
        encoding.append(scratch, to: &content)
    }

    /// Leaves the text in `scratch`.
    private mutating func render(_ template: Template, _ recipient: Recipient) throws(DeliveryFailure) {
        scratch.removeAll(keepingCapacity: true)
        try template.render(recipient, into: &scratch)
    }

    // MARK: Compiling

    private static func template(
        _ source: [UInt8]?, name: String, columns: RecipientColumns
    ) throws(CampaignContentError) -> Template? {
        guard let source else { return nil }
        let template = try Template(source, name: name, columns: columns, escaping: .html)
        try template.requireBody()
        return template
    }

    private static func unsubscribeTemplates(
        _ sources: [String], columns: RecipientColumns
    ) throws(CampaignContentError) -> [Template] {
        var templates: [Template] = []
        for source in sources {
            guard source.hasPrefix("https://") || source.hasPrefix("mailto:") else {
                throw CampaignContentError(
                    .invalidUnsubscribe, in: "unsubscribe", "a URL must begin with https:// or mailto:")
            }
            templates.append(try Template(source.utf8, name: "unsubscribe", columns: columns, escaping: .uri))
        }
        return templates
    }
}

extension [UInt8] {
    fileprivate mutating func appendHeader(_ name: String, _ value: String) {
        self += name.utf8
        self += ": ".utf8
        self += value.utf8
        self += Self.lineEnd
    }
}

extension UInt8 {
    /// Printable ASCII without space and angle brackets.
    fileprivate var isURLCharacter: Bool {
        (0x21...0x7E).contains(self) && self != UInt8(ascii: "<") && self != UInt8(ascii: ">")
    }
}

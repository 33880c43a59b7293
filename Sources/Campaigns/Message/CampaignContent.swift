/// What a campaign says, as its author wrote it. Everything but `from` is a template.
package struct CampaignContent: Equatable, Sendable {
    /// `Name <local@domain>` or an address alone; also the envelope's sender.
    package var from: String
    package var subject: String
    /// The plain text that every message has.
    package var text: [UInt8]
    /// The same as HTML, when there is one.
    package var html: [UInt8]?
    /// Where List-Unsubscribe leads: `https://…` and `mailto:…` URLs, values percent-encoded. With an https URL the
    /// one-click header of RFC 8058 is set.
    package var unsubscribe: [String]
    /// What messages about an error call the two: their files, where they have some.
    package var textName: String
    package var htmlName: String

    package init(
        from: String, subject: String, text: [UInt8], html: [UInt8]? = nil, unsubscribe: [String] = [],
        textName: String = "text", htmlName: String = "html"
    ) {
        self.from = from
        self.subject = subject
        self.text = text
        self.html = html
        self.unsubscribe = unsubscribe
        self.textName = textName
        self.htmlName = htmlName
    }
}

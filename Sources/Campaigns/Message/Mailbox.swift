/// An address with a display name, as in a From header.
struct Mailbox: Equatable {
    let name: [UInt8]
    let address: [UInt8]

    var domain: ArraySlice<UInt8> {
        address[(address.firstIndex(of: .at).map { $0 + 1 } ?? address.count)...]
    }

    /// Reads `Name <local@domain>`, `"Name" <local@domain>` or `local@domain`.
    init(parsing text: String) throws(CampaignContentError) {
        func invalid(_ reason: String) -> CampaignContentError {
            CampaignContentError(.invalidSender, in: "from", "\(reason). Write it as: Name <name@example.org>")
        }
        guard !text.utf8.contains(where: \.isControl) else { throw invalid("there is a control character in it") }
        guard text.utf8.count <= MessageComposer.Limits.nameBytes else { throw invalid("it is too long") }
        if let open = text.lastIndex(of: "<") {
            guard text.last == ">" else { throw invalid("there is no > at its end") }
            address = Array(text[text.index(after: open)...].dropLast().utf8)
            name = Array(Self.unquoted(text[..<open]).utf8)
        } else {
            address = Array(text.utf8)
            name = []
        }
        if let flaw = EmailAddress.flaw(in: address) { throw invalid(flaw.advice) }
    }

    private static func unquoted(_ text: Substring) -> Substring {
        var trimmed = text.drop { $0 == " " }
        while trimmed.last == " " { trimmed.removeLast() }
        if trimmed.count >= 2, trimmed.first == "\"", trimmed.last == "\"" { return trimmed.dropFirst().dropLast() }
        return trimmed
    }
}

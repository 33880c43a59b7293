import Campaigns
import Console
import Contract

/// Checks of a campaign's arguments that no worker is needed for, with the words that a worker would find.
enum CampaignArguments {
    /// They stand in where another part is looked at.
    private static let anySender = "check@example.org"
    private static let anyText = Array("check".utf8)

    /// Each part alone: one that names a field, which only the list can tell to be right, hides nothing of the others.
    static func check(from: String, subject: String, unsubscribe: [String]) throws(CampaignContentError) {
        try check(CampaignContent(from: from, subject: "", text: anyText))
        try check(CampaignContent(from: anySender, subject: subject, text: anyText))
        try check(CampaignContent(from: anySender, subject: "", text: anyText, unsubscribe: unsubscribe))
        for url in unsubscribe {
            try check(CampaignContent(from: anySender, subject: "", text: anyText, unsubscribe: [url]))
        }
    }

    /// How the mail goes out, in words: what was not said, too. Nil for a server that only a worker will refuse.
    static func way(of campaign: CampaignsV1.Campaign) -> String? {
        guard let server = try? SMTPServer(url: campaign.server, allowsPlaintext: campaign.allowPlaintext) else {
            return nil
        }
        let protection =
            switch server.security {
            case .none: "without TLS"
            case .startTLS: "with STARTTLS"
            case .implicitTLS: "with TLS"
            }
        return "the mail goes out through \(server.url), \(protection)"
    }

    private static func check(_ content: CampaignContent) throws(CampaignContentError) {
        guard let columns = RecipientColumns(["email"]) else { preconditionFailure("a column 'email' is enough") }
        do throws(CampaignContentError) {
            _ = try MessageComposer(campaign: "check", content: content, columns: columns)
        } catch  where error.code != .unknownField {
            throw error
        } catch {
            // Fields are held against the list, by a worker.
        }
    }
}

extension ValueFormat where Value == String {
    /// A URL with a port; from "host" and "host:port" one with STARTTLS is made.
    static var mailServer: Self {
        ValueFormat(
            placeholder: "SERVER",
            expectation: "a mail server such as mail.example.org:587 or smtps://mail.example.org",
            parse: { text in
                let url = text.contains("://") ? text : "smtp://\(text)"
                return url.utf8.count <= 300 ? (try? SMTPServer(url: url))?.url : nil
            }, text: { $0 })
    }
}

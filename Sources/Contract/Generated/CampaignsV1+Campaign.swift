// Made by tools/generate from longhaul/campaigns/v1/campaign.proto; not to be edited.
//
// What the tasks of a campaign carry: a job of three tasks, `campaign.probe`, `campaign.send` and `campaign.report`.

extension CampaignsV1 {
    /// What to do when all of a message was sent and the answer never came.
    package struct AmbiguousPolicy: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// Send it again, with the same Message-ID: nobody is missed, some may hear twice.
        package static let retry = Self(rawValue: 0)
        /// Leave it to a person, as a dead letter.
        package static let park = Self(rawValue: 1)

        package var description: String {
            switch rawValue {
            case 0: "retry"
            case 1: "park"
            default: "AmbiguousPolicy \(rawValue)"
            }
        }
    }

    /// The payload of all three.
    package struct Campaign: Message {
        /// A CSV file with a column `email`, where every worker finds it.
        package var list: String = ""
        /// Files with the text, and the HTML if there is one.
        package var text: String = ""
        package var html: String = ""
        package var subject: String = ""
        /// `Name <local@domain>`, or an address alone.
        package var from: String = ""
        /// Templates of https and mailto URLs.
        package var unsubscribe: [String] = []
        /// smtp://host:port or smtps://host:port.
        package var server: String = ""
        /// A file with user and password, one a line. Empty: no login, or the one that the worker's environment has for
        /// this
        /// server's host.
        package var credentials: String = ""
        package var allowPlaintext: Bool = false
        /// A PEM file of authorities to trust instead of the system's.
        package var authorities: String = ""
        package var ambiguous: CampaignsV1.AmbiguousPolicy = .retry
        /// At once, of each lease, as far as the server lets them and the worker has threads. 0: 2.
        package var connections: UInt32 = 0
        /// A file for the summary, as JSON. Empty: none.
        package var report: String = ""
        /// 1 to 64 letters, digits, hyphens and underscores, drawn by whoever submits. In every Message-ID, so that
        /// these stay
        /// the same in a job that goes on with the dead letters of an ended one. Empty: the job's id, which does not.
        package var id: String = ""

        package init() {}

        package init(
            list: String = "",
            text: String = "",
            html: String = "",
            subject: String = "",
            from: String = "",
            unsubscribe: [String] = [],
            server: String = "",
            credentials: String = "",
            allowPlaintext: Bool = false,
            authorities: String = "",
            ambiguous: CampaignsV1.AmbiguousPolicy = .retry,
            connections: UInt32 = 0,
            report: String = "",
            id: String = ""
        ) {
            self.list = list
            self.text = text
            self.html = html
            self.subject = subject
            self.from = from
            self.unsubscribe = unsubscribe
            self.server = server
            self.credentials = credentials
            self.allowPlaintext = allowPlaintext
            self.authorities = authorities
            self.ambiguous = ambiguous
            self.connections = connections
            self.report = report
            self.id = id
        }
    }

    /// What `campaign.probe` leaves for the other two.
    package struct Probe: Message {
        package var recipients: UInt64 = 0
        package var duplicates: UInt64 = 0
        package var columns: [String] = []
        /// Which list was checked: no byte of another one is ever sent from. The size in bytes, and XXH64 of the size
        /// and of the
        /// XXH64 of each 16,384 bytes of the list, each number as 8 little-endian bytes.
        package var listSize: UInt64 = 0
        package var listHash: UInt64 = 0
        /// Of the texts, so that a change under way is noticed.
        package var contentHash: UInt64 = 0

        package init() {}

        package init(
            recipients: UInt64 = 0,
            duplicates: UInt64 = 0,
            columns: [String] = [],
            listSize: UInt64 = 0,
            listHash: UInt64 = 0,
            contentHash: UInt64 = 0
        ) {
            self.recipients = recipients
            self.duplicates = duplicates
            self.columns = columns
            self.listSize = listSize
            self.listHash = listHash
            self.contentHash = contentHash
        }
    }

    /// What `campaign.report` leaves.
    package struct Summary: Message {
        package var recipients: UInt64 = 0
        package var sent: UInt64 = 0
        package var dead: UInt64 = 0
        package var startedUnixMs: Int64 = 0
        package var endedUnixMs: Int64 = 0

        package init() {}

        package init(
            recipients: UInt64 = 0,
            sent: UInt64 = 0,
            dead: UInt64 = 0,
            startedUnixMs: Int64 = 0,
            endedUnixMs: Int64 = 0
        ) {
            self.recipients = recipients
            self.sent = sent
            self.dead = dead
            self.startedUnixMs = startedUnixMs
            self.endedUnixMs = endedUnixMs
        }
    }
}

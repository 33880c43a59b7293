import Contract
import LonghaulWorker
import Platform

/// Sends a campaign's messages over a connection that it is given, and tells the lease what became of each. Shared by
/// the connections of one lease.
final class CampaignSender: Sendable {
    let server: SMTPServer
    private let list: RecipientList
    private let composer: MessageComposer
    private let parksAmbiguous: Bool

    /// Blocks: opens the list and reads the templates; both must still be what the probe saw. `id` is the campaign's,
    /// when it does not bring its own.
    init(
        _ campaign: CampaignsV1.Campaign, probe: CampaignsV1.Probe, id: String, indexes: IndexFolder
    ) throws(TaskFailure) {
        let list = try taskFailure { () throws(RecipientListError) in
            try RecipientList.open(
                campaign.list, identity: ListIdentity(size: probe.listSize, hash: probe.listHash), indexes: indexes)
        }
        let content = try campaign.content()
        guard content.fingerprint == probe.contentHash else {
            throw TaskFailure(
                code: "template-changed",
                text: """
                    \(content.templates) has changed since the campaign was checked. Put it back and requeue this letter: \
                    the campaign goes on where it stopped. For another text, cancel this campaign and start a new one.
                    """)
        }
        self.list = list
        composer = try taskFailure { () throws(CampaignContentError) in
            try MessageComposer(
                campaign: campaign.id.isEmpty ? id : campaign.id, content: content, columns: list.columns)
        }
        server = try campaign.server()
        parksAmbiguous = campaign.ambiguous == .park
    }

    struct Result {
        /// Recipients that were not settled, in the order in which to try them again over this or another connection:
        /// to the server, none of them has been tried.
        var left: [UInt64] = []
        /// Messages that the server took.
        var accepted = 0
        /// Messages whose fate the server told in a reply.
        var answered = 0
        /// Of those in `left`, whom the server was asked about when it said that it wants a pause, and how it said so.
        var turnedBack: [UInt64: (complaint: DeliveryFailure, address: [UInt8])] = [:]
        /// The one in `left` whose message was not complete when the connection broke. Whether it, the server or the
        /// network is to blame can't be told from once.
        var broken: (item: UInt64, failure: DeliveryFailure, address: [UInt8])?
        /// Why the server takes nothing of this campaign.
        var refusal: DeliveryFailure?
        /// Why the connection is of no more use.
        var error: SMTPError?
    }

    /// Blocks. Ends early when the server asks to slow down, and begins no further message once `goesOn` says no.
    /// `onOutcome` hears of each message that was dealt with.
    func send(
        _ items: [UInt64], of lease: Lease, over connection: SMTPConnection, while goesOn: @escaping () -> Bool,
        onOutcome: () -> Void
    ) throws(TaskFailure) -> Result {
        let messages = try compose(items, of: lease)
        let addresses = Dictionary(uniqueKeysWithValues: messages.map { ($0.number, $0.recipient) })
        var result = Result()
        var settled: Set<UInt64> = []
        do throws(SMTPError) {
            let welcome = messages.lazy.prefix { _ in
                result.turnedBack.isEmpty && result.refusal == nil && goesOn()
            }
            try connection.send(welcome) { number, outcome in
                onOutcome()
                let address = addresses[number] ?? []
                switch outcome {
                case .transient(let failure) where failure.asksToSlowDown:
                    result.turnedBack[number] = (failure, address)
                case .permanent(let failure) where failure.refusesSender:
                    result.refusal = failure
                case .transient(let failure) where !failure.isReply:
                    result.broken = (number, failure, address)
                case .accepted, .permanent, .transient, .ambiguous:
                    if case .accepted = outcome { result.accepted += 1 }
                    if outcome.isAnswer { result.answered += 1 }
                    settled.insert(number)
                    settle(number, outcome, of: lease, address: address)
                }
            }
        } catch {
            result.error = error
        }
        let left = items.filter { addresses[$0] != nil && !settled.contains($0) }
        // The others first: one that is turned back or breaks connections again and again must not keep them.
        func isTouched(_ item: UInt64) -> Bool { result.turnedBack[item] != nil || result.broken?.item == item }
        result.left = left.filter { !isTouched($0) } + left.filter(isTouched)
        return result
    }

    private func compose(_ items: [UInt64], of lease: Lease) throws(TaskFailure) -> [PreparedMessage] {
        guard let first = items.min(), let last = items.max() else { return [] }
        let wanted = Set(items)
        var composer = composer
        var messages: [UInt64: PreparedMessage] = [:]
        let now = WallClock.unixMilliseconds() / 1_000
        do throws(RecipientListError) {
            var rows = try list.rows(in: first..<last + 1)
            while let recipient = try rows.next() {
                guard wanted.contains(recipient.number) else { continue }
                do throws(DeliveryFailure) {
                    messages[recipient.number] = try composer.compose(recipient, secondsSince1970: now)
                } catch {
                    lease.fail(recipient.number, Failure(error, of: recipient.email))
                }
            }
        } catch {
            throw TaskFailure(reason: error)
        }
        return items.compactMap { messages[$0] }
    }

    private func settle(_ item: UInt64, _ outcome: DeliveryOutcome, of lease: Lease, address: [UInt8]) {
        switch outcome {
        case .accepted: lease.done(item)
        case .permanent(let failure): lease.fail(item, Failure(failure, of: address))
        case .transient(let failure): lease.retry(item, Failure(failure, of: address))
        case .ambiguous(let failure):
            if parksAmbiguous {
                lease.park(item, Failure(failure, of: address, "Requeue sends it again, discard leaves it."))
            } else {
                lease.retry(item, Failure(failure, of: address))
            }
        }
    }
}

extension DeliveryOutcome {
    /// Whether it is what a server said.
    fileprivate var isAnswer: Bool {
        switch self {
        case .accepted: true
        case .permanent(let failure), .transient(let failure), .ambiguous(let failure): failure.isReply
        }
    }
}

extension Failure {
    /// With the recipient's address, which is what a person looks for in a dead letter, and what one can do.
    init(_ failure: DeliveryFailure, of address: some Collection<UInt8>, _ advice: String? = nil) {
        let text = "\(String.excerpt(address)): \(failure.text)"
        self.init(code: failure.code, text: advice.map { "\(text) \($0)" } ?? text)
    }
}

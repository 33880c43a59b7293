import Contract
import LonghaulWorker
import Platform

/// Sends a campaign's messages over a connection that it is given, and tells the lease what became of each. Shared by
/// the connections of one lease.
final class CampaignSender: Sendable {
    /// Recipients taken at a time: enough to keep a pipelined connection busy, few enough to bound what a crash repeats.
    static let batch = 16

    let server: SMTPServer
    private let list: RecipientList
    private let composer: MessageComposer
    private let parksAmbiguous: Bool

    /// Blocks: opens the list and reads the templates; both must still be what the probe saw.
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
                code: "content-changed",
                text: "a template has changed since the campaign was checked; restore it and requeue, or start anew")
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
        /// Recipients that were not touched: they may go over another connection.
        var untouched: [UInt64] = []
        /// Why the connection is of no more use.
        var error: SMTPError?
    }

    /// Blocks.
    func send(
        _ items: [UInt64], of lease: Lease, over connection: SMTPConnection?
    ) throws(TaskFailure) -> Result {
        let messages = try compose(items, of: lease)
        var settled: Set<UInt64> = []
        var result = Result()
        do throws(SMTPError) {
            try connection?.send(messages) { number, outcome in
                settled.insert(number)
                settle(number, outcome, of: lease)
            }
        } catch {
            result.error = error
        }
        result.untouched = messages.map(\.number).filter { !settled.contains($0) }
        return result
    }

    private func compose(_ items: [UInt64], of lease: Lease) throws(TaskFailure) -> [PreparedMessage] {
        guard let first = items.first, let last = items.last else { return [] }
        let wanted = Set(items)
        var composer = composer
        var messages: [PreparedMessage] = []
        messages.reserveCapacity(items.count)
        let now = WallClock.unixMilliseconds() / 1_000
        do throws(RecipientListError) {
            var rows = try list.rows(in: first..<last + 1)
            while let recipient = try rows.next() {
                guard wanted.contains(recipient.number) else { continue }
                do throws(DeliveryFailure) {
                    messages.append(try composer.compose(recipient, secondsSince1970: now))
                } catch {
                    lease.fail(recipient.number, Failure(error))
                }
            }
        } catch {
            throw TaskFailure(reason: error)
        }
        return messages
    }

    private func settle(_ item: UInt64, _ outcome: DeliveryOutcome, of lease: Lease) {
        switch outcome {
        case .accepted: lease.done(item)
        case .permanent(let failure): lease.fail(item, Failure(failure))
        case .transient(let failure): lease.retry(item, Failure(failure))
        case .ambiguous(let failure):
            if parksAmbiguous { lease.park(item, Failure(failure)) } else { lease.retry(item, Failure(failure)) }
        }
    }
}

extension Failure {
    init(_ failure: DeliveryFailure) { self.init(code: failure.code, text: failure.text) }
}

package import Contract
package import LonghaulClient

/// A campaign as a job of three tasks: one looks at the list and counts, one sends, one sums up. Pure: no file is read
/// before a worker does it, so a submit takes no longer for a million recipients than for one.
package struct CampaignPlan: Sendable {
    package static let probe = "campaign.probe"
    package static let send = "campaign.send"
    package static let report = "campaign.report"
    package static let defaultQueue = "campaigns"
    /// Of a recipient whom the server defers. Greylisting lasts minutes, a full mailbox hours: about an hour in all, two
    /// at most.
    package static let defaultRetry = RetryPolicy(
        maximumAttempts: 8, initialBackoff: .seconds(60), maximumBackoff: .seconds(3_600))
    /// How many recipients may end as dead letters. A campaign that reached somebody has succeeded, and its dead letters
    /// say whom it did not reach; one that reached nobody has failed.
    package static let defaultTolerance = TaskSpec.Tolerance.perMille(999)

    package var campaign: CampaignsV1.Campaign
    package var name: String
    package var tenant = "default"
    package var priority = 5
    package var queue = CampaignPlan.defaultQueue
    package var retry = CampaignPlan.defaultRetry
    package var tolerance = CampaignPlan.defaultTolerance
    package var itemsPerLease: Int?
    package var retention: Duration?

    package init(_ campaign: CampaignsV1.Campaign, name: String) {
        self.campaign = campaign
        self.name = name
    }

    /// A new campaign's id: by chance alone there are no two of them.
    package static func drawID() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// Throws when it can't be encoded, or is larger than a payload may be.
    package func job() throws(LonghaulError) -> JobSpec {
        let payload: [UInt8]
        do throws(CodecError) {
            payload = try Codec().bytes(of: campaign)
        } catch {
            throw LonghaulError(.invalidArgument, "the campaign can't be encoded: \(error)")
        }
        guard payload.count <= Limits.payload else {
            throw LonghaulError(
                .invalidArgument,
                "the campaign has \(payload.count) bytes; at most \(Limits.payload): shorten the texts")
        }
        return JobSpec(
            [
                TaskSpec(kind: Self.probe, name: "probe", queue: queue, payload: payload),
                TaskSpec(
                    kind: Self.send, name: "send", queue: queue, payload: payload, items: .later, dependencies: [0],
                    itemsPerLease: itemsPerLease, retry: retry, tolerance: tolerance),
                TaskSpec(kind: Self.report, name: "report", queue: queue, payload: payload, dependencies: [0, 1]),
            ], name: name, tenant: tenant, priority: priority, retention: retention)
    }
}

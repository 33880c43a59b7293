import Contract
import LonghaulClient
package import LonghaulWorker
package import Platform

/// What a worker does for campaigns. Everything that blocks (files, SMTP) runs on threads of their own.
package struct CampaignHandlers: Sendable {
    /// The most threads, and so connections at work, of a worker.
    package static let mostThreads = 128
    /// The most connections at work of one lease, however many its campaign asks for.
    package static let threadsPerLease = 32
    /// Recipients taken at a time by one connection: enough to keep a pipelined one busy.
    private static let batch = 16
    /// Recipients taken at a time by all of them, within what a worker may have unacknowledged: more connections take
    /// fewer each, or some would have none.
    private static let taken = 64

    /// Of one lease: so many that all leases together, up to `mostThreads` of them, never want more threads than there
    /// are, and none waits behind the silent server of another.
    private let share: Int
    private let pool: BlockingPool
    /// Lists, templates and reports.
    private let files: BlockingPool
    private let servers: MailServers
    private let indexes: IndexFolder
    private let logger: Logger
    /// Connections that leases want to use now.
    private let wanted = Lock(0)

    /// `leases`: how many are worked on at once.
    package init(leases: Int, indexes: IndexFolder = .fromEnvironment(), logger: Logger) {
        self.init(leases: leases, indexes: indexes, options: MailServer.Options(), logger: logger)
    }

    init(leases: Int, indexes: IndexFolder, options: MailServer.Options, logger: Logger) {
        share = min(Self.threadsPerLease, max(1, Self.mostThreads / leases))
        let connections = min(leases * share, Self.mostThreads)
        pool = BlockingPool(name: "smtp", threads: connections)
        files = BlockingPool(name: "campaign-files", threads: 2)
        servers = MailServers(connections: connections, options: options, pool: pool, logger: logger)
        self.indexes = indexes
        self.logger = logger
    }

    /// By kind, for a worker.
    package var all: [String: Handler] {
        [
            CampaignPlan.probe: { try await probe($0) },
            CampaignPlan.send: { try await send($0) },
            CampaignPlan.report: { try await report($0) },
        ]
    }

    // MARK: Probe

    /// Checks the list, the templates, the server's address and the report's folder, builds the index, and sets the
    /// number of recipients.
    private func probe(_ lease: Lease) async throws {
        let campaign = try CampaignsV1.Campaign(payload: lease.payload)
        let indexes = indexes
        let (summary, content) = try await files.run { () throws(TaskFailure) in
            _ = try campaign.server()
            if !campaign.report.isEmpty { try CampaignReport.check(campaign.report) }
            let summary = try taskFailure { () throws(RecipientListError) in
                try RecipientList.buildIndex(of: campaign.list, in: indexes)
            }
            let content = try campaign.content()
            _ = try taskFailure { () throws(CampaignContentError) in
                try MessageComposer(
                    campaign: campaign.id.isEmpty ? "check" : campaign.id, content: content, columns: summary.columns)
            }
            return (summary, content)
        }
        logger.info("Campaign checked", ["job": lease.job, "list": campaign.list, "found": summary])
        try lease.setItemCount(ofTask: "send", to: summary.recipients)
        let probe = CampaignsV1.Probe(
            recipients: summary.recipients, duplicates: summary.duplicates, columns: summary.columns.names,
            listSize: summary.identity.size, listHash: summary.identity.hash, contentHash: content.fingerprint)
        lease.done(0, output: try encoded(probe))
    }

    // MARK: Send

    private func send(_ lease: Lease) async throws {
        let campaign = try CampaignsV1.Campaign(payload: lease.payload)
        let probe = try lease.probe()
        let (id, indexes) = (lease.job.description, indexes)
        let sender = try await files.run { () throws(TaskFailure) in
            try CampaignSender(campaign, probe: probe, id: id, indexes: indexes)
        }
        let asked = campaign.connections == 0 ? 2 : Int(clamping: campaign.connections)
        if asked > share {
            logger.info(
                "A campaign asks for more connections than a lease has on this worker",
                ["job": lease.job, "asked": asked, "connections": share])
        }
        let count = min(asked, share, Int(clamping: lease.itemsLeft))
        wanted.withLock { $0 += count }
        defer { wanted.withLock { $0 -= count } }
        let delivery = CampaignDelivery(of: lease, sender, to: servers[sender.server], on: pool) { [wanted] in
            min(Self.batch, max(1, Self.taken / wanted.withLock { $0 }))
        }
        try await delivery.run(connections: count)
    }

    // MARK: Report

    private func report(_ lease: Lease) async throws {
        let campaign = try CampaignsV1.Campaign(payload: lease.payload)
        guard let sent = lease.dependencies.first(where: { $0.task == "send" }) else {
            throw TaskFailure(code: "no-send", text: "this task is to depend on one named send")
        }
        let summary = CampaignsV1.Summary(
            recipients: sent.total, sent: sent.done, dead: sent.dead, startedUnixMs: sent.started,
            endedUnixMs: sent.ended)
        if !campaign.report.isEmpty {
            let report = CampaignReport(
                campaign: campaign.id, job: lease.job.description, duplicates: try lease.probe().duplicates,
                summary: summary)
            try await files.run { () throws(TaskFailure) in try report.write(to: campaign.report) }
        }
        lease.done(0, output: try encoded(summary))
    }
}

extension Lease {
    fileprivate func probe() throws(TaskFailure) -> CampaignsV1.Probe {
        guard let input = inputs.first(where: { $0.task == "probe" }) else {
            throw TaskFailure(code: "no-probe", text: "this task is to depend on one named probe, which left no output")
        }
        do throws(CodecError) {
            return try Codec().decode(CampaignsV1.Probe.self, from: input.data)
        } catch {
            throw TaskFailure(code: "bad-probe", text: "the probe's output can't be read: \(error)")
        }
    }

    fileprivate var itemsLeft: UInt64 { ranges.reduce(0) { $0 + UInt64($1.count) } }
}

private func encoded(_ message: some Message) throws(TaskFailure) -> [UInt8] {
    do throws(CodecError) {
        return try Codec().bytes(of: message)
    } catch {
        throw TaskFailure(code: "internal", text: "an output can't be encoded: \(error)")
    }
}

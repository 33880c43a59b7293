import Contract
import LonghaulClient
package import LonghaulWorker
package import Platform

/// What a worker does for campaigns. Everything that blocks (files, SMTP) runs on threads of their own.
package struct CampaignHandlers: Sendable {
    private let pool: BlockingPool
    private let connections: ConnectionShelf
    private let indexes: IndexFolder
    private let logger: Logger

    /// `threads`: connections to mail servers that can be busy at once.
    package init(threads: Int, indexes: IndexFolder = .fromEnvironment(), logger: Logger) {
        self.indexes = indexes
        pool = BlockingPool(name: "smtp", threads: threads)
        connections = ConnectionShelf()
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

    /// Checks the list, the templates and the server's address, builds the index, and sets the number of recipients.
    private func probe(_ lease: Lease) async throws {
        let campaign = try CampaignsV1.Campaign(payload: lease.payload)
        let indexes = indexes
        let (summary, content) = try await pool.run { () throws(TaskFailure) in
            _ = try campaign.server()
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
        let indexes = indexes
        let sender = try await pool.run { () throws(TaskFailure) in
            try CampaignSender(campaign, probe: probe, id: lease.job.description, indexes: indexes)
        }
        let count = campaign.connections == 0 ? 2 : Int(clamping: campaign.connections)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<min(count, Int(clamping: lease.itemsLeft)) {
                group.addTask { try await deliver(lease, sender) }
            }
            try await group.waitForAll()
        }
    }

    /// One connection's share of a lease.
    private func deliver(_ lease: Lease, _ sender: CampaignSender) async throws {
        let loan = ConnectionLoan(shelf: connections, server: sender.server, logger: logger)
        defer { loan.giveBack() }
        // Before an item is taken: a server that is away costs no item an attempt.
        try await loan.connect(on: pool)
        while let items = try await lease.next(upTo: CampaignSender.batch) {
            var left = Array(items)
            while !left.isEmpty {
                try await loan.connect(on: pool)
                let (batch, connection) = (left, loan.connection)
                let result = try await pool.run { () throws(TaskFailure) in
                    try sender.send(batch, of: lease, over: connection)
                }
                left = result.untouched
                if let error = result.error { try loan.failed(error) }
            }
        }
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
            let report = CampaignReport(campaign: campaign.id, job: lease.job.description, summary: summary)
            try await pool.run { () throws(TaskFailure) in try report.write(to: campaign.report) }
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

package import Contract
package import RPC
package import Scheduling

/// Checks a worker's report against the contract's limits. Only a broken worker sends one that does not pass.
package struct ReportReader {
    let report: V1.Report
    let codec: Codec

    package init(report: V1.Report, codec: Codec) {
        self.report = report
        self.codec = codec
    }

    package func read() throws(Status) -> LeaseReport {
        var read = LeaseReport(lease: LeaseID(rawValue: report.lease), cursor: try item(report.cursor, "cursor"))
        guard report.settled.count <= 2 * Limits.settledRanges, report.settled.count % 2 == 0 else {
            throw error(
                "settled has \(report.settled.count) ends; pairs, at most \(Limits.settledRanges), are expected")
        }
        for place in stride(from: 0, to: report.settled.count, by: 2) {
            read.settled.append(
                ItemRange(try item(report.settled[place], "settled"), try item(report.settled[place + 1], "settled")))
        }
        guard report.outcomes.count <= Limits.entriesPerReport, report.outputs.count <= Limits.entriesPerReport else {
            throw error(
                "it has \(report.outcomes.count) outcomes and \(report.outputs.count) outputs; at most "
                    + "\(Limits.entriesPerReport) of each")
        }
        guard report.added.count <= Limits.entriesPerReport else {
            throw error("it adds \(report.added.count) tasks; at most \(Limits.entriesPerReport)")
        }
        guard report.itemCounts.count <= Limits.tasksPerGrownJob else {
            throw error(
                "it has \(report.itemCounts.count) item counts; a job has at most \(Limits.tasksPerGrownJob) tasks")
        }
        for outcome in report.outcomes {
            read.outcomes.append(
                ItemOutcome(
                    item: try item(outcome.item, "outcomes.item"), disposition: try disposition(outcome.disposition),
                    failure: try bytes(outcome.failure), fingerprint: fingerprint(outcome.failure)))
        }
        for output in report.outputs {
            guard output.data.count <= Limits.output else {
                throw error("an output has \(output.data.count) bytes; at most \(Limits.output)")
            }
            read.outputs.append((try item(output.item, "outputs.item"), output.data))
        }
        if let checkpoint = report.checkpoint {
            guard checkpoint.count <= Limits.checkpoint else {
                throw error("the checkpoint has \(checkpoint.count) bytes; at most \(Limits.checkpoint)")
            }
            read.checkpoint = checkpoint
        }
        if let end = report.end { read.end = try item(end, "end") }
        if let note = report.note { try check(note) }
        guard report.slowDownMs <= Limits.slowDownMilliseconds else {
            throw error("slow_down_ms is \(report.slowDownMs); at most \(Limits.slowDownMilliseconds)")
        }
        for count in report.itemCounts {
            guard count.count <= Limits.itemsPerTask.upperBound else {
                throw error("an item count is \(count.count); at most \(Limits.itemsPerTask.upperBound)")
            }
            read.itemCounts.append((count.task, UInt32(count.count)))
        }
        switch report.ending {
        case .none: break
        case .returned: read.ending = .returned
        case .taskFailed:
            read.ending = .taskFailed(try bytes(report.failure))
            read.fingerprint = fingerprint(report.failure)
        default: throw error("ending \(report.ending.rawValue) is not known")
        }
        return read
    }

    private func item(_ number: UInt64, _ field: String) throws(Status) -> UInt32 {
        guard let item = UInt32(exactly: number) else { throw error("\(field) is \(number), past every item") }
        return item
    }

    private func disposition(_ disposition: V1.Disposition) throws(Status) -> Disposition {
        switch disposition {
        case .retry: return .retry
        case .dead: return .dead
        case .parked: return .parked
        default: throw error("disposition \(disposition.rawValue) is not known")
        }
    }

    private func fingerprint(_ failure: V1.Failure?) -> UInt64 { failure.map(FailureFingerprint.of) ?? 0 }

    /// Kept encoded: the core does not read it.
    private func bytes(_ failure: V1.Failure?) throws(Status) -> [UInt8] {
        guard let failure, failure != V1.Failure() else { return [] }
        try check(failure)
        do {
            return try codec.bytes(of: failure)
        } catch {
            throw self.error("a failure can't be encoded: \(error)")
        }
    }

    private func check(_ failure: V1.Failure) throws(Status) {
        guard failure.code.utf8.count <= Limits.failureCode, failure.text.utf8.count <= Limits.failureText else {
            throw error("a failure's code or text is longer than \(Limits.failureCode) or \(Limits.failureText) bytes")
        }
    }

    private func error(_ text: String) -> Status {
        Status(.invalidArgument, "report on lease \(report.lease): \(text)")
    }
}

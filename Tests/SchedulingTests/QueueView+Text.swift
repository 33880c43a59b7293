import Scheduling

extension QueueView {
    /// For transcripts: what it asks of its workers.
    func line(at now: Timestamp) -> String {
        let oldest = demand.oldest.map { "the oldest for \(now.milliseconds(since: $0)) ms" } ?? "none waits"
        return "queue \(name): \(demand.isEstimate ? "about " : "")\(demand.waiting) waiting, \(oldest), "
            + "\(demand.leased) leased, \(rate(demand.arrivals)) in, \(rate(demand.completions)) out, "
            + "\(demand.wantedWorkers) of \(workers) workers wanted"
    }

    private func rate(_ thousandths: UInt64) -> String { "\(thousandths / 1_000).\(thousandths / 100 % 10)/s" }
}

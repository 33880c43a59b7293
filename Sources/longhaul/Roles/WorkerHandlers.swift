import Campaigns
import Console
import LonghaulWorker
import Platform

/// What `longhaul worker` can do, by kind of task.
enum WorkerHandlers {
    /// `leases`: how many are worked on at once.
    static func all(leases: Int, logger: Logger) -> [String: Handler] {
        let handlers: [String: Handler] = ["noop": noop, "sleep": sleep]
        return handlers.merging(CampaignHandlers(leases: leases, logger: logger).all) { own, _ in own }
    }

    private static let noop: Handler = { lease in
        while let items = try await lease.next(upTo: 100) {
            for item in items { lease.done(item) }
        }
    }

    /// Waits for each item as long as the payload says.
    private static let sleep: Handler = { lease in
        let text = String(decoding: lease.payload, as: UTF8.self)
        guard let time = ValueFormat.duration().parse(text) else {
            throw TaskFailure(
                code: "bad-payload", text: "the payload of a sleep is a duration such as 250ms, but this is '\(text)'")
        }
        while let items = try await lease.next() {
            try await Task.sleep(for: time)
            for item in items { lease.done(item) }
        }
    }
}

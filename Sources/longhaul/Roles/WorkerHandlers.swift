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

    /// Waits for each item as long as its payload says, or else that of the task.
    private static let sleep: Handler = { lease in
        let text = String(decoding: lease.payload, as: UTF8.self)
        let time = pause(text)
        let failure = TaskFailure(
            code: "bad-payload",
            text: "the payload of a sleep is a duration such as 250ms, but this is \(shown(text))")
        if time == nil, !text.isEmpty { throw failure }
        while let items = try await lease.next() {
            for item in items {
                let own = String(decoding: lease.payload(of: item), as: UTF8.self)
                if own.isEmpty, time == nil { throw failure }
                guard let time = own.isEmpty ? time : pause(own) else {
                    lease.fail(
                        item,
                        Failure(
                            code: "bad-payload",
                            text: "an item of a sleep is a duration such as 250ms, but this is \(shown(own))"))
                    continue
                }
                try await Task.sleep(for: time)
                lease.done(item)
            }
        }
    }

    /// Nil for what is no duration. Files end in a line break, and so may it.
    static func pause(_ text: String) -> Duration? {
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex
        return ValueFormat.duration().parse(String(text[..<end]))
    }

    /// In quotes, its line breaks and the like as they are written in Swift; cut off where it is long.
    static func shown(_ text: String) -> String {
        let escaped = text.prefix(61).unicodeScalars.map { $0.isASCII ? $0.escaped(asASCII: true) : "\($0)" }
        return "'\(DisplayText.truncated(escaped.joined(), to: 60))'"
    }
}

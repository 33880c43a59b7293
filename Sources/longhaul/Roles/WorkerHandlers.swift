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
        guard let time = pause(text) else {
            throw TaskFailure(
                code: "bad-payload",
                text: "the payload of a sleep is a duration such as 250ms, but this is \(shown(text))")
        }
        while let items = try await lease.next() {
            try await Task.sleep(for: time)
            for item in items { lease.done(item) }
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

import Console
import LonghaulClient

extension Job {
    /// Of a reason, more would drown the advice; a list's first problems stand behind the line that counts them.
    private static let linesOfReason = 4

    var deadItems: UInt64 { tasks.reduce(0) { $0 + $1.dead } }

    /// There is something to say about it that its state alone does not.
    var needsAdvice: Bool {
        switch state {
        case .stalled, .failed, .cancelled, .expired: true
        case .pending, .running, .stopping: false
        case .succeeded: deadItems > 0
        }
    }

    /// What was wrong and what a person can do about it; nil when nothing is.
    func advice(because reason: FailureReason) -> String? {
        let look = "'longhaul dead list --job \(id)' shows all that failed"
        let requeue = "'longhaul dead requeue \(target(of: reason))'"
        switch (state, reason) {
        case (.pending, _), (.running, _), (.stopping, _): return nil
        case (.cancelled, _): return "job \(id) was cancelled"
        case (.expired, _): return "job \(id) was cancelled, for its time limit had passed"
        case (.stalled, .discarded):
            return "job \(id) is stalled, for what is left depends on a dead task, whose dead letters were discarded: "
                + "'longhaul cancel \(id)' ends it"
        case (.stalled, _):
            return "job \(id) is stalled, for what is left depends on a dead task\(words(for: reason)); \(look), "
                + (reason.allowsRequeue ? "\(requeue) lets it go on, " : "") + "'longhaul cancel \(id)' ends it"
        case (.failed, .discarded): return "job \(id) failed, and its dead letters were discarded"
        case (.failed, _):
            return "job \(id) failed\(words(for: reason)); \(look)"
                + (reason.allowsRequeue ? ", \(requeue) tries it in a new job" : "")
        case (.succeeded, _):
            guard deadItems > 0 else { return nil }
            let items = deadItems == 1 ? "1 item" : "\(Format.count(deadItems)) items"
            return "job \(id) succeeded, but for \(items), no more than were tolerated\(words(for: reason)); \(look)"
        }
    }

    /// What to requeue: of the one task that died whole, its letter alone, or the items that failed for good before it
    /// would come back too.
    private func target(of reason: FailureReason) -> String {
        guard case .letter(let letter) = reason, letter.item == nil, tasks.count(where: { $0.state == .dead }) <= 1
        else {
            return "--job \(id)"
        }
        return "\(letter.id)"
    }

    private func words(for reason: FailureReason) -> String {
        guard case .letter(let letter) = reason else { return "" }
        let item = letter.item.map { ", item \(Format.count($0))" } ?? ""
        // The reason of one does not tell how many there are.
        let dead = tasks.first { $0.ordinal == letter.task && $0.state == .dead }?.dead ?? 0
        let others = letter.item != nil && dead > 1 ? ", one of \(Format.count(dead)) that failed" : ""
        let lines = DisplayText.lines(letter.failure)
        var text = lines.prefix(Self.linesOfReason).map { String($0.drop { $0 == " " }) }.joined(separator: " ")
        let more = lines.count > Self.linesOfReason ? " …" : ""
        // The sentence goes on.
        if more.isEmpty, text.last == "." { text.removeLast() }
        return ": task '\(letter.taskName)'\(item)\(others): \(text)\(more)"
    }
}

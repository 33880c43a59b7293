import Scheduling

extension Explanation {
    /// For transcripts.
    func lines(at now: Timestamp) -> [String] {
        let may = mayStart.map { ", may start in \($0.milliseconds - now.milliseconds) ms" } ?? ""
        return ["task \(task.text) \(state), \(pending) pending, \(leased) leased, \(retrying) retrying\(may)"]
            + (reasons.isEmpty ? ["  nothing is in the way"] : [])
            + reasons.map { "  \($0.isBlocking ? "blocked" : "waits"): \($0.cause.text(now))" }
    }
}

extension WaitCause {
    fileprivate func text(_ now: Timestamp) -> String {
        func wait(_ time: Timestamp) -> String { "\(time.milliseconds - now.milliseconds) ms" }
        return switch self {
        case .jobEnded(let state): "job \(state)"
        case .taskEnded(let state): "task \(state)"
        case .stopping(let leases): "stops with \(leases) leases"
        case .listOpen(let items): "all \(items) items of its open list settled"
        case .jobStalled: "job stalled"
        case .dependency(let ordinal, let name, let state):
            "dependency \(ordinal) '\(String(decoding: name, as: UTF8.self))' is \(state)"
        case .moreDependencies(let count): "\(count) more dependencies"
        case .itemCount: "nobody has set its item count"
        case .delay(let until): "delayed for \(wait(until))"
        case .jobPaused: "job paused"
        case .tenantPaused(let tenant): "tenant \(tenant) paused"
        case .paused(let gate): "\(gate.text) paused"
        case .slow(let gate, let until): "\(gate.text) slow for \(wait(until))"
        case .leaseLimit(let gate, let limit, let leases): "\(gate.text) has \(leases) of \(limit) leases"
        case .rate(let gate, let limits, let available, let until):
            "\(gate.text) has \(available) tokens of \(limits.items) in \(limits.period) ms, enough in \(wait(until))"
        case .opening(let gate, let time): "\(gate.text) opens in \(wait(time))"
        case .parallelism(let limit, let leases): "\(leases) of \(limit) leases that it may have"
        case .backoff(let items, let until): "\(items) items again, the first in \(wait(until))"
        case .fragments(let count, let limit): "\(count) fragments of \(limit)"
        case .allLeased(let items, let leases, let workers, let oldest):
            "\(items) items leased, \(leases) leases of \(workers) workers, the oldest for "
                + "\(now.milliseconds - oldest.milliseconds) ms"
        case .noWorker(let leaving): "no worker, \(leaving) leaving"
        case .noCredit(let workers): "\(workers) workers have all they can take"
        case .noIdleWorker(let workers, let isMakingRoom):
            "\(workers) workers, none idle, \(isMakingRoom ? "one" : "none") makes room"
        case .behindSuspects(let ahead): "behind \(ahead.text) suspects"
        case .behindPriority(let own, let highest, let ahead):
            "priority \(own) behind \(ahead.text) tasks up to \(highest)"
        case .behindTenant(let own, let other): "tenant \(own.text) behind \(other.text)"
        case .behindJob(let leases, let other, let otherLeases):
            "its job with \(leases) leases behind job \(other.text) with \(otherLeases)"
        case .behindTasks(let ahead): "behind \(ahead.text) tasks of its job"
        case .behindLane(let queue, let kind, let priority): "workers look at \(queue)/\(kind), priority \(priority)"
        }
    }
}

extension WaitCause.Ahead {
    fileprivate var text: String { isAtLeast ? "more than \(tasks)" : "\(tasks)" }
}

extension WaitCause.Standing {
    fileprivate var text: String {
        "\(tenant) (\(leases) leases, weight \(weight)\(debt > 0 ? ", owes \(debt) ms" : ""))"
    }
}

extension GateName {
    fileprivate var text: String { "\(isQueue ? "queue" : "key") \(name)" }
}

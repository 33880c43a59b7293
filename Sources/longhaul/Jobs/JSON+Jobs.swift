import Console
import LonghaulClient

/// What is printed with `--json`. Names are those of the protocol, ids are text, times are ISO 8601 or null.
extension JSON {
    /// `isMeasured`: it comes from a status service, so that its tasks have a rate and a time left.
    init(_ job: Job, isMeasured: Bool) {
        self = [
            "job": .string("\(job.id)"), "name": .string(job.name), "tenant": .string(job.tenant),
            "priority": JSON(job.priority), "state": .string(job.state.rawValue), "paused": .bool(job.isPaused),
            "version": JSON(job.version),
            "submitted": JSON(time: job.submitted), "started": JSON(time: job.started), "ended": JSON(time: job.ended),
            "requeued_from": job.requeuedFrom.map { .string("\($0)") } ?? .null,
            "schedule": job.schedule.map { .string($0) } ?? .null, "tick": JSON(time: job.tick),
            "tasks": .array(job.tasks.map { JSON($0, isMeasured: isMeasured) }),
        ]
    }

    init(_ task: TaskStatus, isMeasured: Bool) {
        self = [
            "task": JSON(task.ordinal), "name": .string(task.name), "queue": .string(task.queue),
            "kind": .string(task.kind), "state": .string(task.state.rawValue),
            "depends_on": .array(task.dependencies.map { JSON($0) }), "total": JSON(task.total),
            "open": .bool(task.isOpen),
            "done": JSON(task.done), "dead": JSON(task.failedItems), "leased": JSON(task.leased),
            "retrying": JSON(task.retrying), "cancelled": JSON(task.cancelled), "leases": JSON(task.leases),
            "started": JSON(time: task.started), "ended": JSON(time: task.ended),
            "note": task.note.map { ["code": .string($0.code), "text": .string($0.text)] } ?? .null,
            "outputs": .array(task.outputs.map { JSON($0) }),
        ]
        guard isMeasured, case .object(let known) = self else { return }
        self = .object(
            known + [
                Member("items_per_second", task.measuredRate.map { .number($0) } ?? .null),
                Member("seconds_left", task.secondsLeft.map { .number($0) } ?? .null),
            ])
    }

    /// Its bytes are text where they can be, else hexadecimal digits.
    init(_ output: TaskOutput) {
        let data =
            if let text = output.text {
                Member("text", .string(text))
            } else {
                Member(
                    "hex", .string(output.data.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
                )
            }
        self = .object([Member("item", JSON(output.item)), data])
    }

    init(_ job: JobSummary) {
        self = [
            "job": .string("\(job.id)"), "name": .string(job.name), "tenant": .string(job.tenant),
            "state": .string(job.state.rawValue), "submitted": JSON(time: job.submitted),
            "ended": JSON(time: job.ended),
            "tasks": JSON(job.tasks), "total": JSON(job.total), "done": JSON(job.done), "dead": JSON(job.failedItems),
        ]
    }

    /// Null for a time that has not come.
    init(time: Int64?) {
        self = time.map { .string(Format.timestamp(unixMilliseconds: $0)) } ?? .null
    }
}

extension TaskOutput {
    /// Nil for what is no UTF-8, or holds what no text does: many a binary message happens to be UTF-8.
    fileprivate var text: String? {
        guard let text = String(validating: data, as: UTF8.self) else { return nil }
        let isText = text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\r" || $0 == "\t" }
        return isText ? text : nil
    }
}

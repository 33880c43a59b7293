import Console
import LonghaulClient

/// What is printed with `--json`. Names are those of the protocol, ids are text, times are ISO 8601 or null.
extension JSON {
    init(_ job: Job) {
        self = [
            "job": .string("\(job.id)"), "name": .string(job.name), "tenant": .string(job.tenant),
            "priority": JSON(job.priority), "state": .string(job.state.rawValue), "version": JSON(job.version),
            "submitted": JSON(time: job.submitted), "started": JSON(time: job.started), "ended": JSON(time: job.ended),
            "requeued_from": job.requeuedFrom.map { .string("\($0)") } ?? .null,
            "tasks": .array(job.tasks.map { JSON($0) }),
        ]
    }

    init(_ task: TaskStatus) {
        self = [
            "task": JSON(task.ordinal), "name": .string(task.name), "queue": .string(task.queue),
            "kind": .string(task.kind), "state": .string(task.state.rawValue),
            "depends_on": .array(task.dependencies.map { JSON($0) }), "total": task.total.map { JSON($0) } ?? .null,
            "done": JSON(task.done), "dead": JSON(task.dead), "leased": JSON(task.leased),
            "retrying": JSON(task.retrying), "cancelled": JSON(task.cancelled), "leases": JSON(task.leases),
            "started": JSON(time: task.started), "ended": JSON(time: task.ended),
            "items_per_second": task.rate.map { .number($0) } ?? .null,
            "seconds_left": task.secondsLeft.map { .number($0) } ?? .null,
            "outputs": .array(task.outputs.map { JSON($0) }),
        ]
    }

    /// Its bytes are text where they are UTF-8, else hexadecimal digits.
    init(_ output: TaskOutput) {
        let data: Member =
            if let text = String(validating: output.data, as: UTF8.self) {
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
            "tasks": JSON(job.tasks), "total": JSON(job.total), "done": JSON(job.done), "dead": JSON(job.dead),
        ]
    }

    /// Null for a time that has not come.
    init(time: Int64?) {
        self = time.map { .string(Format.timestamp(unixMilliseconds: $0)) } ?? .null
    }
}

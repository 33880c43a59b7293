import Console
import LonghaulClient

extension JSON {
    /// `item` is null where the whole task died.
    init(_ letter: DeadLetter) {
        self = [
            "id": .string("\(letter.id)"), "job": .string("\(letter.job)"), "task": JSON(letter.task),
            "task_name": .string(letter.taskName), "queue": .string(letter.queue), "kind": .string(letter.kind),
            "item": letter.item.map { JSON($0) } ?? .null, "cause": .string(letter.cause.rawValue),
            "attempts": JSON(letter.attempts), "code": .string(letter.code), "text": .string(letter.text),
            "died": JSON(time: letter.died), "group": .string("\(letter.group)"),
        ]
    }

    /// With the tries before, of a letter that they were asked for.
    init(withHistory letter: DeadLetter) {
        guard case .object(let known) = JSON(letter) else { preconditionFailure("a letter is an object") }
        let history = letter.history.map { failed -> JSON in
            [
                "attempt": JSON(failed.attempt), "failed": JSON(time: failed.failed),
                "code": .string(failed.code), "text": .string(failed.text), "timed_out": .bool(failed.isTimedOut),
            ]
        }
        self = .object(known + [Member("history", .array(history))])
    }
}

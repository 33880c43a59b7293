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
            "died": JSON(time: letter.died),
        ]
    }
}

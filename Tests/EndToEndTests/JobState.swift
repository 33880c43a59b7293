import Console

/// A job as `longhaul watch --json` and `longhaul job --json` print it.
struct JobState: Sendable {
    let json: JSON

    init(_ line: String) throws { json = try JSON(parsing: line) }

    var state: String { if case .string(let state)? = json["state"] { state } else { "" } }

    /// A count of the task of that name; 0 where there is none.
    func count(_ name: String, of task: String) -> Int {
        guard case .array(let tasks)? = json["tasks"] else { return 0 }
        return tasks.first { $0["name"] == .string(task) }?[name]?.count ?? 0
    }
}

extension JSON {
    var count: Int? { if case .integer(let count) = self { Int(exactly: count) } else { nil } }
}

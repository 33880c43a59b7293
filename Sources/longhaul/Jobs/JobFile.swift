import Console
import LonghaulClient

/// A job of several tasks as people write it: JSON, small and strict.
enum JobFile {
    static let largest = 1 << 20
    private static let mostTasks = 1000
    private static let largestPayload = 65_536
    private static let mostItems = 10_000
    private static let longestName = 64

    /// Every name there is, for the help text.
    static let form = """
        {"name": TEXT, "tenant": TEXT, "priority": N, "retention": DURATION, "key": TEXT, "reuse": DURATION, "delay": DURATION, \
        "time_limit": DURATION, "tasks": [{"kind": TEXT, "name": TEXT, \
        "queue": TEXT, "payload": ANYTHING, "items": N, "open_timeout": DURATION, "after": [NAME], "items_per_lease": N, "parallelism": N, \
        "attempts": N, "initial_backoff": DURATION, "maximum_backoff": DURATION, "tolerate": "N|P%", \
        "limit_key": TEXT, "attempt_timeout": DURATION}]}
        """

    static func read(_ path: String) throws(CommandFailure) -> JobSpec {
        let bytes = try InputFile.read(path, upTo: largest)
        do {
            return try job(JSON(parsing: bytes, maximumBytes: largest))
        } catch let error as JSONError {
            throw CommandFailure(.usage, "\(path): \(error)")
        } catch let error as JobFileError {
            throw CommandFailure(.usage, "\(path): \(error)")
        } catch {
            preconditionFailure("reading a job file has two kinds of errors, not \(error)")
        }
    }

    /// Checks the form, and what the scheduler would object to in the words of its protocol.
    static func job(_ json: JSON) throws(JobFileError) -> JobSpec {
        let object = try JobFileObject(
            json, at: "job",
            [
                "name", "tenant", "priority", "retention", "tasks", "key", "reuse", "delay", "time_limit",
            ])
        let list = try object.array("tasks")
        guard list.count <= mostTasks else {
            throw object.error("tasks", "has \(list.count): expected 1 to \(mostTasks)")
        }
        var tasks: [TaskSpec] = []
        for (index, value) in list.enumerated() {
            tasks.append(try task(value, at: "tasks[\(index)]", earlier: tasks))
        }
        var job = JobSpec(tasks)
        job.name = try object.text("name", upTo: 128) ?? job.name
        job.tenant = try object.text("tenant", upTo: longestName) ?? job.tenant
        job.priority = try object.value("priority", .integer(in: 0...9)) ?? job.priority
        job.retention = try object.value("retention", .duration())
        job.key = try object.text("key", upTo: 256)
        job.reuse = try object.value("reuse", .duration()) ?? .zero
        job.delay = try object.value("delay", .duration()) ?? .zero
        job.timeLimit = try object.value("time_limit", .timeLimit)
        if tasks.isEmpty { throw object.error("tasks", "has none: expected 1 to \(mostTasks)") }
        return job
    }

    private static func task(_ json: JSON, at place: String, earlier: [TaskSpec]) throws(JobFileError) -> TaskSpec {
        let object = try JobFileObject(
            json, at: place,
            [
                "kind", "name", "queue", "payload", "items", "open_timeout", "after", "items_per_lease", "parallelism",
                "attempts",
                "initial_backoff", "maximum_backoff", "tolerate", "limit_key", "attempt_timeout",
            ])
        guard let kind = try object.text("kind", upTo: longestName) else { throw object.error("kind", "is missing") }
        if kind.isEmpty { throw object.error("kind", "is empty") }
        var task = TaskSpec(kind: kind)
        let name = try object.text("name", upTo: longestName) ?? ""
        task.name = name.isEmpty ? kind : name
        if let other = earlier.firstIndex(where: { $0.name == task.name }) {
            throw object.error(
                "name",
                name.isEmpty
                    ? "is left out, and its kind '\(kind)' is the name of tasks[\(other)]: names are unique in a job"
                    : "is '\(name)', as that of tasks[\(other)]: names are unique in a job")
        }
        task.queue = try object.text("queue", upTo: longestName) ?? task.queue
        task.payload = object.bytes("payload")
        guard task.payload.count <= largestPayload else {
            throw object.error("payload", "has \(task.payload.count) bytes: expected at most \(largestPayload)")
        }
        task.items = try items(of: object)
        task.itemsPerLease = try object.value("items_per_lease", .integer(in: 1...Int(Int32.max)))
        task.parallelism = try object.value("parallelism", .integer(in: 1...Int(Int32.max)))
        task.retry.maximumAttempts = try object.value("attempts", .integer(in: 1...1000)) ?? task.retry.maximumAttempts
        task.retry.initialBackoff = try object.value("initial_backoff", .upToAWeek) ?? task.retry.initialBackoff
        task.retry.maximumBackoff = try object.value("maximum_backoff", .upToAWeek) ?? task.retry.maximumBackoff
        task.tolerance = try object.value("tolerate", .tolerance) ?? task.tolerance
        task.limitKey = try object.text("limit_key", upTo: longestName)
        task.attemptTimeout = try object.value("attempt_timeout", .upToAWeek)
        for (index, name) in try object.array("after").enumerated() {
            guard case .string(let name) = name, let position = earlier.firstIndex(where: { $0.name == name }) else {
                throw object.error("after[\(index)]", "is not the name of an earlier task")
            }
            guard !task.dependencies.contains(position) else {
                throw object.error("after[\(index)]", "names '\(name)' a second time")
            }
            task.dependencies.append(position)
        }
        if task.items == .later, task.dependencies.isEmpty {
            throw object.error("items", "is \"later\", but no task in 'after' could set it")
        }
        return task
    }

    /// Text as it is, everything else as JSON.
    private static func payloads(_ items: [JSON], of object: JobFileObject) throws(JobFileError) -> [[UInt8]] {
        guard (1...mostItems).contains(items.count) else {
            throw object.error(
                "items", "has \(items.count): expected 1 to \(mostItems); append more with 'longhaul append'")
        }
        var payloads: [[UInt8]] = []
        for (index, item) in items.enumerated() {
            let payload = if case .string(let text) = item { Array(text.utf8) } else { Array(item.text.utf8) }
            guard payload.count <= largestPayload else {
                throw object.error("items[\(index)]", "has \(payload.count) bytes: expected at most \(largestPayload)")
            }
            payloads.append(payload)
        }
        return payloads
    }

    private static func items(of object: JobFileObject) throws(JobFileError) -> TaskSpec.Items {
        if object["items"] == .string("later") { return .later }
        let openTimeout = try object.value("open_timeout", .openTimeout)
        if object["items"] == .string("listed") { return .listed(openTimeout: openTimeout) }
        if openTimeout != nil { throw object.error("open_timeout", "is for a task whose 'items' are \"listed\"") }
        if case .array(let items) = object["items"] { return .listed(try payloads(items, of: object), isSealed: true) }
        return .count(try object.value("items", .integer(in: 1...UInt64(4_000_000_000))) ?? 1)
    }
}

/// What is wrong with a job file, and where in it.
struct JobFileError: Error, Equatable, CustomStringConvertible {
    let place: String
    let problem: String

    var description: String { "\(place) \(problem)" }
}

import Console
import LonghaulClient

/// `pause` and `resume`.
struct PauseCommand: Command {
    let pauses: Bool
    var name: String { pauses ? "pause" : "resume" }
    var summary: String {
        pauses ? "hand out nothing more of a job, queue, tenant or key" : "undo a pause, or end a drain"
    }

    let what = Positional(
        "what", .oneOf(["job", "queue", "tenant", "key"]), help: "what is meant by the name that follows")
    let subject = Positional("name", .text(upTo: 64), help: "the job's id, or a name")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    var manual: Manual {
        Manual(
            discussion: """
                While something is paused nothing of it is handed out, whoever submits; what is handed out goes on to \
                its end. A pause lasts until 'longhaul resume', also over a restart. Pauses are independent: work waits \
                for all of them. 'longhaul resume' of a queue or a tenant also has it take new work again after \
                'longhaul drain'.
                """,
            examples: [
                Manual.Example("longhaul \(name) job 7k2m", "One job:"),
                Manual.Example("longhaul \(name) tenant shop", "All that a customer has, and will submit:"),
            ],
            exitCodes: [.refused, .notFound, .unavailable])
    }

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (kind, text) = (arguments[what], arguments[subject])
        let subject: PauseSubject
        switch kind {
        case "queue": subject = .queue(text)
        case "tenant": subject = .tenant(text)
        case "key": subject = .key(text)
        default:
            guard let id = JobID(text) else {
                throw CommandFailure(.usage, "'\(text)' is no job's id: expected one as 'longhaul submit' printed it")
            }
            subject = .job(id)
        }
        try await Client.using(scheduler: scheduler, arguments) { client in
            try await client.setPaused(pauses, subject)
            if pauses { return }
            switch subject {
            case .queue(let name): _ = try await client.setDraining(false, .queue(name))
            case .tenant(let name): _ = try await client.setDraining(false, .tenant(name))
            case .key, .job, .schedule: break
            }
        }
        try listing.print(
            arguments, json: ["what": .string(kind), "name": .string(text), "paused": .bool(pauses)],
            words: "\(kind) \(text) \(pauses ? "is paused" : "goes on")")
        return .done
    }
}

struct PriorityCommand: Command {
    let name = "priority"
    let summary = "change a job's priority"

    let job = Positional("job", .job, help: "the job's id")
    let priority = Positional("priority", .integer(in: 0...9), help: "0 to 9; higher goes first")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: "Holds for what of the job waits; what is handed out goes on.",
        examples: [Manual.Example("longhaul priority 7k2m 9", "Before everything else:")],
        exitCodes: [.refused, .notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (id, priority) = (arguments[job], arguments[priority])
        try await Client.using(scheduler: scheduler, arguments) { try await $0.setPriority(priority, of: id) }
        try listing.print(
            arguments, json: ["job": .string("\(id)"), "priority": JSON(priority)],
            words: "job \(id) has priority \(priority)")
        return .done
    }
}

import Console
import LonghaulClient
import Testing

@testable import longhaul

struct JobFileTests {
    @Test func everyNameIsRead() throws {
        let text = """
            {"name": "report", "tenant": "shop", "priority": 7, "retention": "2h", "tasks": [
              {"kind": "count", "payload": {"path": "a"}, "queue": "fast"},
              {"kind": "work", "name": "w", "items": "later", "after": ["count"], "items_per_lease": 5,
               "parallelism": 2, "attempts": 3, "initial_backoff": "10ms", "maximum_backoff": "1s", "tolerate": "0.5%"},
              {"kind": "sum", "items": 12, "payload": "text", "after": ["count", "w"]}]}
            """
        let job = try JobFile.job(JSON(parsing: text))
        var work = TaskSpec(kind: "work", name: "w", items: .later, dependencies: [0], itemsPerLease: 5, parallelism: 2)
        work.retry = RetryPolicy(
            maximumAttempts: 3, initialBackoff: .milliseconds(10), maximumBackoff: .seconds(1))
        work.tolerance = .perMille(5)
        #expect(job.name == "report" && job.tenant == "shop" && job.priority == 7 && job.retention == .seconds(7200))
        #expect(
            job.tasks == [
                TaskSpec(kind: "count", name: "count", queue: "fast", payload: Array(#"{"path":"a"}"#.utf8)), work,
                TaskSpec(
                    kind: "sum", name: "sum", payload: Array("text".utf8), items: .count(12), dependencies: [0, 1]),
            ])
    }

    @Test func itemsCanBeListed() throws {
        let text = """
            {"tasks": [{"kind": "a", "items": ["x", 5, {"y": [1]}]}, {"kind": "b", "items": "listed", "open_timeout": "5m"},
              {"kind": "c", "items": "listed"}]}
            """
        let payloads = ["x", "5", #"{"y":[1]}"#].map { Array($0.utf8) }
        #expect(
            try JobFile.job(JSON(parsing: text)).tasks.map(\.items) == [
                .listed(payloads, isSealed: true), .listed(openTimeout: .seconds(300)), .listed(),
            ])
    }

    @Test func whatIsLeftOutIsAsTheLibraryHasIt() throws {
        let job = try JobFile.job(JSON(parsing: #"{"tasks": [{"kind": "noop", "queue": null}]}"#))
        #expect(job == JobSpec([TaskSpec(kind: "noop", name: "noop")]))
    }

    @Test(arguments: [
        ("[]", "job is not an object"),
        (
            #"{"task": []}"#,
            "job has 'task', which means nothing there: expected delay, key, name, priority, retention, reuse, tasks, tenant, time_limit"
        ),
        (#"{"tasks": {}}"#, "job.tasks is not a list"), (#"{"tasks": [7]}"#, "tasks[0] is not an object"),
        (#"{"name": "n"}"#, "job.tasks has none: expected 1 to 1000"),
        (#"{"tasks": []}"#, "job.tasks has none: expected 1 to 1000"),
        (
            #"{"tasks": [{"kind": "a"}, {"kind": "b", "name": "a"}]}"#,
            "tasks[1].name is 'a', as that of tasks[0]: names are unique in a job"
        ),
        (
            #"{"tasks": [{"kind": "a"}, {"kind": "b"}, {"kind": "a", "name": ""}]}"#,
            "tasks[2].name is left out, and its kind 'a' is the name of tasks[0]: names are unique in a job"
        ),
        (
            #"{"tasks": [{"kind": "a"}, {"kind": "b", "items": "later"}]}"#,
            #"tasks[1].items is "later", but no task in 'after' could set it"#
        ),
        (
            #"{"tasks": [{"kind": "a"}, {"kind": "b", "after": ["a", "a"]}]}"#,
            "tasks[1].after[1] names 'a' a second time"
        ),
        (#"{"tasks": [{"kind": ""}]}"#, "tasks[0].kind is empty"),
        (
            #"{"tasks": [{"kind": "a", "items": []}]}"#,
            "tasks[0].items has 0: expected 1 to 10000; append more with 'longhaul append'"
        ),
        (
            #"{"tasks": [{"kind": "a", "open_timeout": "1m"}]}"#,
            "tasks[0].open_timeout is for a task whose 'items' are \"listed\""
        ),
        (#"{"tasks": [{}]}"#, "tasks[0].kind is missing"), (#"{"tasks": [{"kind": 1}]}"#, "tasks[0].kind is not text"),
        (#"{"priority": 10}"#, "job.priority is not an integer from 0 to 9"),
        (#"{"priority": true}"#, "job.priority is not an integer from 0 to 9"),
        (#"{"tasks": [{"kind": "a", "items": 0}]}"#, "tasks[0].items is not an integer from 1 to 4000000000"),
        (
            #"{"tasks": [{"kind": "a"}, {"kind": "b", "after": ["a", "c"]}]}"#,
            "tasks[1].after[1] is not the name of an earlier task"
        ),
        (#"{"tasks": [{"kind": "a", "after": ["a"]}]}"#, "tasks[0].after[0] is not the name of an earlier task"),
        (
            #"{"tasks": [{"kind": "a", "tolerate": "101%"}]}"#,
            "tasks[0].tolerate is not a number of items, or a share of them such as 1% or 0.5%"
        ),
    ])
    func aMistakeIsNamedWithItsPlace(text: String, problem: String) throws {
        let json = try JSON(parsing: text)
        let error = #expect(throws: JobFileError.self) { try JobFile.job(json) }
        #expect(error?.description == problem)
    }

    @Test(
        arguments: [
            ("kind", 64, "tasks[0].kind"), ("name", 64, "tasks[0].name"), ("queue", 64, "tasks[0].queue"),
            ("payload", 65_536, "tasks[0].payload"),
        ])
    func theLimitsAreTheSchedulers(name: String, limit: Int, place: String) throws {
        func file(_ length: Int) throws -> JSON {
            var task: [JSON.Member] = [JSON.Member(name, .string(String(repeating: "x", count: length)))]
            if name != "kind" { task.append(JSON.Member("kind", "noop")) }
            return ["tasks": [.object(task)]]
        }
        _ = try JobFile.job(file(limit))
        let error = #expect(throws: JobFileError.self) { try JobFile.job(file(limit + 1)) }
        #expect(error?.description == "\(place) has \(limit + 1) bytes: expected at most \(limit)")
    }

    @Test func aJobHasAThousandTasksAtMost() throws {
        func file(_ count: Int) -> JSON {
            ["tasks": .array((0..<count).map { ["kind": "noop", "name": .string("\($0)")] })]
        }
        #expect(try JobFile.job(file(1000)).tasks.count == 1000)
        let error = #expect(throws: JobFileError.self) { try JobFile.job(file(1001)) }
        #expect(error?.description == "job.tasks has 1001: expected 1 to 1000")
    }

    @Test func aFileThatIsNotThereIsAWrongCommandLine() throws {
        let failure = #expect(throws: CommandFailure.self) { try JobFile.read("/nowhere/job.json") }
        #expect(failure?.code == .usage)
        #expect(failure?.message == "can't read /nowhere/job.json: No such file or directory")
    }
}

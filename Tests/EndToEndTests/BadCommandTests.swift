import Console
import Glibc
import LonghaulClient
import Platform
import Testing

/// Command lines and services that can't do what is asked: an exit code for scripts, a line for people.
@Suite(.needsProgram)
struct BadCommandTests {
    private let folder: TemporaryFolder
    private let binary: String

    init() throws {
        folder = try TemporaryFolder()
        binary = try #require(TestRun.binary)
    }

    @Test(arguments: [
        (["--from", "nobody"], "--from: "), (["--smtp", "foo bar"], "--smtp 'foo bar': expected a mail server"),
        (["--subject", "two\nlines"], "--subject: there is a line break"),
        (["--unsubscribe", "http://a.test"], "--unsubscribe: a URL must begin with https:// or mailto:"),
        (["--list", ""], "--list '': expected a path"), (["--priority", "10"], "--priority '10': expected an integer"),
    ])
    func aCampaignThatCantBeRightIsNotSubmitted(words: [String], message: String) async throws {
        var options = ["--list": "l", "--template": "t", "--subject": "s", "--from": "a@b.test", "--smtp": "m.test"]
        options[words[0]] = words[1]
        let line = ["campaign", "send"] + options.flatMap { [$0.key, $0.value] }
        try await expect(line, code: 2, message: "longhaul campaign send: \(message)")
    }

    @Test(arguments: [
        (["submit"], "longhaul submit: what is to be done?"), (["watch", "no job"], "longhaul watch: JOB 'no job': "),
        (["submit", "--file", "/nowhere"], "longhaul submit: can't read /nowhere: "),
        (["dead", "requeue"], "longhaul dead requeue: which dead letters?"),
        (["worker", "--kind", "dance"], "longhaul worker: --kind dance: this worker knows campaign.probe, "),
        (["scheduler", "--listen", "192.0.2.1"], "longhaul scheduler: can't listen on 192.0.2.1:7600: without tokens"),
        (["nonsense"], "longhaul: unknown command 'nonsense'"),
    ])
    func aWrongCommandLineIsTwo(words: [String], message: String) async throws {
        try await expect(words, code: 2, message: message)
    }

    @Test func aWrongJobFileIsTwo() async throws {
        let file = folder.file("job.json")
        try TestFile.write(#"{"tasks": [{"kind": "a", "after": ["b"]}]}"#, to: file)
        try await expect(
            ["submit", "--file", file], code: 2,
            message: "longhaul submit: \(file): tasks[0].after[0] is not the name of an earlier task")
        try TestFile.write("{\n  7", to: file)
        try await expect(
            ["submit", "--file", file], code: 2,
            message: "longhaul submit: \(file): not JSON at line 2, column 3: a name in quotes was expected")
    }

    /// Port 9 is below those that are given out, and its service is not installed.
    @Test(arguments: [
        ["submit", "--kind", "noop"], ["jobs"], ["workers"], ["dead", "list"], ["cancel", "1"],
        [
            "campaign", "send", "--list", "l", "--template", "t", "--subject", "s", "--from", "a@b.test", "--smtp",
            "m.test",
        ],
    ])
    func whereNoSchedulerIsTheCodeIsFive(words: [String]) async throws {
        try await expect(words + ["--scheduler", "127.0.0.1:9"], code: 5, message: "is --scheduler right?")
    }

    @Test func whereNoStatusServiceIsTheCodeIsFive() async throws {
        try await expect(["watch", "1", "--status", "127.0.0.1:9"], code: 5, message: "is --status right?")
    }

    @Test(.timeLimit(.minutes(5))) func whatIsNotThereIsFour() async throws {
        let system = try await LocalSystem(workers: 0)
        let lines = [
            ["watch", "zzz"], ["job", "zzz"], ["cancel", "zzz"], ["dead", "show", "zzz"], ["dead", "list", "zzz"],
            ["dead", "list", "--job", "zzz"], ["dead", "requeue", "--job", "zzz"], ["dead", "discard", "--job", "zzz"],
            ["dead", "requeue", "zzz"],
        ]
        for words in lines { #expect(try await system.run(words).code == 4, "\(words)") }
        for words in [["watch", "zzz"], ["job", "zzz"], ["cancel", "zzz"], ["dead", "list", "--job", "zzz"]] {
            #expect(try await system.run(words).errors.contains("no such job zzz: it was never"), "\(words)")
        }
    }

    /// A list of nothing is an answer; nothing to change, of what was described, is a mistake.
    @Test(.timeLimit(.minutes(5))) func whereNothingMatchesOnlyAListAndAllAreDone() async throws {
        let system = try await LocalSystem(workers: 0)
        let job = try await system.run("submit", "--kind", "nobody").line
        let descriptions = [
            ["--code", "nope"], ["--queue", "zzz"], ["--job", job], ["--job", job, "--code", "nope"],
        ]
        for description in descriptions {
            #expect(try await system.run(["dead", "list"] + description).code == 0, "\(description)")
            for command in ["requeue", "discard"] {
                let outcome = try await system.run(["dead", command] + description)
                #expect(outcome.code == 4, "\(command) \(description)")
                #expect(outcome.errors.contains("no dead letter matches"))
                #expect(outcome.output == "")
            }
        }
        #expect(try await system.run("dead", "requeue", "--all").line == "requeued 0")
        #expect(try await system.run("dead", "discard", "--all").line == "discarded 0")
    }

    /// Nobody sets the count of the second task: how many items failed is not known, and none can be tried again.
    @Test(.timeLimit(.minutes(5))) func aTaskThatNobodyCountedCanOnlyBeForgotten() async throws {
        let system = try await LocalSystem()
        let client = try system.client()
        defer { client.close() }
        let tasks = [TaskSpec(kind: "noop"), TaskSpec(kind: "noop", name: "later", items: .later, dependencies: [0])]
        let id = try await client.submit(JobSpec(tasks))
        #expect(try await system.run("watch", "\(id)").code == 1)
        #expect(try await system.json("jobs").first?["dead"] == JSON.null)
        #expect(try await system.json("job", "\(id)").first?["tasks"]?[1]?["dead"] == JSON.null)
        let watched = try await system.run("watch", "\(id)")
        #expect(watched.errors.contains("job \(id) failed: task 'later': nobody said how many items it has; "))
        #expect(!watched.errors.contains("requeue"))
        let letters = try await system.run("dead", "list", "--job", "\(id)").output
        #expect(letters.contains(" count-not-set ") && letters.contains("  nobody said how many items it has\n"))
        var filter = DeadLetterFilter()
        filter.job = id
        let page = try await client.deadLetters(filter)
        let letter = "\(try #require(page.letters.first).id)"
        #expect(
            try await system.run("dead", "show", letter).output.hasSuffix(
                "\nnobody said how many items it has\n'longhaul dead discard \(letter)' forgets it\n"))
        let some = try await system.run("dead", "list", letter, "zzz")
        #expect(some.code == 4 && some.output.contains("nobody said"))
        #expect(some.errors.contains("no dead letter that matches has the id zzz"))
        let columns = try await system.run("jobs").output.split(separator: "\n").last?.split(separator: " ")
        #expect(columns?.suffix(3).prefix(2) == ["1", "?"])

        let requeued = try await system.run("dead", "requeue", "--job", "\(id)")
        #expect(requeued.code == 3)
        #expect(requeued.errors.contains("what matches can't be requeued: nobody has set how many items"))
        #expect(try await system.run("dead", "discard", "--job", "\(id)").line == "discarded 1")
        #expect(try await system.run("dead", "requeue", "--job", "\(id)").code == 4)
    }

    @Test(.timeLimit(.minutes(5))) func anIDThatCantBePrintedIsNotLost() async throws {
        let system = try await LocalSystem(workers: 0)
        let campaign = try Campaign(in: system.folder, list: "email\n")
        for words in [["submit", "--kind", "noop"], campaign.words] {
            let outcome = try await TestProcess.run(
                ["/bin/sh", "-c", "exec \"$0\" \"$@\" >/dev/full", binary] + words,
                environment: ["LONGHAUL_SCHEDULER": system.scheduler.name], in: system.folder)
            #expect(outcome.code == 1)
            let id = outcome.errors.split(separator: " ").drop { $0 != "job" }.dropFirst().first ?? ""
            #expect(outcome.errors.contains("is accepted, but can't write the output: No space left"))
            #expect(try await system.run("job", "\(id)").code == 0, "\(outcome.errors)")
        }
    }

    private func expect(_ words: [String], code: CInt, message: String) async throws {
        let outcome = try await TestProcess.run([binary] + words, in: folder)
        #expect(outcome.code == code)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output == "")
    }
}

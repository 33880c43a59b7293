import Console
import Glibc
import Platform
import Testing

@Suite(.needsProgram)
struct CampaignTests {
    /// Of three workers, one is killed in the middle: the others reach everybody, no more hear twice than the scheduler
    /// allows to be in the air, and the dead letters are those that the server refuses.
    @Test(.timeLimit(.minutes(5))) func aKilledWorkersRecipientsAreReachedByOthers() async throws {
        let unacknowledged = 25
        let system = try await LocalSystem(
            workers: 3, scheduler: ["--unacknowledged-items", "\(unacknowledged)"])
        let list = try await recipients(3_000, in: system.folder)
        let addresses = addresses(in: list)
        let refused = Set(stride(from: 50, to: addresses.count, by: 100).map { addresses[$0] })
        let refusals = system.folder.file("refused")
        try TestFile.write(refused.sorted().joined(separator: "\n"), to: refusals)
        let record = system.folder.file("record")
        // A server that takes its time, so that the kill comes while every worker has mail in the air.
        let sink = try await Role.sink(
            ["--record", record, "--reject-file", refusals, "--defer-share", "0.01", "--delay-ms", "8"],
            in: system.folder)
        var campaign = try Campaign(in: system.folder, list: list)
        campaign.server = sink.name
        let submitted = try await system.run(campaign.words)
        try #require(submitted.code == 0, "\(submitted)")
        let id = submitted.line
        #expect(submitted.errors == "the mail goes out through smtp://\(sink.name), without TLS\n")

        let victim = system.workers[1]
        let killedAt = Lock<Int?>(nil)
        let last = try await system.follow(id) { job in
            let done = job.count("done", of: "send")
            killedAt.withLock { killedAt in
                guard killedAt == nil, done >= 600 else { return }
                victim.kill()
                killedAt = done
            }
            return true
        }
        #expect(try #require(killedAt.withLock { $0 }) < 2_700, "killed in the middle")
        #expect(last.state == "succeeded")

        var heard: [String: Int] = [:]
        for line in TestFile.read(record).split(separator: "\n") {
            heard[String(line.split(separator: "\t")[1]), default: 0] += 1
        }
        #expect(Set(heard.keys) == Set(addresses).subtracting(refused))
        let twice = heard.values.reduce(0) { $0 + $1 - 1 }
        #expect(twice <= unacknowledged)
        let letters = try await system.json("dead", "list", "--job", id, "--limit", "1000")
        let dead = letters.compactMap { $0["item"]?.count.map { addresses[$0] } }
        #expect(dead.count == refused.count && Set(dead) == refused)
        let reported = try await system.run("watch", id, "--quiet")
        #expect(reported.code == 0)
        #expect(reported.errors.contains("succeeded, but for 30 items, no more than were tolerated: task 'send', item"))
    }

    @Test(.timeLimit(.minutes(5))) func aSubmitThatIsWatchedEndsWithTheJobsCode() async throws {
        let system = try await LocalSystem()
        let sink = try await Role.sink([], in: system.folder)
        var campaign = try Campaign(in: system.folder, list: "email,name\na@example.org,Ada\n")
        campaign.server = "smtp://\(sink.name)"
        campaign.options = ["--watch", "--json"]
        let outcome = try await system.run(campaign.words)
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
        let lines = try outcome.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(lines.first?["state"] == "pending")
        #expect(lines.last?["state"] == "succeeded")
        #expect(lines.first?["job"] == lines.last?["job"])
    }

    /// The sender sees it: the worker's log is not where they look.
    @Test(.timeLimit(.minutes(5))) func aListThatRepeatsAnAddressIsTold() async throws {
        let system = try await LocalSystem()
        let sink = try await Role.sink([], in: system.folder)
        var campaign = try Campaign(in: system.folder, list: "email,name\na@example.org,Ada\nA@example.org,Ada\n")
        campaign.server = "smtp://\(sink.name)"
        campaign.options = ["--watch"]
        let sent = try await system.run(campaign.words)
        let told = "probe: 1 of the list's 2 rows repeats the address of an earlier one"
        #expect(sent.code == 0)
        #expect(sent.errors.split(separator: "\n").count { $0.hasPrefix(told) } == 1, "\(sent.errors)")
        #expect(try await system.run("job", sent.line).output.contains("\n\(told)"))
    }

    /// As the demonstration's: names and notes that need quoting.
    private func recipients(_ count: Int, in folder: TemporaryFolder) async throws -> String {
        let made = try await TestProcess.run([TestRun.tool("recipients"), "--count", "\(count)"], in: folder)
        return made.output
    }

    /// Every row starts with its address, and what follows a line break in a note holds none.
    private func addresses(in list: String) -> [String] {
        list.split(separator: "\n").dropFirst().compactMap { line in
            let field = line.prefix { $0 != "," }
            return field.contains("@") ? String(field) : nil
        }
    }
}

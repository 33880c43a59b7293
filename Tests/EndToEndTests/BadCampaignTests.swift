import Console
import Glibc
import Platform
import Testing

/// What a worker finds wrong with a campaign: the command line was right, so the watch ends with the reason.
@Suite(.needsProgram)
struct BadCampaignTests {
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            ("email,name\na@example.org,Ada\nb@example.org,Bo,one too many\n", "Hi {{name}}\n", "line 3"),
            ("email,name\n\"a@example.org,Ada\n", "Hi {{name}}\n", "line 2"),
            ("email,name\na@example.org,Ada\n", "Hi {{nmae}}\n", "no column `nmae`"),
            ("email,name\n", "Hi {{name}}\n", "no recipients"), ("", "Hi {{name}}\n", "is empty"),
            ("name\nAda\n", "Hi {{name}}\n", "email"),
        ])
    func isToldToWhoeverWatches(list: String, template: String, part: String) async throws {
        let system = try await LocalSystem()
        var campaign = try Campaign(in: system.folder, list: list, template: template)
        campaign.options = ["--watch", "--quiet"]
        let outcome = try await system.run(campaign.words)
        #expect(outcome.code == 6)
        #expect(outcome.errors.contains("is stalled, for what is left depends on a dead task: task 'probe': "))
        #expect(outcome.errors.contains(part))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(try await system.json("queues").allSatisfy { $0["leases"] == 0 })

        // The item of the task that died is one that failed, wherever it is told of.
        let summary = try #require(try await system.json("jobs").first)
        #expect(summary["dead"] == 1)
        guard case .string(let id)? = summary["job"] else { throw TestFailure(text: "\(summary)") }
        #expect(try await system.json("job", id).first?["tasks"]?[0]?["dead"] == 1)
        let watched = try await system.run("watch", id)
        #expect(watched.errors.contains("probe  0%  0/1  failed after"), "\(watched.errors)")
        #expect(watched.errors.contains("  failed 1\n"))
    }

    /// The list grows while it is sent to: what was read under another content is not sent to.
    @Test(.timeLimit(.minutes(5))) func aListThatChangesUnderWayStopsTheCampaign() async throws {
        let system = try await LocalSystem()
        let rows = (0..<2_000).map { "u\($0)@example.org,Ada" }.joined(separator: "\n")
        var campaign = try Campaign(in: system.folder, list: "email,name\n\(rows)\n")
        let sink = try await Role.sink(["--delay-ms", "8"], in: system.folder)
        campaign.server = sink.name
        campaign.options = ["--items-per-lease", "50"]
        let submitted = try await system.run(campaign.words)
        let id = submitted.line
        let hasChanged = Lock(false)
        let path = campaign.list
        let last = try await system.follow(id) { job in
            if job.state == "stalled" { return false }
            try hasChanged.withLock { hasChanged in
                guard !hasChanged, job.count("done", of: "send") > 0 else { return }
                try TestFile.append("late@example.org,Eve\n", to: path)
                hasChanged = true
            }
            return true
        }
        #expect(hasChanged.withLock { $0 })
        #expect(last.state == "stalled")
        let watched = try await system.run("watch", id, "--quiet")
        #expect(watched.code == 6)
        #expect(watched.errors.contains("task 'send': list-"), "\(watched.errors)")
        let letter = try #require(try await system.json("dead", "list", "--job", id).first)
        guard case .string(let name)? = letter["id"] else { throw TestFailure(text: "\(letter)") }
        // Discarded, it can't be requeued any more: only a cancel ends the job.
        #expect(try await system.run("dead", "discard", name).code == 0)
        let advice = try await system.run("watch", id, "--quiet")
        #expect(advice.code == 6)
        #expect(advice.errors.contains("'longhaul cancel \(id)' ends it") && !advice.errors.contains("requeue"))
        #expect(try await system.run("cancel", id).code == 0)
    }

    /// It is waited for, half a minute: servers are restarted.
    @Test(
        .onlyWithFaults, .timeLimit(.minutes(5)))
    func aMailServerThatIsNotThereStopsTheCampaign() async throws {
        let system = try await LocalSystem()
        var campaign = try Campaign(in: system.folder, list: "email,name\na@example.org,Ada\n")
        campaign.options = ["--watch", "--quiet"]
        let outcome = try await system.run(campaign.words)
        #expect(outcome.code == 6)
        #expect(outcome.errors.contains("task 'send': smtp-"), "\(outcome.errors)")
    }
}

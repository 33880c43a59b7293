import Contract
import LonghaulClient
import Platform
import Testing

@testable import Campaigns

/// Whole campaigns, from the submit to the sink's record.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Sink.obstacle == nil))
struct CampaignDeliveryTests {
    let folder = try! TemporaryFolder()

    @Test func everyRecipientGetsOneMail() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        for number in 1...3 { try system.startWorker("w\(number)") }
        var plan = system.plan(to: sink.url, list: CampaignSystem.list(500))
        plan.campaign.report = system.folder.file("report.json")
        let job = try await system.run(plan)
        #expect(job.state == .succeeded)
        #expect(sink.records().map(\.recipient).sorted() == CampaignSystem.addresses(500))
        let ids = (0..<500).map { "<\(plan.campaign.id).\($0)@s.example>" }
        #expect(Set(sink.records().map(\.messageID)) == Set(ids))
        let report = String(decoding: system.folder.read(plan.campaign.report), as: UTF8.self)
        #expect(report.contains("\"campaign\": \"\(plan.campaign.id)\"") && report.contains("\"sent\": 500,"))
        try await system.stop()
    }

    /// The sender must see it afterwards too.
    @Test func addressesThatARowRepeatsAreInTheReport() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        try system.startWorker()
        var plan = system.plan(to: sink.url, list: "email,name\na@x.test,A\nb@x.test,B\nA@X.test,A\n")
        plan.campaign.report = system.folder.file("report.json")
        let job = try await system.run(plan)
        #expect(job.state == .succeeded && job.send.done == 3)
        let report = String(decoding: system.folder.read(plan.campaign.report), as: UTF8.self)
        #expect(report.contains("\"recipients\": 3,\n  \"duplicates\": 1,"), "\(report)")
        try await system.stop()
    }

    @Test func deferredRecipientsAreTriedAgain() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--defer-share", "0.3"])
        try system.startWorker()
        let job = try await system.run(system.plan(to: sink.url, list: CampaignSystem.list(100)))
        #expect(job.state == .succeeded && job.send.dead == 0)
        #expect(sink.records().map(\.recipient).sorted() == CampaignSystem.addresses(100))
        #expect((sink.stop()["deferred"] ?? 0) > 0)
        try await system.stop()
    }

    @Test func refusedRecipientsBecomeDeadLettersThatSayWho() async throws {
        let system = try await CampaignSystem()
        let refused = folder.write("u3@x.test\nu77@x.test\n".utf8, to: "refused")
        let sink = Sink(in: folder, ["--reject-file", refused])
        try system.startWorker()
        let job = try await system.run(system.plan(to: sink.url, list: CampaignSystem.list(100)))
        #expect(job.state == .succeeded && job.send.done == 98)
        let letters = try await system.letters(of: job.id)
        #expect(letters.map(\.text).sorted() == ["u3@x.test: no such user", "u77@x.test: no such user"])
        #expect(letters.allSatisfy { $0.code == "550 5.1.1" && $0.cause == .permanent && $0.attempts == 1 })
        try await system.stop()
    }

    @Test(arguments: [(TaskSpec.Tolerance?.none, 1), (.items(2), 0.5)] as [(TaskSpec.Tolerance?, Double)])
    func aCampaignWithTooManyDeadLettersHasFailed(tolerance: TaskSpec.Tolerance?, share: Double) async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--reject-share", "\(share)"])
        try system.startWorker()
        var plan = system.plan(to: sink.url, list: CampaignSystem.list(30))
        if let tolerance { plan.tolerance = tolerance }
        let job = try await system.run(plan)
        #expect(job.state != .succeeded && job.send.state == .dead)
        try await system.stop()
    }

    @Test(arguments: [CampaignsV1.AmbiguousPolicy.retry, .park])
    func doubtsAreTreatedAsTheCampaignSays(policy: CampaignsV1.AmbiguousPolicy) async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--drop-share", "0.1"])
        try system.startWorker()
        var plan = system.plan(to: sink.url, list: CampaignSystem.list(100))
        plan.campaign.ambiguous = policy
        let job = try await system.run(plan)
        let reached = Set(sink.records().map(\.recipient))
        let dropped = sink.stop()["dropped"] ?? 0
        #expect(job.state == .succeeded && dropped > 0)
        let letters = try await system.letters(of: job.id)
        #expect(letters.allSatisfy { $0.cause == .parked && $0.text.contains("@x.test: ") })
        #expect(
            letters.allSatisfy {
                $0.text.hasSuffix("it may have arrived. Requeue sends it again, discard leaves it.")
                    && !$0.text.contains("ry again")
            })
        #expect(letters.count == (policy == .park ? dropped : 0))
        if policy == .retry { #expect(reached == Set(CampaignSystem.addresses(100))) }
        try await system.stop()
    }

    // MARK: A server that wants less

    /// A rate that even a busy machine is faster than.
    @Test func slowDownCostsNobodyAnAttempt() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--rate", "10"])
        try system.startWorker()
        var plan = system.plan(to: sink.url, list: CampaignSystem.list(40))
        plan.retry.maximumAttempts = 1
        let job = try await system.run(plan)
        #expect(job.state == .succeeded && job.send.dead == 0)
        #expect(sink.records().map(\.recipient).sorted() == CampaignSystem.addresses(40))
        #expect((sink.stop()["throttled"] ?? 0) > 0)
        try await system.stop()
    }

    /// More workers and connections than the server bears: none of it is a failure.
    @Test func aLimitOfConnectionsIsKept() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--max-connections", "2", "--delay-ms", "5"])
        var server = MailServer.Options()
        server.standing.patience = .zero
        server.standing.patienceWithKnown = .zero
        server.idle = .milliseconds(100)
        for number in 1...3 { try system.startWorker("w\(number)", server: server) }
        var plan = system.plan(to: sink.url, list: CampaignSystem.list(300))
        plan.campaign.connections = 4
        plan.retry.maximumAttempts = 1
        let job = try await system.run(plan)
        #expect(job.state == .succeeded && job.send.dead == 0)
        #expect(sink.records().map(\.recipient).sorted() == CampaignSystem.addresses(300))
        #expect((sink.stop()["refused"] ?? 0) > 0)
        try await system.stop()
    }

    /// The only connection that the server bears is not kept by a worker that has nothing to send.
    @Test func unusedConnectionsAreClosed() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--max-connections", "1"])
        var server = MailServer.Options()
        server.idle = .milliseconds(50)
        for queue in ["one", "two"] {
            try system.startWorker(queue, queue: queue, server: server)
            var plan = system.plan(to: sink.url, list: CampaignSystem.list(10, local: queue))
            plan.queue = queue
            #expect(try await system.run(plan).state == .succeeded)
        }
        let summary = sink.stop()
        #expect(summary["accepted"] == 20)
        #expect((summary["quit"] ?? 0) > 0, "and politely so")
        try await system.stop()
    }

    // MARK: A server that cannot be used

    @Test func anUnreachableServerStopsTheCampaignUntilItIsThere() async throws {
        let system = try await CampaignSystem()
        let gone = Sink(in: folder)
        _ = gone.stop()
        var server = MailServer.Options()
        server.standing.patience = .milliseconds(100)
        server.standing.firstPause = .milliseconds(20)
        try system.startWorker(server: server)
        let plan = system.plan(to: gone.url, list: CampaignSystem.list(20))
        let job = try await system.run(plan)
        #expect(job.send.state == .dead && job.send.done == 0)
        let letters = try await system.letters(of: job.id)
        #expect(letters.map(\.code) == ["smtp-unreachable"])
        #expect(letters.first?.text.contains("127.0.0.1:\(gone.port)") == true)
        #expect(letters.first?.text.contains("requeue") == true)

        let sink = Sink(in: folder, ["--port", "\(gone.port)"])
        let again = try await system.end(of: try await system.requeue(job.id))
        #expect(again.state == .succeeded)
        #expect(sink.records().map(\.recipient).sorted() == CampaignSystem.addresses(20))
        try await system.stop()
    }

    /// One worker, one server, three logins and one for another server: none uses another's connection.
    @Test func eachLoginIsItsOwn() async throws {
        let system = try await CampaignSystem()
        let right = folder.write("127.0.0.1\nada\nlovelace\n".utf8, to: "right", mode: 0o600)
        let wrong = folder.write("127.0.0.1\nada\nbyron\n".utf8, to: "wrong", mode: 0o600)
        let stolen = folder.write("mail.example.org\nada\nlovelace\n".utf8, to: "stolen", mode: 0o600)
        let sink = Sink(in: folder, ["--credentials", folder.write("ada\nlovelace\n".utf8, to: "sink")])
        try system.startWorker()
        var codes: [String] = []
        for credentials in ["", right, wrong, stolen, right] {
            var plan = system.plan(to: sink.url, list: CampaignSystem.list(20))
            plan.campaign.credentials = credentials
            let job = try await system.run(plan)
            let letters = try await system.letters(of: job.id)
            #expect(letters.allSatisfy { $0.item == nil }, "the campaign is stopped, not each recipient")
            codes.append(letters.first?.code ?? "\(job.state)")
        }
        let expected = [
            "smtp-sender-refused", "succeeded", "smtp-login-denied", "smtp-configuration", "succeeded",
        ]
        #expect(codes == expected)
        #expect(sink.stop()["accepted"] == 40)
        try await system.stop()
    }

    /// One lease waits for a server that says nothing, with all connections that it may have. It is given up once its
    /// server's time is over: it must not have to be for others to go on.
    @Test func aSilentServerHoldsUpNoOtherCampaign() async throws {
        let system = try await CampaignSystem()
        let silent = try SilentServer()
        let sink = Sink(in: folder)
        var server = MailServer.Options()
        server.standing.patience = .zero
        try system.startWorker(concurrency: 2, server: server)
        var plan = system.plan(to: "smtp://127.0.0.1:\(silent.port)", list: CampaignSystem.list(100))
        plan.campaign.connections = 64
        plan.itemsPerLease = 100
        let stuck = try await system.submit(plan)
        _ = try await system.job(stuck) { $0.send.leased == 100 }
        plan.campaign.server = sink.url
        plan.campaign.report = system.folder.file("report.json")
        #expect(try await system.run(plan).state == .succeeded)
        #expect(try await system.client.job(stuck).state == .running)
        _ = try await system.client.cancel(stuck)
        try await system.stop()
    }

    /// As many leases as there are threads for mail, each of them waiting.
    @Test func listsAreReadWhileAllConnectionsWait() async throws {
        let system = try await CampaignSystem()
        let silent = try SilentServer()
        var server = MailServer.Options()
        server.standing.patience = .zero
        let threads = CampaignHandlers.mostThreads
        try system.startWorker(concurrency: threads + 1, server: server)
        var plan = system.plan(to: "smtp://127.0.0.1:\(silent.port)", list: CampaignSystem.list(threads * 2))
        plan.itemsPerLease = 2
        let stuck = try await system.submit(plan)
        _ = try await system.job(stuck) { $0.send.leases == threads }
        let next = try await system.submit(plan)
        let job = try await system.job(next) { $0.tasks[0].state.hasEnded }
        #expect(job.tasks[0].state == .succeeded)
        #expect(try await system.client.job(stuck).state == .running)
        for id in [stuck, next] { _ = try await system.client.cancel(id) }
        try await system.stop()
    }

    /// The slot of a cancelled campaign is free at once, whatever its server does.
    @Test func aCancelledCampaignDoesNotWaitForItsServer() async throws {
        let system = try await CampaignSystem()
        let silent = try SilentServer()
        let slow = Sink(in: try TemporaryFolder(), ["--delay-ms", "100000"])
        let sink = Sink(in: folder)
        try system.startWorker(concurrency: 1)
        for url in ["smtp://127.0.0.1:\(silent.port)", slow.url] {
            let id = try await system.submit(system.plan(to: url, list: CampaignSystem.list(20)))
            _ = try await system.job(id) { $0.send.leased > 0 }
            _ = try await system.client.cancel(id)
        }
        let start = ContinuousClock.now
        #expect(try await system.run(system.plan(to: sink.url, list: CampaignSystem.list(20))).state == .succeeded)
        #expect(.now - start < .seconds(20), "less than any time-out")
        try await system.stop()
    }
}

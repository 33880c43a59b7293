import Contract
import Glibc
import LonghaulClient
import Platform
import Testing

@testable import Campaigns

/// Campaigns whose list or template is wrong, or does not stay what it was.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Sink.obstacle == nil))
struct CampaignInputTests {
    let folder = try! TemporaryFolder()

    @Test(
        arguments: [
            ("email,name\na@x.test,b\nc@x.test\n", "Hello\n", "list-invalid", "line 3, column 1"),
            ("email,name\n", "Hello\n", "list-invalid", "no recipients"),
            ("", "Hello\n", "list-invalid", "The list is empty"),
            ("email,name\na@x.test,b\n", "\n", "template-empty", "mail.txt: there is nothing"),
            ("email,name\na@x.test,b\n", "Hello\n{{nmae}}\n", "template-unknown-field", "mail.txt, line 2"),
        ])
    func isRefusedBeforeAnybodyIsWrittenTo(
        list: String, template: String, code: String, text: String
    ) async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        try system.startWorker()
        let job = try await system.run(system.plan(to: sink.url, list: list, template: template))
        #expect(job.tasks[0].state == .dead)
        let letters = try await system.letters(of: job.id)
        #expect(letters.map(\.code) == [code])
        #expect(letters.first?.text.contains(text) == true, "\(letters)")
        #expect(sink.records().isEmpty)
        try await system.stop()
    }

    /// Submits a campaign and returns when it was checked, and before anything is sent.
    private func checked(_ plan: CampaignPlan, by system: CampaignSystem) async throws -> JobID {
        try system.startWorker("checker", kinds: [CampaignPlan.probe])
        let id = try await system.submit(plan)
        let job = try await system.job(id) { $0.tasks[0].state.hasEnded }
        #expect(job.tasks[0].state == .succeeded)
        try await system.stopWorkers()
        return id
    }

    @Test func aListThatChangedStopsTheCampaignUntilItIsBack() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        let list = CampaignSystem.list(2_000)
        let id = try await checked(system.plan(to: sink.url, list: list), by: system)
        _ = system.folder.write(list.replacing("u1500@x.test", with: "v1500@x.test").utf8, to: "list.csv")
        try system.startWorker()
        let job = try await system.end(of: id)
        #expect(job.send.state == .dead)
        #expect(try await system.letters(of: id).map(\.code).contains("list-changed"))
        let reached = Set(sink.records().map(\.recipient))
        #expect(!reached.contains("v1500@x.test") && !reached.contains("u1501@x.test"))

        _ = system.folder.write(list.utf8, to: "list.csv")
        let again = try await system.end(of: try await system.requeue(id))
        #expect(again.state == .succeeded)
        let all = sink.records().map(\.recipient)
        #expect(Set(CampaignSystem.addresses(2_000)).symmetricDifference(all).isEmpty)
        #expect(all.count <= 2_000 + 100, "twice: what was under way when the campaign was stopped")
        try await system.stop()
    }

    /// The second campaign's index does not stand for the first one's list.
    @Test func twoCampaignsOfOnePathMailTheirOwnLists() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        let (first, second) = (CampaignSystem.list(500, local: "a"), CampaignSystem.list(500, local: "b"))
        let one = try await checked(system.plan(to: sink.url, list: first), by: system)
        let two = try await checked(system.plan(to: sink.url, list: second), by: system)
        try system.startWorker()
        #expect(try await system.end(of: two).state == .succeeded)
        #expect(try await system.end(of: one).send.state == .dead)
        #expect(sink.records().map(\.recipient).sorted() == CampaignSystem.addresses(500, local: "b"))

        _ = system.folder.write(first.utf8, to: "list.csv")
        #expect(try await system.end(of: try await system.requeue(one)).state == .succeeded)
        let all = CampaignSystem.addresses(500, local: "a") + CampaignSystem.addresses(500, local: "b")
        #expect(Set(all).symmetricDifference(sink.records().map(\.recipient)).isEmpty)
        try await system.stop()
    }

    @Test func aTouchedListIsTheSame() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        let id = try await checked(system.plan(to: sink.url, list: CampaignSystem.list(50)), by: system)
        system.folder.touch(system.folder.file("list.csv"), at: 1_000)
        try system.startWorker()
        #expect(try await system.end(of: id).state == .succeeded)
        try await system.stop()
    }

    @Test func aTemplateThatChangedStopsTheCampaign() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        let id = try await checked(system.plan(to: sink.url, list: CampaignSystem.list(50)), by: system)
        _ = system.folder.write("Other\n".utf8, to: "mail.txt")
        try system.startWorker()
        #expect(try await system.end(of: id).send.state == .dead)
        let letters = try await system.letters(of: id)
        #expect(letters.map(\.code) == ["template-changed"])
        #expect(letters.first?.text.contains("The template \(system.folder.file("mail.txt")) has changed") == true)
        #expect(sink.records().isEmpty)
        try await system.stop()
    }

    @Test func aListThatIsGoneSaysWhatToDo() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        let list = CampaignSystem.list(50)
        let id = try await checked(system.plan(to: sink.url, list: list), by: system)
        #expect(unlink(system.folder.file("list.csv")) == 0)
        try system.startWorker()
        #expect(try await system.end(of: id).send.state == .dead)
        let letters = try await system.letters(of: id)
        #expect(letters.map(\.code) == ["list-unreadable"])
        #expect(letters.first?.text.contains("Put it back and requeue this letter") == true)
        _ = system.folder.write(list.utf8, to: "list.csv")
        #expect(try await system.end(of: try await system.requeue(id)).state == .succeeded)
        try await system.stop()
    }

    /// As `dead requeue` with the id that the advice names: those who were refused for good are not asked again.
    @Test func theLetterOfTheWholeTaskAloneLetsItGoOn() async throws {
        let system = try await CampaignSystem()
        let refused = folder.write("u3@x.test\n".utf8, to: "refused")
        let sink = Sink(in: folder, ["--reject-file", refused])
        let list = CampaignSystem.list(2_000)
        var plan = system.plan(to: sink.url, list: list)
        plan.itemsPerLease = 100
        let id = try await checked(plan, by: system)
        _ = system.folder.write(list.replacing("u1500@x.test", with: "v1500@x.test").utf8, to: "list.csv")
        try system.startWorker()
        #expect(try await system.end(of: id).send.state == .dead)
        let whole = try #require(try await system.letters(of: id).first { $0.item == nil })
        _ = system.folder.write(list.utf8, to: "list.csv")
        var filter = DeadLetterFilter()
        filter.ids = [whole.id]
        #expect(try await system.client.requeue(filter).requeued == 1)
        let job = try await system.end(of: id)
        #expect(job.state == .succeeded && job.send.done == 1_999)
        #expect(try await system.letters(of: id).map(\.code) == ["550 5.1.1"])
        try await system.stop()
    }

    /// At the end it would be too late: everybody has the mail, and the campaign counts as failed.
    @Test func aReportThatCannotBeWrittenIsFoundBeforeAnybodyIsWrittenTo() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        try system.startWorker()
        let file = system.folder.write("".utf8, to: "file")
        for path in [system.folder.file("missing/report.json"), "\(file)/report.json", system.folder.path] {
            var plan = system.plan(to: sink.url, list: CampaignSystem.list(5))
            plan.campaign.report = path
            let job = try await system.run(plan)
            #expect(job.tasks[0].state == .dead)
            let letters = try await system.letters(of: job.id)
            #expect(letters.map(\.code) == ["report"])
            #expect(letters.first?.text.contains("The report \(path) could not be written at the end") == true)
        }
        #expect(sink.records().isEmpty)
        try await system.stop()
    }

    /// The folder was there at first. A new job writes the report, with all that the ended one found.
    @Test func aReportWhoseFolderWentIsWrittenByARequeue() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder)
        let reports = system.folder.file("reports")
        #expect(mkdir(reports, 0o700) == 0)
        var plan = system.plan(to: sink.url, list: CampaignSystem.list(5) + "U0@x.test,N\n")
        plan.campaign.report = "\(reports)/report.json"
        let id = try await checked(plan, by: system)
        #expect(rmdir(reports) == 0)
        try system.startWorker()
        #expect(try await system.end(of: id).state == .failed)
        #expect(mkdir(reports, 0o700) == 0)
        #expect(try await system.end(of: try await system.requeue(id)).state == .succeeded)
        let report = String(decoding: system.folder.read(plan.campaign.report), as: UTF8.self)
        #expect(report.contains("\"recipients\": 6,\n  \"duplicates\": 1,\n  \"sent\": 6,"), "\(report)")
        #expect(sink.records().count == 6)
        #expect(unlink(plan.campaign.report) == 0 && rmdir(reports) == 0)
        try await system.stop()
    }

    /// The job is another one, the campaign is not: who got the mail before can be told from who gets it now.
    @Test func aRequeueAfterTheEndKeepsMessageIDs() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--defer-share", "0.3"])
        try system.startWorker()
        var plan = system.plan(to: sink.url, list: CampaignSystem.list(50))
        plan.retry.maximumAttempts = 1
        let job = try await system.run(plan)
        #expect(job.state == .succeeded && job.send.dead > 0)
        let again = try await system.requeue(job.id)
        #expect(again != job.id)
        #expect(try await system.end(of: again).state == .succeeded)
        let ids = (0..<50).map { "<\(plan.campaign.id).\($0)@s.example>" }
        #expect(sink.records().map(\.messageID).sorted() == ids.sorted())
        try await system.stop()
    }
}

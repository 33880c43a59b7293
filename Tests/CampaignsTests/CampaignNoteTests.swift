import LonghaulClient
import Platform
import Testing

@testable import Campaigns

/// Whoever watches a campaign that does not move sees why.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Sink.obstacle == nil))
struct CampaignNoteTests {
    let folder = try! TemporaryFolder()

    /// Every state of the job from now on, to its end.
    private func states(of id: JobID, in system: CampaignSystem) async throws -> [Job] {
        var states: [Job] = []
        for try await job in system.client.watch(id) { states.append(job) }
        return states
    }

    @Test func aServerThatCannotBeReachedIsNotedUntilItIsBack() async throws {
        let system = try await CampaignSystem()
        let gone = Sink(in: folder)
        _ = gone.stop()
        var server = MailServer.Options()
        server.standing.patience = .seconds(120)
        server.standing.firstPause = .milliseconds(20)
        server.standing.longestReconnectPause = .milliseconds(100)
        try system.startWorker(server: server)
        var plan = system.plan(to: gone.url, list: CampaignSystem.list(20))
        plan.itemsPerLease = 10
        let id = try await system.submit(plan)
        let waiting = try await system.job(id) { $0.send.note != nil }
        #expect(waiting.send.note?.code == "smtp-unreachable")
        #expect(waiting.send.note?.text.contains("127.0.0.1:\(gone.port) cannot be reached") == true)
        #expect(try await system.client.job(id).send.note == waiting.send.note, "readers see what followers see")
        #expect(waiting.send.done == 0 && waiting.tasks[0].note == nil)

        let sink = Sink(in: folder, ["--port", "\(gone.port)", "--delay-ms", "300"])
        let moving = try await system.job(id) { $0.send.note == nil }
        #expect(!moving.state.hasEnded && moving.send.done < 20)
        let job = try await system.end(of: id)
        #expect(job.state == .succeeded && job.send.note == nil)
        #expect(sink.records().map(\.recipient).sorted() == CampaignSystem.addresses(20))
        try await system.stop()
    }

    @Test func aServerThatAsksToSlowDownIsNoted() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--rate", "10"])
        var server = MailServer.Options()
        server.standing.firstPause = .seconds(1)
        try system.startWorker(server: server)
        let id = try await system.submit(system.plan(to: sink.url, list: CampaignSystem.list(30)))
        let states = try await states(of: id, in: system)
        let notes = Set(states.compactMap(\.send.note))
        #expect(notes.contains { $0.code.hasPrefix("451") && $0.text.hasPrefix("The mail server asks to slow down: ") })
        #expect(states.last?.state == .succeeded && states.last?.send.note == nil)
        try await system.stop()
    }

    @Test func aServerThatSaysNothingIsNoted() async throws {
        let system = try await CampaignSystem()
        let silent = try SilentServer()
        var server = MailServer.Options()
        server.silence = .milliseconds(10)
        try system.startWorker(server: server)
        let url = "smtp://127.0.0.1:\(silent.port)"
        let id = try await system.submit(system.plan(to: url, list: CampaignSystem.list(20)))
        let waiting = try await system.job(id) { $0.send.note != nil }
        #expect(waiting.send.note?.code == "smtp-silent")
        _ = try await system.client.cancel(id)
        #expect(try await system.client.job(id).send.note == nil)
        try await system.stop()
    }

    /// It took the connection, and then the message.
    @Test func aServerThatDoesNotAnswerMessagesIsNoted() async throws {
        let system = try await CampaignSystem()
        let slow = Sink(in: folder, ["--delay-ms", "100000"])
        var server = MailServer.Options()
        server.silenceToMessages = .milliseconds(10)
        try system.startWorker(server: server)
        let id = try await system.submit(system.plan(to: slow.url, list: CampaignSystem.list(20)))
        let waiting = try await system.job(id) { $0.send.note != nil }
        #expect(waiting.send.note == TaskNote(code: "smtp-silent", text: "127.0.0.1:\(slow.port) does not answer."))
        _ = try await system.client.cancel(id)
        try await system.stop()
    }

    /// A refusal that may pass is said of the recipients that wait for their retry.
    @Test func recipientsThatWaitSayWhy() async throws {
        let system = try await CampaignSystem()
        let sink = Sink(in: folder, ["--defer-share", "1"])
        try system.startWorker()
        var plan = system.plan(to: sink.url, list: CampaignSystem.list(10))
        plan.retry.initialBackoff = .seconds(100)
        plan.retry.maximumBackoff = .seconds(100)
        let id = try await system.submit(plan)
        let waiting = try await system.job(id) { $0.send.note != nil && $0.send.retrying == 10 }
        #expect(waiting.send.note?.code.hasPrefix("450") == true)
        #expect(waiting.send.note?.text.contains("@x.test: ") == true)
        _ = try await system.client.cancel(id)
        try await system.stop()
    }
}

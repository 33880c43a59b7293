import Contract
import LonghaulClient
import Platform
import Testing

@testable import Campaigns

/// Campaigns to servers that never say yes, or break what they began.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct HostileServerTests {
    /// Runs a campaign to the recipients, each tried at most once, and answers the job with its letters.
    private func run(
        _ recipients: [String], from sender: String = "news@s.example", to listener: ScriptedListener
    ) async throws -> (job: Job, letters: [DeadLetter]) {
        var server = MailServer.Options()
        server.standing.firstPause = .milliseconds(1)
        server.standing.longestPause = .milliseconds(2)
        server.standing.longestReconnectPause = .milliseconds(2)
        let system = try await CampaignSystem()
        // With one slot, or a part of the lease could go to the other one.
        try system.startWorker(concurrency: 1, server: server)
        let list = "email,name\n" + recipients.map { "\($0)@x.test,N\n" }.joined()
        var plan = system.plan(to: listener.url, list: list)
        plan.campaign.from = sender
        plan.retry.maximumAttempts = 1
        plan.itemsPerLease = recipients.count
        let job = try await system.run(plan)
        let letters = try await system.letters(of: job.id)
        try await system.stop()
        listener.stop()
        return (job, letters)
    }

    @Test func aSenderAlwaysDeferredEndsTheCampaign() async throws {
        let (job, letters) = try await run(["a", "b", "c"], from: "deferSender@s.example", to: ScriptedListener())
        #expect(job.send.done == 0 && job.send.dead == 3)
        #expect(letters.map(\.code) == ["450 4.7.1", "450 4.7.1", "450 4.7.1"])
    }

    /// A proxy may do that: it says nothing of any message, and so costs none an attempt.
    @Test(arguments: ["closeSilentlyAtRecipient", "closeSilentlyAtContent"])
    func aServerThatBreaksEachConnectionIsGivenUp(behaviour: String) async throws {
        let listener = try ScriptedListener()
        let (job, letters) = try await run((0..<60).map { "\(behaviour)\($0)" }, to: listener)
        #expect(job.send.state == .dead)
        #expect(letters.filter { $0.item == nil }.map(\.code) == ["smtp-connection-lost"])
        #expect((20...22).contains(listener.connections), "both lanes may be in one when it is given up")
        // Those in doubt may have been delivered, and so are charged.
        let charged = letters.filter { $0.item != nil }.map(\.code)
        #expect(charged.count <= (behaviour == "closeSilentlyAtContent" ? 22 : 0), "\(charged)")
    }

    @Test func aMessageThatBreaksConnectionsIsChargedForIt() async throws {
        let recipients = (0..<40).map { $0 == 3 ? "closeSilentlyAtRecipient3" : "u\($0)" }
        let listener = try ScriptedListener()
        let (job, letters) = try await run(recipients, to: listener)
        #expect(job.state == .succeeded && job.send.done == 39)
        #expect(letters.map(\.code) == ["4.4.2"])
        #expect(letters.first?.text.hasPrefix("closeSilentlyAtRecipient3@x.test") == true)
        #expect(listener.accepted.count == 39)
    }
}

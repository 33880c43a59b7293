import Platform
import Testing

@testable import Campaigns

private func at(_ seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: UInt64((1_000 + seconds) * 1e9))
}

struct ServerStandingTests {
    private var standing = ServerStanding(ServerStanding.Policy(), connections: 4)

    private mutating func connect(_ count: Int, at time: Double) {
        for _ in 0..<count {
            expectRoom(true, at: time)
            standing.connected()
        }
    }

    /// A macro takes no call that changes something.
    private mutating func expectRoom(_ expected: Bool, at time: Double, _ comment: Comment? = nil) {
        let hasRoom = standing.mayConnect(at(time))
        #expect(hasRoom == expected, comment)
    }

    @Test mutating func pausesDoubleUntilSomethingIsAccepted() {
        var lengths: [Duration] = []
        var now = 0.0
        for _ in 0..<9 {
            standing.slowDown(at(now), chance: 1)
            lengths.append(standing.pause(at(now)) ?? .zero)
            now += 100
        }
        #expect(lengths == [0.5, 1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        standing.accepted(0)
        standing.slowDown(at(now), chance: 1)
        #expect(standing.pause(at(now)) == .seconds(60))
        standing.accepted(1)
        standing.slowDown(at(now + 100), chance: 0)
        #expect(standing.pause(at(now + 100)) == .milliseconds(250))
        #expect(standing.pause(at(now + 101)) == nil)
    }

    @Test mutating func hearsOneComplaintOfManySenders() {
        for _ in 0..<10 { standing.slowDown(at(0), chance: 1) }
        #expect(standing.pause(at(0)) == .milliseconds(500))
    }

    @Test mutating func takesNoMoreConnectionsThanTheServerBears() {
        connect(2, at: 0)
        expectRoom(true, at: 0)
        standing.turnedAway(at(0), chance: 1)
        #expect(standing.pause(at(0)) == nil, "two connections go on")
        expectRoom(false, at: 29)
        expectRoom(true, at: 30, "one more is tried from time to time")
        standing.connected()
        expectRoom(false, at: 59)
        standing.disconnected()
        expectRoom(true, at: 59)
    }

    @Test mutating func waitsWhenOthersHoldAllConnections() {
        for attempt in 0..<100 {
            let now = Double(attempt) * 10
            expectRoom(true, at: now)
            standing.turnedAway(at(now), chance: 1)
            #expect((standing.pause(at(now)) ?? .zero) <= .seconds(5))
        }
        #expect(standing.connections == 0)
    }

    @Test mutating func givesUpAnUnknownServerSoonAndAKnownOneLate() {
        func secondsUntilGivenUp(_ standing: inout ServerStanding, from start: Double) -> Double {
            var now = start
            while standing.mayConnect(at(now)), !standing.failedToConnect(at(now), chance: 1) { now += 1 }
            return now - start
        }
        let (first, second) = (secondsUntilGivenUp(&standing, from: 0), secondsUntilGivenUp(&standing, from: 31))
        #expect(first == 30)
        #expect(second == 30, "patience begins anew")
        connect(1, at: 70)
        standing.disconnected()
        let third = secondsUntilGivenUp(&standing, from: 71)
        #expect(third == 300)
    }

    @Test mutating func forgetsFailuresOfLongAgo() {
        expectRoom(true, at: 0)
        let first = standing.failedToConnect(at(0), chance: 1)
        expectRoom(true, at: 3_600)
        let second = standing.failedToConnect(at(3_600), chance: 1)
        #expect(!first && !second)
    }

    @Test mutating func givesUpAServerThatBreaksEveryConnection() {
        func breaksUntilGivenUp(_ standing: inout ServerStanding) -> Int {
            var count = 1
            while !standing.brokeFruitlessly(at(0), chance: 1) { count += 1 }
            return count
        }
        let first = breaksUntilGivenUp(&standing)
        #expect(first == 20)
        for _ in 0..<19 { _ = standing.brokeFruitlessly(at(0), chance: 1) }
        standing.accepted(1)
        let second = breaksUntilGivenUp(&standing)
        #expect(second == 20, "what was accepted counts for more")
        for _ in 0..<19 { _ = standing.brokeFruitlessly(at(0), chance: 1) }
        let muchLater = standing.brokeFruitlessly(at(120), chance: 1)
        #expect(!muchLater, "not of one row")
        #expect(standing.pause(at(120)) != nil, "and yet a reason to rest")
    }
}

struct DeliveryFailureTests {
    @Test(
        arguments: [
            ("421 4.7.0", "Try again later", .recipient, true),
            ("450 4.7.1", "greylisted", .sender, true),
            ("451 4.7.1", "sending rate exceeded, slow down", .sender, true),
            ("452 4.3.1", "Insufficient system storage", .sender, false),
            ("452", "no room for so much", .sender, false),
            ("451 4.3.4", "too large just now", .sender, false),
            ("450 4.6.7", "no such letters", .sender, false),
            ("452 4.3.1", "too many messages", .sender, true),
            ("450 4.3.10", "not a full disk", .sender, true),
            ("454", "Throttling failure: Maximum sending rate exceeded.", .content, true),
            ("450 4.2.1", "the user receives mail too fast", .recipient, true),
            ("450 4.2.0", "Greylisted, see http://a.test", .recipient, false),
            ("451 4.7.1", "Greylisting in action, please come back later", .recipient, false),
            ("452 4.2.2", "mailbox full", .recipient, false),
            ("550 5.7.1", "throttled for good", .recipient, false),
            ("4.4.2", "The connection is lost", .sender, false),
        ] as [(String, String, DeliveryFailure.Stage, Bool)])
    func knowsWhatIsAboutTheServer(code: String, text: String, stage: DeliveryFailure.Stage, isAsked: Bool) {
        #expect(DeliveryFailure(code: code, text: text, stage: stage).asksToSlowDown == isAsked)
    }

    @Test(
        arguments: [
            ("553 5.1.8", .sender, true), ("530 5.7.0", .sender, true), ("550", .sender, true),
            ("552 5.3.4", .sender, false), ("550 5.6.7", .sender, false), ("451 4.7.1", .sender, false),
            ("550 5.1.1", .recipient, false), ("554 5.7.1", .content, false), ("5.6.7", .sender, false),
        ] as [(String, DeliveryFailure.Stage, Bool)])
    func knowsWhatIsAboutTheCampaign(code: String, stage: DeliveryFailure.Stage, isRefused: Bool) {
        #expect(DeliveryFailure(code: code, text: "", stage: stage).refusesSender == isRefused)
    }
}

struct ComplaintsTests {
    /// How many it takes until they count as a failure.
    private func count(
        _ complaints: inout Complaints, _ limits: Complaints.Limits = .recipient, accepted: (Int) -> UInt64
    ) -> Int {
        var count = 1
        while !complaints.add(limits, accepted: accepted(count)) { count += 1 }
        return count
    }

    @Test func areAboutTheRecipientWhenOthersAreServed() {
        var complaints = Complaints(accepted: 0)
        #expect(count(&complaints) { UInt64($0) * 10 } == 3)
        #expect(count(&complaints) { 100 + UInt64($0 / 2) } == 4, "not when nothing was served since the last one")
    }

    @Test func endSomeDay() {
        var complaints = Complaints(accepted: 0)
        #expect(count(&complaints) { _ in 0 } == 20)
        #expect(count(&complaints) { _ in 7 } == 20)
        #expect(count(&complaints, .sender) { _ in 7 } == 20)
    }

    @Test func countNothingThatWasServedBeforeThem() {
        var complaints = Complaints(accepted: 500)
        #expect(count(&complaints) { 499 + UInt64($0) } == 4, "the first one came when nobody else was served")
    }

    @Test func areLessAboutTheRecipientAtMail() {
        var complaints = Complaints(accepted: 0)
        #expect(count(&complaints, .sender) { UInt64($0) } == 10)
    }
}

import Contract
import Testing

@testable import LonghaulWorker

/// Why a lease does not move: the newest is said, once.
@Suite struct LedgerNoteTests {
    private let away = V1.Failure(code: "away", text: "the server is away")
    private let slow = V1.Failure(code: "slow", text: "it asks to slow down")

    @Test func `a note alone makes a report, and is said once`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.note(away, of: 1)
        let report = try ledger.report()
        #expect(report == V1.Report(lease: 1, note: away))
        ledger.acknowledged(1)
        ledger.note(away, of: 1)
        #expect(ledger.say() == V1.WorkerUpdate())
        #expect(ledger.unacknowledged == 3)
    }

    @Test func `only the newest is said, and one that is over before it was said not at all`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.note(away, of: 1)
        ledger.note(slow, of: 1)
        #expect(try ledger.report().note == slow)
        ledger.note(away, of: 1)
        ledger.note(slow, of: 1)
        ledger.acknowledged(1)
        #expect(ledger.say() == V1.WorkerUpdate())
        ledger.note(nil, of: 1)
        #expect(try ledger.report() == V1.Report(lease: 1, note: V1.Failure()))
    }

    @Test func `while a report is under way the note waits for the next`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.done([0])
        #expect(try ledger.report().note == nil)
        ledger.note(away, of: 1)
        #expect(ledger.say() == V1.WorkerUpdate())
        ledger.acknowledged(1)
        #expect(try ledger.report() == V1.Report(lease: 1, cursor: 1, note: away))
    }

    @Test func `an item that is settled takes the note back`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.note(away, of: 1)
        _ = ledger.say()
        ledger.acknowledged(1)
        ledger.done([0])
        #expect(try ledger.report() == V1.Report(lease: 1, cursor: 1, note: V1.Failure()))
    }

    @Test func `what settles items brings a note along that still holds`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.note(away, of: 1)
        _ = ledger.say()
        ledger.acknowledged(1)
        ledger.done([0])
        ledger.note(away, of: 1)
        #expect(try ledger.report() == V1.Report(lease: 1, cursor: 1, note: away))
    }

    @Test func `after a lost connection it is said again, and so is that there is none any more`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.note(away, of: 1)
        _ = ledger.say()
        ledger.acknowledged(1)
        _ = ledger.reconnect()
        #expect(try ledger.report() == V1.Report(lease: 1, note: away))
        ledger.note(nil, of: 1)
        _ = ledger.reconnect()
        #expect(try ledger.report() == V1.Report(lease: 1, note: V1.Failure()))
        _ = ledger.reconnect()
        #expect(try ledger.report() == V1.Report(lease: 1, note: V1.Failure()))
        ledger.acknowledged(1)
        #expect(ledger.say() == V1.WorkerUpdate())
    }

    @Test func `a lease that ends says nothing of it`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.note(away, of: 1)
        ledger.finish(1, .returned)
        ledger.note(slow, of: 1)
        #expect(ledger.say().completed == [1])
        ledger.drop(1)
        ledger.note(away, of: 1)
        #expect(ledger.say() == V1.WorkerUpdate())
    }

    /// 86 characters of three bytes are 258.
    @Test func `its text is cut between characters`() {
        let note = V1.Failure(note: Failure(code: "c", text: String(repeating: "東", count: 86)))
        #expect(note.text == String(repeating: "東", count: 85))
        #expect(note.text.utf8.count <= Limits.noteText)
    }
}

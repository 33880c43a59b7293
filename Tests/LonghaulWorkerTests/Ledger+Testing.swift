import Contract
import Testing

@testable import LonghaulWorker

/// Steps as a test writes them, on lease 1 where no other is named.
extension Ledger {
    /// Holds one lease, of which everything there is room for has been handed out.
    init(window: Int, begun ranges: Range<UInt64>...) {
        self.init(window: window)
        grant(1, ranges: ranges)
        while case .items = next(of: 1, upTo: .max) {}
    }

    mutating func grant(_ lease: UInt64, ranges: [Range<UInt64>]) {
        let isNew = hold(lease, ranges: ranges)
        #expect(isNew)
    }

    mutating func done(_ items: some Sequence<UInt64>, output: [UInt8] = []) {
        for item in items {
            settle(item, of: 1, output.isEmpty ? nil : .output(V1.Output(item: item, data: output)))
        }
    }

    mutating func failed(_ item: UInt64, text: String = "") { settle(item, of: 1, .outcome(.retry(item, text: text))) }

    /// What one update can hold of all there is to say.
    mutating func say() -> V1.WorkerUpdate {
        var update = V1.WorkerUpdate()
        _ = say(into: &update)
        return update
    }

    mutating func expectReport(endingAt end: UInt64) throws {
        let report = try report()
        #expect(report.end == end)
    }

    /// The one report of the next update.
    mutating func report() throws -> V1.Report {
        let update = say()
        #expect(update.completed.isEmpty)
        #expect(update.reports.count == 1)
        return try #require(update.reports.first)
    }
}

extension V1.Outcome {
    static func retry(_ item: UInt64, text: String = "") -> V1.Outcome {
        V1.Outcome(item: item, disposition: .retry, failure: V1.Failure(code: "test", text: text))
    }
}

extension V1.Report {
    /// What it tells of past its cursor.
    var settledRanges: [Range<UInt64>] {
        stride(from: 0, to: settled.count, by: 2).map { settled[$0]..<settled[$0 + 1] }
    }
}

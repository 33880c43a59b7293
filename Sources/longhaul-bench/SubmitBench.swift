import Console
import LonghaulClient
import Platform

/// A submit of a million items beside a submit of one, in turns.
struct SubmitBench: Command {
    let name = "submit"
    let summary = "time of a submit with 1 item and with 1,000,000 items, side by side"
    let rounds = Option("rounds", .integer(in: 10...100_000), default: 1_000, help: "submits of each kind")

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let system = try BenchSystem(unacknowledgedItems: 100, retention: "0s")
        let client = try system.client()
        var one: [Double] = []
        var million: [Double] = []
        for _ in 0..<arguments[rounds] {
            one.append(try await time(of: .count(1), client))
            million.append(try await time(of: .count(1_000_000), client))
        }
        client.close()
        _ = system.stop()
        let figures = Figures(bench: "submit", conditions: [.init("rounds", JSON(arguments[rounds]))])
        let (small, large) = (median(one), median(million))
        figures.print("median, 1 item", small, unit: "us")
        figures.print("median, 1000000 items", large, unit: "us")
        figures.print("ratio", large / small, unit: "1")
        return .done
    }

    private func time(of items: TaskSpec.Items, _ client: Client) async throws -> Double {
        let begin = MonotonicTime.now
        _ = try await client.submit(JobSpec([TaskSpec(kind: "nobody", items: items)]))
        return Double((MonotonicTime.now - begin).wholeNanoseconds) / 1_000
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

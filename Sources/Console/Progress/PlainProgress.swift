/// Progress for files and logs: whole lines, one for each change of state, else one for each 5 % or 10 seconds,
/// whichever is first. Pure; gives the lines, writes nothing.
struct PlainProgress {
    static let stepPercent = 5
    static let interval = Duration.seconds(10)

    private struct Printed {
        var state: ProgressBar.State
        var step: Int?
        var done: UInt64
        var at: Duration
    }

    private var printed: [String: Printed] = [:]

    /// The lines that are due at `now`, a time since any fixed moment. Bars are told apart by their names.
    mutating func lines(for bars: [ProgressBar], at now: Duration) -> [String] {
        // A bar that is gone is forgotten, so that the table stays as small as the job.
        let names = Set(bars.map(\.name))
        printed = printed.filter { names.contains($0.key) }
        return bars.filter { isDue($0, at: now) }.map { bar in
            printed[bar.name] = Printed(state: bar.state, step: step(of: bar), done: bar.done, at: now)
            return line(for: bar)
        }
    }

    /// When a line may be due without any change: a bar that runs says so.
    func nextDue(for bars: [ProgressBar]) -> Duration? {
        bars.filter { $0.state == .running }.compactMap { printed[$0.name]?.at }.min().map {
            $0 + PlainProgress.interval
        }
    }

    private func isDue(_ bar: ProgressBar, at now: Duration) -> Bool {
        guard let last = printed[bar.name], last.state == bar.state else { return true }
        return bar.state == .running
            && (now - last.at >= PlainProgress.interval || (step(of: bar) ?? 0) > (last.step ?? 0))
    }

    private func step(of bar: ProgressBar) -> Int? {
        bar.percent.map { $0 / PlainProgress.stepPercent }
    }

    private func line(for bar: ProgressBar) -> String {
        let counts = String(bar.countsText.drop { $0 == " " })
        let parts = [
            DisplayText.printable(bar.name), bar.percent.map { "\($0)%" } ?? "", counts, bar.rateText, bar.statusText,
            bar.retryingText, bar.failedText,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }
}

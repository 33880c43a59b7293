import Console
import LonghaulClient

/// Tells whoever watches a job when no word of it comes, and when it comes again.
actor SilenceNotice {
    private let id: JobID
    private let display: JobWatch.Display
    /// Shows the bars, where there are some.
    private let reporter: ProgressReporter?
    private var wasHeardOf = false
    private var isSilent = false

    init(_ id: JobID, _ display: JobWatch.Display, _ reporter: ProgressReporter?) {
        self.id = id
        self.display = display
        self.reporter = reporter
    }

    /// Some time has passed since the watch began.
    func firstWordIsDue() async {
        if !wasHeardOf { await begin("the status service waits for its scheduler") }
    }

    func begin(_ reason: String) async {
        if isSilent { return }
        isSilent = true
        let line = DisplayText.printable("no word of job \(id) for now, waiting: \(reason)")
        if let reporter { await reporter.hold(saying: line) } else { write(line) }
    }

    func heard() async {
        wasHeardOf = true
        guard isSilent else { return }
        isSilent = false
        let line = "there is word of job \(id) again"
        if let reporter { await reporter.resume(saying: line) } else { write(line) }
    }

    private func write(_ line: String) {
        if case .nothing = display { return }
        // The watch does not depend on being told of.
        try? Output.standardError.write(line + "\n")
    }
}

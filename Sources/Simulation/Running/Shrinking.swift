/// Makes a failing run smaller, for as long as the same checker objects.
extension RunResult {
    /// Runs for each thing that is left out or made smaller.
    private static let tries: UInt64 = 4

    /// The smallest failing run that was found within so many runs. The draws of a run shift with its options, so each
    /// smaller one is tried with some seeds beside its own.
    package func shrunk(runs: Int = 600) -> RunResult {
        guard let checker = violation?.checker else { return self }
        var smallest = self
        var left = runs
        func isSmaller(_ change: (inout Options) -> Void) -> Bool {
            for shift in 0..<Self.tries where left > 0 {
                var options = smallest.options
                options.seed &+= shift &* 0x9E37_79B9
                change(&options)
                if shift == 0, options == smallest.options { return false }
                left -= 1
                let result = options.run()
                guard result.violation?.checker == checker else { continue }
                smallest = result
                return true
            }
            return false
        }
        var hasShrunk = true
        while hasShrunk, left > 0 {
            hasShrunk = false
            for fault in smallest.options.faults.sorted() where isSmaller({ $0.faults.remove(fault) }) {
                hasShrunk = true
            }
            for size in Options.sizes {
                while smallest.options[keyPath: size] > 1, isSmaller({ $0[keyPath: size] /= 2 }) { hasShrunk = true }
            }
        }
        // Nothing after the violation is needed, and nothing is settled.
        return smallest.sparing(checker, runs: left + runs / 2).truncated(checker)
    }

    /// Leaves out troubles as long as the same checker objects: many at once first, then ever fewer (delta debugging,
    /// Zeller and Hildebrandt).
    private func sparing(_ checker: String, runs: Int) -> RunResult {
        var smallest = self
        var left = runs
        var size = max(troubles.count / 2, 1)
        while left > 0 {
            var hasSpared = false
            var place = 0
            while place < smallest.troubles.count, left > 0 {
                var options = smallest.options
                options.spared.formUnion(smallest.troubles[place...].prefix(size).map(\.number))
                left -= 1
                let result = options.run()
                if result.violation?.checker == checker {
                    smallest = result
                    hasSpared = true
                } else {
                    place += size
                }
            }
            if size == 1, !hasSpared { break }
            size = max(size / 2, 1)
        }
        return smallest
    }

    private func truncated(_ checker: String) -> RunResult {
        var options = options
        options.events = events
        let result = options.run()
        return result.violation?.checker == checker ? result : self
    }

    /// A line for the list of regressions in `SimulationTests`.
    package var testLine: String {
        "\"\(options.text)\",  // \(violation?.checker ?? "")"
    }
}

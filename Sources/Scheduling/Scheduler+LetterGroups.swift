/// What dead letters have in common.
package struct LetterGroupView: Equatable, Sendable {
    package var id: UInt64
    package var queue: String
    package var cause: DeathCause
    package var count: UInt32
    /// When the oldest of them was written, and the newest.
    package var first: Timestamp
    package var last: Timestamp
    /// The newest.
    package var sample: LetterView
}

/// A try that failed before the one that its letter is about.
package struct FailureView: Equatable, Sendable {
    package var attempt: UInt16
    package var failed: Timestamp
    package var failure: [UInt8]
    /// It took longer than it may.
    package var timedOut: Bool
}

extension Scheduler {
    /// The largest first. `total`: how many there are. Cost: O(groups × log).
    package func letterGroups(
        limit: Int, where matches: (_ queue: NameID) -> Bool
    ) -> (groups: [LetterGroupView], total: Int) {
        let groups = state.letterGroups.indices.filter { matches(state.letterGroups[$0].queue) }.map {
            (count: state.letterGroups[$0].count, id: state.letterGroups[$0].identifier, index: $0)
        }
        .sorted { ($1.count, $0.id) < ($0.count, $1.id) }
        let views = groups.prefix(limit).compactMap { group -> LetterGroupView? in
            let record = state.letterGroups[group.index]
            guard let sample = letter(state.letters[record.last].id) else { return nil }
            return LetterGroupView(
                id: group.id, queue: state.queues[record.queue], cause: record.cause, count: record.count,
                first: state.letters[record.first].died, last: state.letters[record.last].died, sample: sample)
        }
        return (views, groups.count)
    }

    /// Of the letter's item, oldest first: at most five.
    package func failures(of id: DeadLetterID) -> [FailureView] {
        let letter = state.letter(id)
        if letter.isNone { return [] }
        return state.failures.records(of: state.letters[letter].failures).map {
            FailureView(attempt: $0.attempt, failed: $0.failed, failure: state.blobs[$0.failure], timedOut: $0.timedOut)
        }
    }
}

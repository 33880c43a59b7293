import LonghaulClient

/// Why a job failed or stands still, as far as its dead letters tell.
enum FailureReason: Sendable, Hashable {
    case letter(DeadLetter)
    /// There is none any more: somebody discarded it.
    case discarded
    /// Nobody could be asked.
    case unknown

    /// A requeue can help: not where nobody said how many items there are to try again.
    var allowsRequeue: Bool {
        if case .letter(let letter) = self { letter.cause != .countNotSet } else { true }
    }

    /// So many pages are looked through, of a thousand letters each.
    private static let mostPages = 3

    /// Asks the scheduler: for a letter of a dead task where there is such a task, else for any.
    static func of(_ job: Job, _ client: Client) async -> FailureReason {
        var filter = DeadLetterFilter()
        filter.job = job.id
        var after: DeadLetterID?
        do throws(LonghaulError) {
            for _ in 0..<mostPages {
                let page = try await client.deadLetters(filter, limit: 1000, after: after)
                if let letter = job.cause(among: page.letters) { return .letter(letter) }
                guard let next = page.next else { return .discarded }
                after = next
            }
        } catch {
            // The advice does without: whoever follows it will hear what is wrong with the scheduler.
        }
        return .unknown
    }
}

extension Job {
    /// The letter that says most: of a whole task before one of an item.
    func cause(among letters: [DeadLetter]) -> DeadLetter? {
        let dead = Set(tasks.filter { $0.state == .dead }.map(\.ordinal))
        let telling = letters.filter { dead.isEmpty || dead.contains($0.task) }
        return telling.first { $0.item == nil } ?? telling.first
    }
}

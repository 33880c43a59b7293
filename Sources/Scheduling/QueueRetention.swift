/// How long a queue keeps what is over.
package struct QueueRetention: Hashable, BitwiseCopyable, Sendable {
    /// Milliseconds after its end, for jobs whose first task is the queue's and that don't say it themselves; nil: as
    /// the scheduler's settings say.
    package var jobs: UInt64?
    /// Milliseconds after they were written, for letters of jobs that have ended; nil: until a person decides.
    package var letters: UInt64?

    package init(jobs: UInt64? = nil, letters: UInt64? = nil) {
        self.jobs = jobs
        self.letters = letters
    }
}

/// What was removed because its time was over, since the queue is there.
package struct RemovedCounts: Equatable, BitwiseCopyable, Sendable {
    /// By the queue of their first task.
    package var jobs: UInt64 = 0
    package var letters: UInt64 = 0
}

extension Scheduler {
    /// For jobs that are submitted from now on, and for all letters.
    package mutating func setRetention(_ retention: QueueRetention, of queue: String) {
        let queue = name(queue, in: .queue)
        if state.retentions[Int(queue.rawValue)] != retention { emit(.retentionSet(queue, retention)) }
    }

    /// What the queue says of jobs that don't say it themselves; nil: nothing, so that the settings hold.
    package func retention(ofJobsIn queue: String) -> UInt64? {
        state.queues.find(queue).flatMap { state.retentions[Int($0.rawValue)].jobs }
    }

    /// A letter whose time may be over.
    mutating func expire(_ id: DeadLetterID) {
        let letter = state.letter(id)
        if letter.isNone { return }
        let task = state.letters[letter].task
        let job = state.tasks[task].job
        guard state.jobs[job].state.hasEnded, let due = state.expiry(of: letter), due <= now else { return }
        let jobID = state.jobs[job].id
        emit(.letterExpired(id), about: task)
        removeIfDue(jobID)
    }
}

extension State {
    mutating func setRetention(_ retention: QueueRetention, of queue: NameID) {
        retentions[Int(queue.rawValue)] = retention
        if retention.letters == nil { return }
        for letter in letters.indices where self.queue(of: letters[letter].task) == queue { expectExpiry(of: letter) }
    }

    /// When its time is over, once its job has ended; nil: never.
    func expiry(of letter: LetterIndex) -> Timestamp? {
        retentions[Int(queue(of: letters[letter].task).rawValue)].letters.map { letters[letter].died + $0 }
    }

    mutating func expectExpiry(of letter: LetterIndex) {
        if let due = expiry(of: letter) { dueLetters.insert(max(due, time), letters[letter].id) }
    }

    /// The job has ended: its letters may go from now on.
    @inline(__always) mutating func expectExpiries(of job: JobIndex) {
        if jobs[job].extras.isNone { return }
        var letter = extras[jobs[job].extras].firstLetter
        while !letter.isNone {
            expectExpiry(of: letter)
            letter = letters[letter].next
        }
    }

    mutating func countRemoval(of job: JobIndex) {
        if !jobs[job].firstTask.isNone { removed[Int(queue(of: jobs[job].firstTask).rawValue)].jobs += 1 }
    }

    mutating func expire(_ letter: LetterIndex) {
        removed[Int(queue(of: letters[letter].task).rawValue)].letters += 1
        close(letter)
    }
}

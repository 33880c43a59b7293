/// A try of an item that failed, for whoever looks at its dead letter later.
struct FailureRecord: Sendable {
    let item: UInt32
    let attempt: UInt16
    let failed: Timestamp
    /// `none`: nobody said why.
    let failure: BlobHandle
    /// It took longer than it may.
    let timedOut: Bool
    var next = Slab<FailureRecord>.Index.none

    /// Of one item; the oldest go first.
    static let mostPerItem = 5
    /// Of one task, those in its dead letters aside; the oldest go first.
    static let mostPerTask = 256
    /// Of all tasks: past it none is kept.
    package static let most = 100_000
}

/// Oldest first.
struct FailureList: BitwiseCopyable, Sendable {
    var head = Slab<FailureRecord>.Index.none
    var tail = Slab<FailureRecord>.Index.none
    var count: UInt32 = 0

    var isEmpty: Bool { head.isNone }
}

extension Slab<FailureRecord> {
    mutating func append(_ index: Index, to list: inout FailureList) {
        self[index].next = .none
        if list.isEmpty { list.head = index } else { self[list.tail].next = index }
        list.tail = index
        list.count += 1
    }

    /// Those that match leave the list, in their order; they are still in the slab.
    mutating func take(from list: inout FailureList, where matches: (FailureRecord) -> Bool) -> [Index] {
        var taken: [Index] = []
        var rest = FailureList()
        var index = list.head
        while !index.isNone {
            let next = self[index].next
            if matches(self[index]) { taken.append(index) } else { append(index, to: &rest) }
            index = next
        }
        list = rest
        return taken
    }

    func records(of list: FailureList) -> [FailureRecord] {
        var found: [FailureRecord] = []
        var index = list.head
        while !index.isNone {
            found.append(self[index])
            index = self[index].next
        }
        return found
    }
}

/// How facts change what is known of failed tries. Cost: O(what is kept of the task), and nothing for tasks without.
extension State {
    /// `failure` nil: the same as that of the task's newest.
    mutating func noteFailure(of item: UInt32, under lease: LeaseIndex, _ failure: BlobHandle?, timedOut: Bool) {
        let task = leases[lease].task
        let newest = self[work: task].failures.tail
        precondition(failure != nil || !newest.isNone, "a failure that is said to be the same has one before it")
        let kept = failure ?? blobs.insert(blobs[failures[newest].failure])
        let index = failures.insert(
            FailureRecord(item: item, attempt: leases[lease].attempt, failed: time, failure: kept, timedOut: timedOut))
        failures.append(index, to: &works[tasks[task].work].failures)
        var surplus =
            failures.records(of: self[work: task].failures).count { $0.item == item }
            - FailureRecord.mostPerItem
        if surplus > 0 {
            forgetFailures(of: task) { record in
                guard record.item == item, surplus > 0 else { return false }
                surplus -= 1
                return true
            }
        }
        if self[work: task].failures.count > FailureRecord.mostPerTask {
            var isFirst = true
            forgetFailures(of: task) { _ in
                defer { isFirst = false }
                return isFirst
            }
        }
    }

    /// The items that match have succeeded, or won't be tried any more.
    mutating func forgetFailures(of task: TaskIndex, where matches: (FailureRecord) -> Bool) {
        if self[work: task].failures.isEmpty { return }
        drop(failures.take(from: &works[tasks[task].work].failures, where: matches))
    }

    /// Of items from the lease's cursor on that were not settled otherwise.
    @inline(__always) mutating func forgetFailuresOfDone(upTo end: UInt32, under lease: LeaseIndex) {
        if self[work: leases[lease].task].failures.isEmpty { return }
        forgetDone(upTo: end, under: lease)
    }

    private mutating func forgetDone(upTo end: UInt32, under lease: LeaseIndex) {
        let task = leases[lease].task
        let open = unsettledRanges(of: lease)
        forgetFailures(of: task) { record in record.item < end && open.contains { $0.contains(record.item) } }
    }

    /// What is known of an item goes into its letter.
    mutating func moveFailures(of item: UInt32, of task: TaskIndex, to letter: LetterIndex) {
        if self[work: task].failures.isEmpty { return }
        for index in failures.take(from: &works[tasks[task].work].failures, where: { $0.item == item }) {
            failures.append(index, to: &letters[letter].failures)
        }
    }

    mutating func forgetFailures(of letter: LetterIndex) {
        drop(failures.take(from: &letters[letter].failures) { _ in true })
    }

    private mutating func drop(_ taken: [Slab<FailureRecord>.Index]) {
        for index in taken {
            blobs.retire(failures[index].failure)
            failures.remove(index)
        }
    }
}

/// Items that come to a task in batches, each with a payload of its own.
extension Scheduler {
    /// What an append came to.
    package enum OnAppend: Equatable, Sendable {
        /// The payloads are to be stored under this id, with the row that the facts go into.
        case appended(BatchID)
        /// Nothing was new: the items are there, or there were none.
        case known
        case noSuchTask
        case notListed
        /// They do not follow the ones that are there, or those are not the last ones: the list has so many.
        case outOfOrder
        /// The list is sealed, or the task has ended.
        case closed
        /// The list would have more items or batches than it may.
        case full
    }

    /// Items of one task, and appends that brought some.
    package static let listLimits = (items: UInt32(10_000_000), batches: 100_000)

    /// Appends so many items with the given bytes, of which the first has the number `first`, and with `seals` says that
    /// no more follow. One that is there already is acknowledged: so an append is repeated safely. One without items
    /// changes nothing but that the list's patience begins anew.
    package mutating func append(
        _ count: UInt32, bytes: UInt32, largest: UInt32, at first: UInt32, seals: Bool, to id: TaskID
    ) -> OnAppend {
        let task = state.task(id)
        if task.isNone { return .noSuchTask }
        let list = state.list(of: task)
        guard !list.isNone, !state[work: task].isSelection else { return .notListed }
        let (next, isOpen) = (state.tasks[task].itemCount, state.takesItems(task))
        let (end, overflow) = first.addingReportingOverflow(count)
        let isKnown = !overflow && end <= next
        if !isKnown, first != next { return .outOfOrder }
        if seals, isKnown, end != next { return .outOfOrder }
        if isKnown, !seals || !state[work: task].isListOpen {
            if isOpen { expectItems(of: task) }
            return .known
        }
        if !isOpen { return .closed }
        if !isKnown {
            guard !overflow, end <= Self.listLimits.items,
                state.lists[list].batches.count < Self.listLimits.batches
            else { return .full }
        }
        var outcome = OnAppend.known
        if !isKnown {
            let batch = BatchID(rawValue: state.nextBatch)
            emit(.itemsAppended(id, ItemBatch(id: batch, count: count, bytes: bytes, largest: largest)), about: task)
            volatile.bytesAttached += Int(bytes)
            if state.tasks[task].state.isActive { countArrival(count, of: task) }
            outcome = .appended(batch)
        }
        if seals {
            emit(.listSealed(id), about: task)
            endIfOver(task)
        } else {
            expectItems(of: task)
        }
        return outcome
    }

    /// How many items the task's list has, and whether it takes more; nil: there is none.
    package func list(of id: TaskID) -> (count: UInt32, isOpen: Bool)? {
        let task = state.task(id)
        if task.isNone || state.list(of: task).isNone { return nil }
        return (state.tasks[task].itemCount, state.takesItems(task))
    }

    /// The list waits for items from now on.
    mutating func expectItems(of task: TaskIndex) {
        let list = state.list(of: task)
        let place = Int(list.rawValue)
        while volatile.listDeadlines.count <= place { volatile.listDeadlines.append(.zero) }
        volatile.listDeadlines[place] = now + UInt64(state.lists[list].patience)
    }

    /// Somebody looks after the list when its time is up.
    mutating func watchList(of task: TaskIndex) {
        expectItems(of: task)
        volatile.openLists.insert(volatile.listDeadlines[Int(state.list(of: task).rawValue)], state.id(of: task))
    }

    /// An open list that nothing was appended to for so long will not be sealed, and would hold its job up for ever: its
    /// task is dead. One whose task waits for others holds nothing up.
    mutating func checkList(of id: TaskID) {
        let task = state.task(id)
        if task.isNone || !state.takesItems(task) { return }
        let list = state.list(of: task)
        if state.tasks[task].state == .waiting { expectItems(of: task) }
        let due = volatile.listDeadlines[Int(list.rawValue)]
        if due > now { return volatile.openLists.insert(due, id) }
        die(task, .listNotSealed, .none)
    }

    // MARK: Payloads

    /// Where the payloads of some of a lease's items are.
    package struct PayloadPart: Equatable, Sendable {
        package let batch: BatchID
        /// Of the batch's items, counted from its first.
        package let items: Range<Int>
    }

    /// In the order of the lease's items, and of those that it was granted; none when they carry nothing. `next`: the
    /// batch that items are leased from next, if there is one.
    package func payloads(of id: LeaseID) -> (parts: [PayloadPart], next: BatchID?) {
        let lease = state.lease(id)
        if lease.isNone { return ([], nil) }
        let index = state.list(of: state.leases[lease].task)
        if index.isNone { return ([], nil) }
        var parts: [PayloadPart] = []
        let list = state.lists[index]
        var place = 0
        for range in state.ranges(of: lease) {
            place = list.place(of: range.begin)
            var begin = range.begin
            while begin < range.end {
                let items = list.items(ofBatchAt: place)
                let end = min(items.end, range.end)
                parts.append(
                    PayloadPart(
                        batch: list.batches[place].id, items: Int(begin - items.begin)..<Int(end - items.begin)))
                begin = end
                if begin == items.end { place += 1 }
            }
        }
        return (parts, place < list.batches.count ? list.batches[place].id : nil)
    }

    /// Batches whose last user goes with its job.
    mutating func dropBatches(of job: JobIndex) {
        if state.lists.count == 0 { return }
        for task in state.tasks(of: job) {
            let list = state.list(of: task)
            guard !list.isNone, state.lists[list].uses == 1 else { continue }
            volatile.droppedBatches += state.lists[list].batches.lazy.map(\.id)
        }
    }

    /// For the shell, with the row that says why: batches that nobody needs any more, among them ones that go into the
    /// same row.
    package mutating func takeDroppedBatches() -> [BatchID] {
        defer { volatile.droppedBatches = [] }
        return volatile.droppedBatches
    }
}

/// Everything that may be lost: who is connected, what they can take, when their time is up, how fast work goes.
/// After a restart it starts empty, and every lease has its full time again.
struct Volatile {
    var sessions = Slab<Session>()
    var sessionTable = IdentifierTable<Session>()
    /// Beside the workers' slab.
    var presences: ContiguousArray<Presence> = []
    /// A worker's entry may be too early, never too late.
    var silence = DeadlineHeap<WorkerID>()
    /// Of leases whose attempts may take only so long. An entry may be too early, never too late.
    var timeouts = DeadlineHeap<LeaseID>()
    /// Leases that were called back, until when.
    var recalls = DeadlineHeap<LeaseID>()
    /// Those of them that are there: few.
    var recalled: Set<LeaseID> = []
    /// Of leases of many items, when somebody may wait for a part of them.
    var looks = DeadlineHeap<LeaseID>()
    /// Leases whose holders were asked to give up a part, and have not answered: few.
    var trims: [(lease: LeaseID, lane: LaneIndex)] = []
    /// Beside the leases' slab: when the item at the cursor was begun, as far as is known.
    var attemptsBegan: ContiguousArray<Timestamp> = []
    /// Of tasks with an open list. An entry may be too early, never too late.
    var openLists = DeadlineHeap<TaskID>()
    /// Beside the lists' slab: until when an open one waits for items.
    var listDeadlines: ContiguousArray<Timestamp> = []
    /// Bytes of payloads that go to the store with the batch that is being filled.
    var bytesAttached = 0
    /// Batches whose payloads nobody needs any more, by the facts of the batch that is being filled.
    var droppedBatches: [BatchID] = []
    /// Beside the tasks' slab.
    var paces: ContiguousArray<Pace> = []
    /// Beside the shares' slab.
    var debts: ContiguousArray<Debt> = []
    /// Beside the queues: tasks that end.
    var endings: ContiguousArray<RateMeter> = []
    /// Beside the queues.
    var flows: ContiguousArray<QueueFlow> = []
    /// Beside the lanes: the sessions that serve the lane and have credit.
    var hungry: ContiguousArray<HungrySessions> = []
    /// The session that takes nothing until it has no lease left, to have a suspect item alone. One at a time: the
    /// others go on.
    var clearing = SessionIndex.none
    var followed: Set<JobID> = []
    /// The followed jobs in `Output.changedJobs`.
    var changed: Set<JobID> = []
    /// How many batches were taken.
    var batch: UInt64 = 0
    /// Beside the leases' slab: which facts of the batch the next report on the lease makes needless.
    var newestReports: ContiguousArray<NewestReport> = []
    /// Places of facts in the batch that later ones have made needless.
    var superseded: Set<Int> = []

    subscript(id: SessionID) -> SessionIndex { sessionTable.find(id.rawValue, in: sessions) }

    @inline(__always) mutating func countEnd(in queue: NameID, at now: Timestamp) {
        while endings.count <= Int(queue.rawValue) { endings.append(RateMeter()) }
        endings[Int(queue.rawValue)].count(1, at: now)
    }

    /// Tasks that end, in thousandths of one a second.
    func ended(in queue: NameID, at now: Timestamp) -> UInt64 {
        Int(queue.rawValue) < endings.count ? endings[Int(queue.rawValue)].rate(at: now) : 0
    }

    @inline(__always) mutating func endTrim(of lease: LeaseID) {
        if !trims.isEmpty { trims.removeAll { $0.lease == lease } }
    }

    /// Nothing is asked of a lease that has ended.
    @inline(__always) mutating func endRequests(of lease: LeaseID) {
        endTrim(of: lease)
        if !recalled.isEmpty { recalled.remove(lease) }
    }

    /// nil: none.
    @inline(__always) func debt(of share: ShareIndex, _ record: ShareRecord) -> UInt64? {
        let place = Int(share.rawValue)
        guard place < debts.count, debts[place].share == record.identifier else { return nil }
        return debts[place].milliseconds
    }

    mutating func charge(_ milliseconds: UInt64, to share: ShareIndex, _ record: ShareRecord, atMost most: UInt64) {
        let place = Int(share.rawValue)
        while debts.count <= place { debts.append(Debt(share: .max, milliseconds: 0)) }
        let debt = debts[place].share == record.identifier ? debts[place].milliseconds : 0
        debts[place] = Debt(share: record.identifier, milliseconds: min(debt + milliseconds, most))
    }

    mutating func makeHungry(_ session: SessionIndex) {
        sessions[session].isHungry = true
        for slot in sessions[session].lanes.indices {
            let lane = Int(sessions[session].lanes[slot].lane.rawValue)
            sessions[session].lanes[slot].place = hungry[lane].append(session, slot)
        }
    }

    mutating func makeSated(_ session: SessionIndex) {
        sessions[session].isHungry = false
        for slot in sessions[session].lanes.indices {
            let served = sessions[session].lanes[slot]
            if let moved = hungry[Int(served.lane.rawValue)].remove(at: served.place) {
                sessions[moved.session].lanes[moved.slot].place = served.place
            }
        }
    }
}

typealias SessionIndex = Slab<Session>.Index

/// A connected worker.
struct Session: Identified {
    /// A lane that the session serves, and where it stands among the hungry there, when it is.
    struct ServedLane: BitwiseCopyable {
        let lane: LaneIndex
        var place = 0
    }

    let id: SessionID
    let worker: WorkerIndex
    let kinds: [String]
    /// None: every queue.
    let queues: [String]
    /// Leases that it works on at a time.
    let slots: UInt32
    var lanes: ContiguousArray<ServedLane> = []
    /// Totals over the session's life, as are the next two.
    var leaseCredit: UInt64 = 0
    var itemCredit: UInt64 = 0
    var leasesGranted: UInt64 = 0
    var itemsGranted: UInt64 = 0
    var isLeaving = false
    /// It has a suspect item, or makes room for one: nothing else until it has no lease left.
    var isExclusive = false
    var isHungry = false

    var identifier: UInt64 { id.rawValue }

    var wantsWork: Bool {
        !isLeaving && !isExclusive && leasesGranted < leaseCredit && itemsGranted < itemCredit
    }

    func serves(queue: String, kind: String) -> Bool {
        kinds.contains(kind) && (queues.isEmpty || queues.contains(queue))
    }
}

/// Whether a worker is there, and until when its leases hold.
struct Presence {
    var session: SessionIndex = .none
    var deadline: Timestamp = .zero
    /// The deadline was put off since it was heard last, because nobody listened.
    var isExcused = false
    /// Of its earliest entry among the silent ones; nil: it has none.
    var alarm: Timestamp?
}

/// Time that leases of a share lasted longer than leases should, and that was not made up for yet.
struct Debt: BitwiseCopyable {
    /// Whose: shares take the places of others.
    var share: UInt64
    var milliseconds: UInt64
}

/// Where in the batch the newest facts about a lease's cursor and checkpoint are.
struct NewestReport: BitwiseCopyable {
    var lease = LeaseID(rawValue: 0)
    var batch: UInt64 = 0
    var cursor: Int?
    var checkpoint: Int?
}

/// How fast leases of a task go, to give the next one its size.
struct Pace: BitwiseCopyable {
    /// Of one lease, in thousandths of an item a second; 0: not measured.
    var rate: UInt64 = 0
    /// Items of the largest lease so far.
    var largest: UInt32 = 0

    /// A first lease has one item. Later ones last `length` milliseconds by the measured rate, but none is more
    /// than eight times as large as the largest before it: one quick item says little about the others.
    func size(length: UInt64) -> UInt32 {
        if rate == 0 { return 1 }
        let (product, overflow) = rate.multipliedReportingOverflow(by: length)
        let wanted = overflow ? UInt64(UInt32.max) : product / 1_000_000
        return UInt32(clamping: max(1, min(wanted, UInt64(largest) * 8)))
    }

    /// `items` were settled in `milliseconds`. New measurements count a third.
    mutating func measure(items: UInt32, milliseconds: UInt64, leaseSize: UInt32) {
        let measured = UInt64(items) * 1_000_000 / max(milliseconds, 1)
        rate = rate == 0 ? max(measured, 1) : max((rate * 2 + measured) / 3, 1)
        largest = max(largest, leaseSize)
    }
}

/// Sessions that take turns.
struct HungrySessions {
    private var sessions: ContiguousArray<(session: SessionIndex, slot: Int)> = []
    private var turn = 0

    var isEmpty: Bool { sessions.isEmpty }
    var count: Int { sessions.count }

    mutating func next() -> SessionIndex {
        if turn >= sessions.count { turn = 0 }
        defer { turn += 1 }
        return sessions[turn].session
    }

    func contains(where matches: (SessionIndex) -> Bool) -> Bool { sessions.contains { matches($0.session) } }

    func count(where matches: (SessionIndex) -> Bool) -> Int { sessions.count { matches($0.session) } }

    /// `slot`: which of the session's lanes this is. Returns the place, for `remove`.
    mutating func append(_ session: SessionIndex, _ slot: Int) -> Int {
        sessions.append((session, slot))
        return sessions.count - 1
    }

    /// Returns who has the place now.
    mutating func remove(at place: Int) -> (session: SessionIndex, slot: Int)? {
        let last = sessions.removeLast()
        if place == sessions.count { return nil }
        sessions[place] = last
        return last
    }
}

/// Everything that may be lost: who is connected, what they can take, when their time is up, how fast work goes.
/// After a restart it starts empty, and every lease has its full time again.
struct Volatile {
    var sessions = Slab<Session>()
    var sessionTable = IdentifierTable<Session>()
    /// Beside the workers' slab.
    var presences: ContiguousArray<Presence> = []
    /// A worker's entry may be too early, never too late.
    var silence = DeadlineHeap<WorkerID>()
    /// Beside the tasks' slab.
    var paces: ContiguousArray<Pace> = []
    /// Beside the lanes: the sessions that serve the lane and have credit.
    var hungry: ContiguousArray<HungrySessions> = []
    var followed: Set<JobID> = []

    subscript(id: SessionID) -> SessionIndex { sessionTable[id.rawValue] }
}

typealias SessionIndex = Slab<Session>.Index

/// A connected worker.
struct Session {
    let id: SessionID
    let worker: WorkerIndex
    let kinds: [String]
    /// None: every queue.
    let queues: [String]
    var lanes: ContiguousArray<LaneIndex> = []
    /// Totals over the session's life, as are the next two.
    var leaseCredit: UInt64 = 0
    var itemCredit: UInt64 = 0
    var leasesGranted: UInt64 = 0
    var itemsGranted: UInt64 = 0
    var isLeaving = false
    var isHungry = false

    var wantsWork: Bool { !isLeaving && leasesGranted < leaseCredit && itemsGranted < itemCredit }

    func serves(queue: String, kind: String) -> Bool {
        kinds.contains(kind) && (queues.isEmpty || queues.contains(queue))
    }
}

/// Whether a worker is there, and until when its leases hold.
struct Presence {
    var session: SessionIndex = .none
    var deadline: Timestamp = .zero
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
    private var sessions: ContiguousArray<SessionIndex> = []
    private var turn = 0

    var isEmpty: Bool { sessions.isEmpty }
    var count: Int { sessions.count }

    mutating func next() -> SessionIndex {
        if turn >= sessions.count { turn = 0 }
        defer { turn += 1 }
        return sessions[turn]
    }

    mutating func insert(_ session: SessionIndex) { sessions.append(session) }

    mutating func remove(_ session: SessionIndex) {
        guard let place = sessions.firstIndex(of: session) else { preconditionFailure("a hungry session is listed") }
        sessions.swapAt(place, sessions.count - 1)
        sessions.removeLast()
    }

    func contains(_ session: SessionIndex) -> Bool { sessions.contains(session) }
}

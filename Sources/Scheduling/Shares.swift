// Who has how much of a queue, and what is ready to be leased. All of it is derived.
//
//     lane ── priority, key ──▶ Group ── tenant ──▶ Claim ── job ──▶ Line ──▶ tasks
//                                 │                   │
//                       Gate ◀────┘         Share ◀───┘
//
// Groups take turns in their lane, claims in their group, lines in their claim: those with the least in flight first. A
// group takes no turns while the gate of its key is closed, nor does a claim while its tenant is paused, or a line while
// its job is. They are there while tasks of theirs are ready or under a lease.

typealias ShareIndex = Slab<ShareRecord>.Index
typealias GroupIndex = Slab<GroupRecord>.Index
typealias ClaimIndex = Slab<ClaimRecord>.Index
typealias LineIndex = Slab<LineRecord>.Index

/// A tenant in a queue.
struct ShareRecord: Identified, Sendable {
    let queue: NameID
    let tenant: NameID
    /// Leases.
    var inFlight: UInt32 = 0
    var firstClaim = ClaimIndex.none

    var identifier: UInt64 { Self.key(queue, tenant) }

    static func key(_ queue: NameID, _ tenant: NameID) -> UInt64 {
        UInt64(queue.rawValue) << 32 | UInt64(tenant.rawValue)
    }
}

/// What was submitted with one key, or none, in a lane at a priority.
struct GroupRecord: Identified, TurnTaker, Sendable {
    let lane: LaneIndex
    let key: NameID
    let priority: UInt8
    var nextOfGate: GroupIndex
    var claims = Turns<ClaimRecord>()
    var claimCount: UInt32 = 0
    var previous = GroupIndex.none
    var next = GroupIndex.none
    /// That of its lowest claim.
    var level = Turns<GroupRecord>.outside

    var identifier: UInt64 { Self.key(lane, priority, key) }

    @inline(__always) static func key(_ lane: LaneIndex, _ priority: UInt8, _ key: NameID) -> UInt64 {
        UInt64(lane.rawValue) << 36 | UInt64(priority) << 32 | UInt64(key.rawValue)
    }
}

/// What a tenant has ready in a group.
struct ClaimRecord: Identified, TurnTaker, Sendable {
    let group: GroupIndex
    let share: ShareIndex
    let tenant: NameID
    var nextOfShare: ClaimIndex
    var lines = Turns<LineRecord>()
    var lineCount: UInt32 = 0
    var previous = ClaimIndex.none
    var next = ClaimIndex.none
    var level = Turns<ClaimRecord>.outside

    var identifier: UInt64 { Self.key(group, tenant) }

    @inline(__always) static func key(_ group: GroupIndex, _ tenant: NameID) -> UInt64 {
        UInt64(group.rawValue) << 32 | UInt64(tenant.rawValue)
    }
}

/// The tasks of a job in a claim.
struct LineRecord: TurnTaker, Sendable {
    var claim: ClaimIndex
    let job: JobIndex
    var nextOfJob: LineIndex
    /// The ready ones.
    var firstTask = TaskIndex.none
    var lastTask = TaskIndex.none
    /// Leases.
    var inFlight: UInt32 = 0
    var previous = LineIndex.none
    var next = LineIndex.none
    var level = Turns<LineRecord>.outside
}

/// The place of a lane in the state. Derived, like the lanes themselves.
package struct LaneIndex: Hashable, BitwiseCopyable, Sendable {
    let rawValue: UInt32
}

/// The ready tasks of one queue and kind: what a worker that serves both can be given.
struct Lane: Sendable {
    let queue: NameID
    let kind: NameID
    var plain = GroupTurns()
    /// Tasks whose next items must be alone with a worker.
    var suspect = SuspectLists()
    /// Where it stands among the occupied lanes.
    var place: Int?

    var isOccupied: Bool { plain.occupied | suspect.occupied != 0 }
}

/// For each priority the groups that take turns.
struct GroupTurns: Sendable {
    var turns: InlineArray<10, Turns<GroupRecord>> = InlineArray(repeating: Turns())
    /// Bit p: somebody of priority p waits for a turn.
    var occupied: UInt16 = 0

    var highestPriority: UInt8? { occupied == 0 ? nil : UInt8(15 - occupied.leadingZeroBitCount) }
}

/// For each priority a list of tasks, whose they may be: suspects are few.
struct SuspectLists: Sendable {
    var heads: InlineArray<10, TaskIndex> = InlineArray(repeating: .none)
    var tails: InlineArray<10, TaskIndex> = InlineArray(repeating: .none)
    /// Bit p: the list of priority p is not empty.
    var occupied: UInt16 = 0
}

/// Where a task waits for its next lease.
enum Listing: UInt8, BitwiseCopyable, Sendable {
    case none
    /// In its line.
    case plain
    /// Among its lane's suspects.
    case suspect
}

extension State {
    package static let priorities: ClosedRange<UInt8> = 0...9

    mutating func lane(queue: NameID, kind: NameID) -> LaneIndex {
        let key = Self.laneKey(queue, kind)
        if newestLane.key == key { return newestLane.index }
        let index: LaneIndex
        if let found = laneTable[key] {
            index = found
        } else {
            index = LaneIndex(rawValue: UInt32(lanes.count))
            lanes.append(Lane(queue: queue, kind: kind))
            queueGates[Int(queue.rawValue)].lanes.append(index)
            laneTable[key] = index
        }
        newestLane = (key, index)
        return index
    }

    func hasLane(queue: NameID, kind: NameID) -> Bool {
        laneTable[Self.laneKey(queue, kind)] != nil
    }

    private static func laneKey(_ queue: NameID, _ kind: NameID) -> UInt64 {
        UInt64(queue.rawValue) << 32 | UInt64(kind.rawValue)
    }

    /// An item that went down with so many workers is alone with the next one, so that a further loss is its own doing.
    static let lossesToBeSuspect: UInt16 = 2

    /// Puts a task in its lane's list or takes it out, as its state says. `first`: before its equals, for work that
    /// comes back.
    mutating func relist(_ index: TaskIndex, first: Bool = false) {
        let listing = properListing(of: index)
        if listing == tasks[index].listing { return }
        if tasks[index].listing != .none { unlist(index) }
        if listing != .none { list(index, listing, first: first) }
    }

    @inline(__always) func properListing(of index: TaskIndex) -> Listing {
        guard tasks[index].state.isActive else { return .none }
        let work = tasks[index].work
        if work.isNone { return tasks[index].itemCount > 0 ? .plain : .none }
        guard works[work].hasPending, !isAtParallelism(index, leases: works[work].leaseCount) else { return .none }
        let head = works[work].returned.head
        return head.isNone || segments[head].losses < Self.lossesToBeSuspect ? .plain : .suspect
    }

    /// As many leases of the task are out as its policy allows.
    @inline(__always) func isAtParallelism(_ index: TaskIndex, leases: UInt32) -> Bool {
        let parallelism = policies[tasks[index].policy].parallelism
        return parallelism > 0 && leases >= parallelism
    }

    private mutating func list(_ index: TaskIndex, _ listing: Listing, first: Bool) {
        tasks[index].listing = listing
        if listing == .plain { return enqueue(index, first: first) }
        let lane = Int(tasks[index].lane.rawValue)
        let priority = Int(jobs[tasks[index].job].priority)
        let tail = lanes[lane].suspect.tails[priority]
        lanes[lane].suspect.tails[priority] = index
        if tail.isNone {
            lanes[lane].suspect.heads[priority] = index
            lanes[lane].suspect.occupied |= 1 << UInt16(priority)
            place(lane)
        } else {
            tasks[index].readyPrevious = tail
            tasks[tail].readyNext = index
        }
    }

    mutating func unlist(_ index: TaskIndex) {
        let listing = tasks[index].listing
        tasks[index].listing = .none
        if listing == .plain { return dequeue(index) }
        let lane = Int(tasks[index].lane.rawValue)
        let priority = Int(jobs[tasks[index].job].priority)
        let (previous, next) = (tasks[index].readyPrevious, tasks[index].readyNext)
        if previous.isNone { lanes[lane].suspect.heads[priority] = next } else { tasks[previous].readyNext = next }
        if next.isNone { lanes[lane].suspect.tails[priority] = previous } else { tasks[next].readyPrevious = previous }
        tasks[index].readyPrevious = .none
        tasks[index].readyNext = .none
        if lanes[lane].suspect.heads[priority].isNone {
            lanes[lane].suspect.occupied &= ~(1 << UInt16(priority))
            place(lane)
        }
    }

    mutating func occupy(_ lane: Int) {
        lanes[lane].place = occupiedLanes.count
        occupiedLanes.append(LaneIndex(rawValue: UInt32(lane)))
    }

    mutating func vacate(_ lane: Int) {
        guard let place = lanes[lane].place else { preconditionFailure("an occupied lane has a place") }
        let last = occupiedLanes.removeLast()
        if Int(last.rawValue) != lane {
            occupiedLanes[place] = last
            lanes[Int(last.rawValue)].place = place
        }
        lanes[lane].place = nil
    }
}

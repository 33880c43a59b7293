/// The place of a lane in the state. Derived, like the lanes themselves.
package struct LaneIndex: Hashable, BitwiseCopyable, Sendable {
    let rawValue: UInt32
}

/// The ready tasks of one queue and kind: what a worker that serves both can be given.
struct Lane: Sendable {
    let queue: NameID
    let kind: NameID
    var plain = ReadyLists()
    /// Tasks whose next items must be alone with a worker.
    var suspect = ReadyLists()
    /// Where it stands among the occupied lanes.
    var place: Int?

    var isOccupied: Bool { plain.occupied | suspect.occupied != 0 }

    subscript(listing: Listing) -> ReadyLists {
        _read { yield listing == .suspect ? suspect : plain }
        _modify { if listing == .suspect { yield &suspect } else { yield &plain } }
    }
}

/// For each priority a list of tasks. One goes to the back when a lease of it went out, so tasks of one priority take
/// turns.
struct ReadyLists: Sendable {
    var heads: InlineArray<10, TaskIndex> = InlineArray(repeating: .none)
    var tails: InlineArray<10, TaskIndex> = InlineArray(repeating: .none)
    /// Bit p: the list of priority p is not empty.
    var occupied: UInt16 = 0

    var highestPriority: UInt8? {
        occupied == 0 ? nil : UInt8(15 - occupied.leadingZeroBitCount)
    }
}

/// Which of its lane's lists a task stands in.
enum Listing: UInt8, BitwiseCopyable, Sendable {
    case none
    case plain
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
        guard tasks[index].state.isActive, tasks[index].hasPending else { return .none }
        let parallelism = policies[tasks[index].policy].parallelism
        guard parallelism == 0 || tasks[index].leaseCount < parallelism else { return .none }
        let head = tasks[index].returned.head
        return head.isNone || segments[head].losses < Self.lossesToBeSuspect ? .plain : .suspect
    }

    private mutating func list(_ index: TaskIndex, _ listing: Listing, first: Bool) {
        let lane = Int(tasks[index].lane.rawValue)
        let priority = Int(jobs[tasks[index].job].priority)
        let head = lanes[lane][listing].heads[priority]
        let tail = lanes[lane][listing].tails[priority]
        tasks[index].listing = listing
        if head.isNone {
            lanes[lane][listing].heads[priority] = index
            lanes[lane][listing].tails[priority] = index
            lanes[lane][listing].occupied |= 1 << UInt16(priority)
            if lanes[lane].place == nil { occupy(lane) }
        } else if first {
            tasks[index].readyNext = head
            tasks[head].readyPrevious = index
            lanes[lane][listing].heads[priority] = index
        } else {
            tasks[index].readyPrevious = tail
            tasks[tail].readyNext = index
            lanes[lane][listing].tails[priority] = index
        }
    }

    mutating func unlist(_ index: TaskIndex) {
        let lane = Int(tasks[index].lane.rawValue)
        let priority = Int(jobs[tasks[index].job].priority)
        let listing = tasks[index].listing
        let previous = tasks[index].readyPrevious
        let next = tasks[index].readyNext
        if previous.isNone {
            lanes[lane][listing].heads[priority] = next
        } else {
            tasks[previous].readyNext = next
        }
        if next.isNone {
            lanes[lane][listing].tails[priority] = previous
        } else {
            tasks[next].readyPrevious = previous
        }
        if lanes[lane][listing].heads[priority].isNone {
            lanes[lane][listing].occupied &= ~(1 << UInt16(priority))
            if !lanes[lane].isOccupied { vacate(lane) }
        }
        tasks[index].readyPrevious = .none
        tasks[index].readyNext = .none
        tasks[index].listing = .none
    }

    private mutating func occupy(_ lane: Int) {
        lanes[lane].place = occupiedLanes.count
        occupiedLanes.append(LaneIndex(rawValue: UInt32(lane)))
    }

    private mutating func vacate(_ lane: Int) {
        guard let place = lanes[lane].place else { preconditionFailure("an occupied lane has a place") }
        let last = occupiedLanes.removeLast()
        if Int(last.rawValue) != lane {
            occupiedLanes[place] = last
            lanes[Int(last.rawValue)].place = place
        }
        lanes[lane].place = nil
    }
}

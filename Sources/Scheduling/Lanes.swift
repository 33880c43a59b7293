/// The place of a lane in the state. Derived, like the lanes themselves.
package struct LaneIndex: Hashable, BitwiseCopyable, Sendable {
    let rawValue: UInt32
}

/// The ready tasks of one queue and kind: what a worker that serves both can be given. For each priority a list, in
/// which a task goes to the back when a lease of it went out; so tasks of one priority take turns.
struct Lane: Sendable {
    let queue: NameID
    let kind: NameID
    var heads: InlineArray<10, TaskIndex> = InlineArray(repeating: .none)
    var tails: InlineArray<10, TaskIndex> = InlineArray(repeating: .none)
    /// Bit p: the list of priority p is not empty.
    var occupied: UInt16 = 0
    /// Where it stands among the occupied lanes.
    var place: Int?

    var highestPriority: UInt8? {
        occupied == 0 ? nil : UInt8(15 - occupied.leadingZeroBitCount)
    }
}

extension State {
    package static let priorities: ClosedRange<UInt8> = 0...9

    mutating func lane(queue: NameID, kind: NameID) -> LaneIndex {
        let key = UInt64(queue.rawValue) << 32 | UInt64(kind.rawValue)
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
        laneTable[UInt64(queue.rawValue) << 32 | UInt64(kind.rawValue)] != nil
    }

    /// Puts a task in its lane's list or takes it out, as its state says. `first`: before its equals, for work that
    /// comes back.
    mutating func relist(_ index: TaskIndex, first: Bool = false) {
        let belongs = canBeLeased(index)
        if belongs == tasks[index].isListed { return }
        if belongs { list(index, first: first) } else { unlist(index) }
    }

    @inline(__always) func canBeLeased(_ index: TaskIndex) -> Bool {
        guard tasks[index].state.isActive, tasks[index].hasPending else { return false }
        let parallelism = policies[tasks[index].policy].parallelism
        return parallelism == 0 || tasks[index].leaseCount < parallelism
    }

    mutating func list(_ index: TaskIndex, first: Bool) {
        let lane = Int(tasks[index].lane.rawValue)
        let priority = Int(jobs[tasks[index].job].priority)
        let head = lanes[lane].heads[priority]
        let tail = lanes[lane].tails[priority]
        tasks[index].isListed = true
        if head.isNone {
            lanes[lane].heads[priority] = index
            lanes[lane].tails[priority] = index
            lanes[lane].occupied |= 1 << UInt16(priority)
            if lanes[lane].place == nil { occupy(lane) }
        } else if first {
            tasks[index].readyNext = head
            tasks[head].readyPrevious = index
            lanes[lane].heads[priority] = index
        } else {
            tasks[index].readyPrevious = tail
            tasks[tail].readyNext = index
            lanes[lane].tails[priority] = index
        }
    }

    mutating func unlist(_ index: TaskIndex) {
        let lane = Int(tasks[index].lane.rawValue)
        let priority = Int(jobs[tasks[index].job].priority)
        let previous = tasks[index].readyPrevious
        let next = tasks[index].readyNext
        if previous.isNone { lanes[lane].heads[priority] = next } else { tasks[previous].readyNext = next }
        if next.isNone { lanes[lane].tails[priority] = previous } else { tasks[next].readyPrevious = previous }
        if lanes[lane].heads[priority].isNone {
            lanes[lane].occupied &= ~(1 << UInt16(priority))
            if lanes[lane].occupied == 0 { vacate(lane) }
        }
        tasks[index].readyPrevious = .none
        tasks[index].readyNext = .none
        tasks[index].isListed = false
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

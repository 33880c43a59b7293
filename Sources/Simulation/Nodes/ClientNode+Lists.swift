import Scheduling

/// A list that a client fills, one append after the other.
struct OpenList {
    let task: TaskID
    var next: UInt32 = 0
    /// Appends until it is sealed.
    var left: Int
    /// Of the append under way; nil: none is.
    var request: UInt64?
    /// In that.
    var count: UInt32 = 0
}

extension ClientNode {
    /// The job was accepted: its lists are to be filled.
    func openLists(of job: JobID, _ tasks: [TaskSubmission]) {
        for (ordinal, task) in tasks.enumerated() {
            guard case .listed = task.items else { continue }
            lists.append(OpenList(task: TaskID(job: job, ordinal: UInt32(ordinal)), left: world.chance.below(5)))
        }
    }

    /// One that the client has given up, or that takes no more, is left as it is.
    func fillLists() {
        lists.removeAll { list in list.request.map { !isOpen($0) } ?? false }
        for place in lists.indices where lists[place].request == nil {
            let (task, next, seals) = (lists[place].task, lists[place].next, lists[place].left == 0)
            lists[place].count = seals ? 0 : UInt32(world.chance.within(1...12))
            let items = (next..<next + lists[place].count).map { Self.payload(of: $0) }
            lists[place].request = ask(.append(task, at: next, items, seals: seals))
        }
    }

    func appended(_ request: UInt64) {
        guard let place = lists.firstIndex(where: { $0.request == request }) else { return }
        if lists[place].left == 0 {
            lists.remove(at: place)
            return
        }
        lists[place].next += lists[place].count
        lists[place].left -= 1
        lists[place].request = nil
    }

    func isRefused(_ request: UInt64) { lists.removeAll { $0.request == request } }

    /// So that whoever works on it can tell it from others.
    static func payload(of item: UInt32) -> [UInt8] {
        Array("item \(item)".utf8) + Array(repeating: 0, count: Int(Chance.fixed(UInt64(item)) % 200))
    }
}

import Contract
import Platform

extension Runtime {
    /// A task that works on one lease after the other.
    struct Slot {
        var task: Task<Void, Never>?
        /// A handler runs, whether or not its lease is still held.
        var isBusy = false
        /// Its task is told to stop, or will be in a moment: it must take no other lease.
        var isCancelled = false
    }

    /// What is under the lock. Continuations and tasks that a step returns are for after it.
    struct Shared {
        typealias Waiter = CheckedContinuation<Void, Never>

        enum Step {
            case work(Assignment)
            case wait
            case endTask
        }

        var ledger = Ledger(window: 1)
        var slots: [Slot]
        var idle: [(slot: Int, continuation: CheckedContinuation<Assignment?, Never>)] = []
        private let prefetch: Int
        /// Leases that no slot works on yet.
        private var ready = Queue<Lease>()
        private var waitingForRoom: [UInt64: Waiter] = [:]
        private var waitersMade: UInt64 = 0
        /// Leases since the start. Each granted one is finished once: by its slot, unseen when it was revoked before,
        /// or handed back. What is between holds a slot, or a place among those that wait for one.
        private var granted: UInt64 = 0
        private var finished: UInt64 = 0
        private var grantedBeforeSession: UInt64 = 0
        private var finishedAtLastWord: UInt64 = 0
        private var saidCredit: UInt64 = 0
        private var isWoken = false

        init(slots: Int, prefetch: Int) {
            self.slots = Array(repeating: Slot(), count: slots)
            self.prefetch = prefetch
        }

        // MARK: Slots

        /// False: it was granted before.
        mutating func grant(_ lease: Lease) -> Bool {
            guard ledger.hold(lease.id, ranges: lease.ranges) else { return false }
            granted += 1
            ready.append(lease)
            return true
        }

        /// The next lease that is still held, for a slot to work on.
        mutating func assign(_ slot: Int) -> Assignment? {
            while let lease = ready.popFirst() {
                switch ledger.begin(lease.id, slot: slot) {
                case .begun: return begin(Assignment(lease: lease, mustWait: false), slot)
                case .full: return begin(Assignment(lease: lease, mustWait: true), slot)
                case .revoked: finished += 1
                }
            }
            return nil
        }

        private mutating func begin(_ assignment: Assignment, _ slot: Int) -> Assignment {
            slots[slot].isBusy = true
            return assignment
        }

        /// A slot is done with a lease, and takes the next. The session is woken when the slot has nothing to do, when
        /// there is much to say, or when the leases that wait here run short; else its next report is soon enough.
        mutating func finish(
            _ lease: UInt64, _ result: Ledger.HandlerResult, slot: Int
        ) -> (step: Step, mustWake: Bool) {
            ledger.finish(lease, result)
            finished += 1
            slots[slot].isBusy = false
            if slots[slot].isCancelled { return (.endTask, mustWake()) }
            guard let next = assign(slot) else { return (.wait, mustWake()) }
            let isShort = 2 * (finished - finishedAtLastWord) > UInt64(prefetch)
            return (.work(next), (hasMuchToSay || isShort) && mustWake())
        }

        mutating func handBackReady() {
            while let lease = ready.popFirst() {
                ledger.finish(lease.id, .abandoned)
                finished += 1
            }
        }

        /// Marks slots, and returns their tasks: to be cancelled outside the lock.
        mutating func cancel(_ slots: [Int]) -> [Task<Void, Never>] {
            slots.compactMap { slot in
                self.slots[slot].isCancelled = true
                return self.slots[slot].task
            }
        }

        // MARK: Room

        /// Whether somebody waits for room.
        var isWaitedFor: Bool { !waitingForRoom.isEmpty }

        mutating func nextWaiter() -> UInt64 {
            waitersMade += 1
            return waitersMade
        }

        mutating func wait(_ waiter: UInt64, _ continuation: Waiter) { waitingForRoom[waiter] = continuation }

        mutating func stopWaiting(_ waiter: UInt64) -> Waiter? { waitingForRoom.removeValue(forKey: waiter) }

        /// Those who wait for room, when there is some, or they have no reason to wait any more.
        mutating func admit(all: Bool = false) -> [Waiter] {
            guard all || ledger.hasRoom || ledger.isLeaving, isWaitedFor else { return [] }
            defer { waitingForRoom = [:] }
            return Array(waitingForRoom.values)
        }

        // MARK: The session

        var hasMuchToSay: Bool { ledger.itemsToSay >= Session.itemsPerReport || isWaitedFor }

        /// One wake-up is under way at most.
        mutating func mustWake() -> Bool {
            defer { isWoken = true }
            return !isWoken
        }

        mutating func beginSession() {
            grantedBeforeSession = granted
            saidCredit = 0
        }

        /// Says for how many leases there is room, when that has grown: all that were granted in this session, and as
        /// many more as slots and places are free.
        mutating func sayCredit(in update: inout V1.WorkerUpdate) {
            let room = UInt64(slots.count + prefetch) + finished
            guard !ledger.isLeaving, room > grantedBeforeSession + saidCredit else { return }
            saidCredit = room - grantedBeforeSession
            update.leaseCredit = saidCredit
            update.itemCredit = .max
        }

        /// Puts what there is to say into the update. Returns whether there is more.
        mutating func say(into update: inout V1.WorkerUpdate) -> Bool {
            isWoken = false
            finishedAtLastWord = finished
            sayCredit(in: &update)
            return ledger.say(into: &update)
        }
    }
}

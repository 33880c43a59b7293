/// A worker that connects: what it can do, and what it holds from before.
package struct JoinRequest {
    package var session: SessionID
    package var name: [UInt8]
    package var instance: UInt64
    package var kinds: [String]
    /// None: every queue.
    package var queues: [String]
    package var held: [LeaseID]
    /// Leases that it works on at a time.
    package var slots: UInt32

    package init(
        session: SessionID, name: [UInt8], instance: UInt64, kinds: [String], queues: [String] = [],
        held: [LeaseID] = [], slots: UInt32 = 1
    ) {
        self.session = session
        self.name = name
        self.instance = instance
        self.kinds = kinds
        self.queues = queues
        self.held = held
        self.slots = slots
    }
}

extension Scheduler {
    /// Takes a worker in. Of the leases that it names, returns those it still holds. What the scheduler believes it
    /// holds and it does not name never reached it, and is free at once. An older session of the same instance ends.
    package mutating func join(_ request: JoinRequest) -> [LeaseID] {
        let worker = worker(request)
        let old = presence(of: worker).session
        if !old.isNone {
            output.deadSessions.append((volatile.sessions[old].id, .replaced))
            forget(old)
        }
        let session = volatile.sessions.insert(
            Session(
                id: request.session, worker: worker, kinds: request.kinds, queues: request.queues,
                slots: request.slots))
        volatile.sessionTable.insert(request.session.rawValue, session)
        for lane in volatile.hungry.indices { serve(LaneIndex(rawValue: UInt32(lane)), by: session) }
        expect(worker, until: now + settings.leaseTimeToLive)
        volatile.presences[Int(worker.rawValue)].session = session

        let held = Set(request.held)
        var kept: [LeaseID] = []
        for lease in state.leases(of: worker).reversed() {
            let id = state.leases[lease].id
            if held.contains(id) {
                kept.append(id)
                if state.leases[lease].losses >= State.lossesToBeSuspect {
                    volatile.sessions[session].isExclusive = true
                }
                // What was asked may not have arrived.
                volatile.endTrim(of: id)
                if volatile.recalled.contains(id) { recall(lease) }
            } else {
                handBack(lease, .returned)
            }
        }
        return kept
    }

    private mutating func worker(_ request: JoinRequest) -> WorkerIndex {
        if let known = state.workersByInstance[request.instance] { return known }
        let id = WorkerID(rawValue: state.nextWorker)
        emit(.workerJoined(id, instance: request.instance, name: state.blobs.insert(request.name)))
        return state.worker(id)
    }

    /// Anything that a worker sends proves that it is there.
    package mutating func heard(from session: SessionID) {
        let index = volatile[session]
        if index.isNone { return }
        let worker = Int(volatile.sessions[index].worker.rawValue)
        volatile.presences[worker].deadline = now + settings.leaseTimeToLive
        volatile.presences[worker].isExcused = false
    }

    /// Totals over the session's life; a lower one than before changes nothing.
    package mutating func credit(_ session: SessionID, leases: UInt64, items: UInt64) {
        let index = volatile[session]
        if index.isNone { return }
        volatile.sessions[index].leaseCredit = max(volatile.sessions[index].leaseCredit, leases)
        volatile.sessions[index].itemCredit = max(volatile.sessions[index].itemCredit, items)
        updateHunger(of: index)
    }

    /// The worker takes no more, and finishes or hands back what it has.
    package mutating func leave(_ session: SessionID) {
        let index = volatile[session]
        if index.isNone { return }
        volatile.sessions[index].isLeaving = true
        updateHunger(of: index)
    }

    /// The connection is gone. After a goodbye, what is left comes back at no cost; else the worker has `grace`
    /// milliseconds to reconnect, or what the settings say.
    package mutating func closed(_ session: SessionID, grace: UInt64? = nil) {
        let index = volatile[session]
        if index.isNone { return }
        let worker = volatile.sessions[index].worker
        let saidGoodbye = volatile.sessions[index].isLeaving
        forget(index)
        if saidGoodbye {
            for lease in state.leases(of: worker) { handBack(lease, .returned) }
            dismiss(worker)
        } else if grace ?? settings.reconnectGrace == 0 {
            lose(worker)
        } else {
            expect(worker, until: now + (grace ?? settings.reconnectGrace))
        }
    }

    /// `alarm`: of the entry whose time has come. One that an earlier entry has replaced is over.
    mutating func checkSilence(of id: WorkerID, alarm: Timestamp) {
        let worker = state.worker(id)
        if worker.isNone { return }
        let presence = presence(of: worker)
        guard presence.alarm == alarm else { return }
        volatile.presences[Int(worker.rawValue)].alarm = nil
        guard presence.deadline <= now else { return expect(worker, until: presence.deadline) }
        if !presence.session.isNone {
            output.deadSessions.append((volatile.sessions[presence.session].id, .silent))
            forget(presence.session)
        }
        lose(worker)
    }

    /// A worker that died or hangs: what it held goes to others. An item that was alone in its lease and has cost
    /// too many workers is dead.
    private mutating func lose(_ worker: WorkerIndex) {
        for lease in state.leases(of: worker) {
            let record = state.leases[lease]
            let isStopping = state.tasks[record.task].state == .stopping
            if record.remaining == 1, record.losses + 1 >= settings.lossLimit, !isStopping {
                let item = state.unsettledRanges(of: lease)[0].begin
                let letter = DeadLetter(id: nextLetterID, cause: .workerLost, failure: .none)
                emit(.itemDied(record.id, item: item, letter), about: record.task)
                handBack(lease, .completed)
            } else {
                handBack(lease, .lost)
            }
        }
        dismiss(worker)
    }

    private mutating func dismiss(_ worker: WorkerIndex) {
        volatile.presences[Int(worker.rawValue)] = Presence()
        emit(.workerLeft(state.workers[worker].id))
    }

    private mutating func forget(_ session: SessionIndex) {
        if volatile.sessions[session].isHungry { volatile.makeSated(session) }
        if volatile.clearing == session { volatile.clearing = .none }
        volatile.presences[Int(volatile.sessions[session].worker.rawValue)].session = .none
        volatile.sessionTable.remove(volatile.sessions[session].id.rawValue, session)
        volatile.sessions.remove(session)
    }

    func presence(of worker: WorkerIndex) -> Presence {
        Int(worker.rawValue) < volatile.presences.count ? volatile.presences[Int(worker.rawValue)] : Presence()
    }

    /// One entry for each worker is enough: when its time comes, it is put off to the deadline there is then.
    mutating func expect(_ worker: WorkerIndex, until deadline: Timestamp) {
        let place = Int(worker.rawValue)
        while volatile.presences.count <= place { volatile.presences.append(Presence()) }
        volatile.presences[place].deadline = deadline
        if let alarm = volatile.presences[place].alarm, alarm <= deadline { return }
        volatile.presences[place].alarm = deadline
        volatile.silence.insert(deadline, state.workers[worker].id)
    }
}

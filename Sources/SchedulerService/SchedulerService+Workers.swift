import Contract
import Platform
import RPC
import Scheduling

/// Sessions with workers: what they say becomes commands, what the core says to them goes out with the turn's row.
extension SchedulerService {
    func openSession(_ first: V1.WorkerUpdate, _ stream: WorkerStream) {
        openTurn()
        do throws(Status) {
            let request = try joinRequest(first, session: sessions.nextID)
            let kept = core.join(request)
            let session = request.session
            sessions.open(session, stream)
            sessions.update(session) {
                $0.joined = V1.Joined(
                    leaseTtlMs: options.core.leaseTimeToLive, heartbeatMs: options.core.heartbeat,
                    unacknowledgedItems: options.unacknowledgedItems, kept: kept.map(\.rawValue),
                    recallMs: options.core.recallTime)
            }
            stream.onMessage { [unowned self] in heard($0, from: session) }
            stream.onEnd { [unowned self] _ in ended(session) }
            logger.info(
                "Worker joined",
                [
                    "name": String(decoding: request.name, as: UTF8.self), "session": session.rawValue,
                    "kept": kept.count,
                ])
            heard(first, from: session)
            // Nobody will say so of one that has said all with its first update.
            if stream.isHalfClosed { ended(session) }
        } catch {
            stream.finish(error)
        }
    }

    private func joinRequest(_ update: V1.WorkerUpdate, session: SessionID) throws(Status) -> JoinRequest {
        guard let join = update.join else {
            throw Status(.invalidArgument, "a session begins with `join`")
        }
        guard join.instance != 0 else { throw Status(.invalidArgument, "join.instance is missing") }
        guard Limits.kindsPerWorker.contains(join.kinds.count), join.queues.count <= Limits.queuesPerWorker else {
            throw Status(
                .invalidArgument,
                "a worker has 1 to \(Limits.kindsPerWorker.upperBound) kinds and at most \(Limits.queuesPerWorker) queues"
            )
        }
        for name in join.kinds + join.queues + [join.name] where name.utf8.count > Limits.name {
            throw Status(.invalidArgument, "a name has \(name.utf8.count) bytes; at most \(Limits.name)")
        }
        return JoinRequest(
            session: session, name: Array(join.name.utf8), instance: join.instance, kinds: join.kinds,
            queues: join.queues, held: join.held.map { LeaseID(rawValue: $0.lease) }, slots: max(join.slots, 1))
    }

    private func heard(_ update: V1.WorkerUpdate, from session: SessionID) {
        guard sessions.isOpen(session) else { return }
        openTurn()
        core.heard(from: session)
        var answers = V1.SchedulerUpdate()
        for lease in update.completed {
            let result = core.complete(LeaseID(rawValue: lease), from: session)
            if result == .ended { notes.takeBack(LeaseID(rawValue: lease)) }
            answers.add(result, about: lease)
        }
        do throws(Status) {
            for report in update.reports {
                let read = try ReportReader(report: report, codec: codec).read()
                let standing = standing(under: report)
                if report.slowDownMs > 0, core.holds(read.lease, session) {
                    core.slowDown(taskUnder: read.lease, milliseconds: report.slowDownMs)
                }
                let result = core.report(bounded(core.grown(read, by: report, codec: codec)), from: session)
                if case .invalid(let why) = result {
                    throw Status(.invalidArgument, "report on lease \(report.lease): \(why)")
                }
                if let standing { note(report, result, standing) }
                answers.add(result, about: report.lease)
            }
        } catch {
            return expel(session, error)
        }
        if answers != V1.SchedulerUpdate() { sessions.update(session) { $0.add(answers) } }
        if update.leaseCredit > 0 || update.itemCredit > 0 {
            core.credit(session, leases: update.leaseCredit, items: update.itemCredit)
        }
        if update.leave { core.leave(session) }
    }

    /// A task keeps as many outputs as go with a lease. Items past that are dead letters that say so, since what they
    /// left would not reach those who wait for it.
    private func bounded(_ report: LeaseReport) -> LeaseReport {
        if report.outputs.isEmpty { return report }
        guard let totals = core.outputTotals(ofTaskUnder: report.lease) else { return report }
        let name = totals.taskName.isEmpty ? totals.kind.utf8.count : totals.taskName.count
        var room = Limits.inputs - totals.bytes - totals.count * V1.TaskInput.cost(name: name, data: 0)
        var bounded = report
        bounded.outputs = []
        for output in report.outputs where !core.isSettled(output.item, under: report.lease) {
            let cost = V1.TaskInput.cost(name: name, data: output.data.count)
            if cost <= room {
                room -= cost
                bounded.outputs.append(output)
                continue
            }
            let failure = encoded(
                V1.Failure(
                    code: "output-limit",
                    text:
                        "this task has left more outputs than the \(Limits.inputs) bytes that go to those who wait for "
                        + "it, each counted with \(Limits.inputOverhead + name) more; leave keys of objects instead"))
            bounded.outcomes.append(ItemOutcome(item: output.item, disposition: .dead, failure: failure))
        }
        return bounded
    }

    private func encoded(_ failure: V1.Failure) -> [UInt8] {
        do {
            return try codec.bytes(of: failure)
        } catch {
            preconditionFailure("a short text can be encoded: \(error)")
        }
    }

    /// By END, which is answered behind everything else that the worker is owed; or without a word, and then what is sent
    /// goes nowhere.
    private func ended(_ session: SessionID) {
        guard let outbox = sessions.close(session) else { return }
        openTurn()
        core.closed(session, grace: outbox.stream.peer.isLoopback ? options.loopbackGrace : nil)
        logger.info("Worker gone", ["session": session.rawValue])
        let updates = outbox.endTurn()
        whenDurable {
            _ = outbox.send(updates, at: $0)
            outbox.finish(at: $0)
        }
    }

    /// Only a broken worker is sent away: it would say the same again.
    private func expel(_ session: SessionID, _ status: Status) {
        guard let stream = sessions.close(session)?.stream else { return }
        logger.error("Worker expelled", ["session": session.rawValue, "reason": status])
        core.closed(session, grace: 0)
        whenDurable { stream.finish(status, at: $0) }
    }

    private func end(_ session: SessionID, _ cause: SessionDeath) {
        guard let stream = sessions.close(session)?.stream else { return }
        let text: String
        switch cause {
        case .silent:
            logger.warning("Worker silent, its leases go to others", ["session": session.rawValue])
            text = "this session is over: nothing was heard for too long"
        case .replaced:
            logger.info("Worker back with another session", ["session": session.rawValue])
            text = "this session is over: the worker has come back with another one"
        }
        whenDurable { stream.finish(Status(.aborted, text), at: $0) }
    }

    /// At the turn's end: grants and revocations join what the turn's reports were answered. False: some grants were
    /// taken back, and there may be others to make.
    func tellWorkers(_ output: Output) -> Bool {
        for (session, cause) in output.deadSessions { end(session, cause) }
        for revocation in output.revocations {
            sessions.update(revocation.session) { $0.revoked.append(revocation.lease.rawValue) }
        }
        for recall in output.recalls {
            sessions.update(recall.session) { $0.recalled.append(recall.lease.rawValue) }
        }
        for trim in output.trims {
            sessions.update(trim.session) {
                $0.trims.append(V1.Trim(lease: trim.lease.rawValue, end: UInt64(trim.end)))
            }
        }
        var listed: [(session: SessionID, grant: ListedGrant)] = []
        let unsendable = core.messages(of: output.grants, codec: codec, contexts: &contexts) { session, grant, list in
            sessions.update(session) { $0.grants.append(grant) }
            if let list { listed.append((session, list)) }
        }
        for (session, grant) in listed { supply(grant, to: session) }
        withdraw(unsendable)
        for outbox in sessions.takeTouched() {
            let updates = outbox.endTurn()
            whenDurable { [unowned self] in
                if !outbox.send(updates, at: $0) { expel(outbox.session, Self.readsNothing) }
            }
        }
        return unsendable.isEmpty
    }

    private static let readsNothing = Status(
        .resourceExhausted,
        "more than \(WorkerOutbox.mostAnswers) answers wait for this worker: it must read what it is told")

    /// A grant that does not fit a message would end its worker's session, and then the next one's.
    private func withdraw(_ grants: [GrantedLease]) {
        if grants.isEmpty { return }
        logger.error("Tasks are dead: what they were given is more than a worker can be sent", ["leases": grants.count])
        core.withdraw(
            grants,
            failure: encoded(
                V1.Failure(
                    code: "context-limit",
                    text: "the task's inputs are more than a worker can be sent; submit it again, with keys of objects")
            ))
    }
}

extension V1.SchedulerUpdate {
    fileprivate mutating func add(_ result: ReportResult, about lease: UInt64) {
        switch result {
        case .accepted(let cursor): acknowledged.append(V1.Acknowledgement(lease: lease, cursor: UInt64(cursor)))
        case .ended: ended.append(lease)
        case .notHeld: revoked.append(lease)
        case .invalid: preconditionFailure("an invalid report ends its session")
        }
    }

    fileprivate mutating func add(_ answers: V1.SchedulerUpdate) {
        acknowledged += answers.acknowledged
        ended += answers.ended
        revoked += answers.revoked
    }
}

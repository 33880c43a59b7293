import Contract
import RPC
import SchedulerService
import Scheduling

/// What a worker is told of the turn under way, until it ends.
final class WorkerStream {
    let session: SessionID
    let link: Link
    var turn = V1.SchedulerUpdate()
    var isTouched = false
    var isLeaving = false

    init(_ session: SessionID, _ link: Link) {
        self.session = session
        self.link = link
    }
}

/// The connected workers.
struct Sessions {
    private var streams: [SessionID: WorkerStream] = [:]
    private var touched: [WorkerStream] = []
    private var opened: UInt64 = 0

    mutating func open(_ link: Link) -> SessionID {
        opened += 1
        let session = SessionID(rawValue: opened)
        streams[session] = WorkerStream(session, link)
        return session
    }

    subscript(session: SessionID) -> WorkerStream? { streams[session] }

    mutating func close(_ session: SessionID) -> WorkerStream? { streams.removeValue(forKey: session) }

    mutating func update(_ session: SessionID, _ change: (inout V1.SchedulerUpdate) -> Void) {
        guard let stream = streams[session] else { return }
        change(&stream.turn)
        if !stream.isTouched { touched.append(stream) }
        stream.isTouched = true
    }

    mutating func takeTouched() -> [WorkerStream] {
        defer { touched = [] }
        return touched
    }
}

/// Sessions with workers, as `SchedulerService+Workers` has them.
extension SchedulerNode {
    func accept(_ link: Link) {
        var session: SessionID?
        link.heardByScheduler = { [self, unowned link] message in
            switch message {
            case .worker(let update):
                if let session { heard(update, from: session) } else { session = openSession(update, link) }
            case .end: if let session { ended(session, link) }
            case .request(let number, let request): answer(request, number, link)
            case .follow(let jobs): follow(jobs, link)
            }
        }
        link.endedForScheduler = { [self, unowned link] in
            if let session { ended(session, link) }
            leaveFeed(link)
        }
    }

    private func openSession(_ first: V1.WorkerUpdate, _ link: Link) -> SessionID {
        let session = sessions.open(link)
        let join = first.join ?? V1.Join()
        let request = JoinRequest(
            session: session, name: Array(join.name.utf8), instance: join.instance, kinds: join.kinds,
            queues: join.queues, held: join.held.map { LeaseID(rawValue: $0.lease) }, slots: max(join.slots, 1))
        openTurn()
        let kept = core.join(request)
        world.note("instance # joins as session #, keeps #", join.instance, session.rawValue, UInt64(kept.count))
        world.mark(join.held.isEmpty ? .joinNew : kept.count == join.held.count ? .joinKept : .joinLost)
        sessions.update(session) {
            $0.joined = V1.Joined(
                leaseTtlMs: UInt64(world.options.leaseTimeToLive),
                heartbeatMs: UInt64(max(world.options.leaseTimeToLive / 4, 1)),
                unacknowledgedItems: UInt64(world.options.window), kept: kept.map(\.rawValue),
                recallMs: UInt64(world.options.recallTime))
        }
        heard(first, from: session)
        return session
    }

    private func heard(_ update: V1.WorkerUpdate, from session: SessionID) {
        guard let stream = sessions[session] else { return }
        openTurn()
        core.heard(from: session)
        var answers = V1.SchedulerUpdate()
        for lease in update.completed {
            let result = core.complete(LeaseID(rawValue: lease), from: session)
            world.note("session # completes lease @", session.rawValue, lease)
            world.mark(result == .ended ? .completeEnded : .completeNotHeld)
            answers.add(result, about: lease)
        }
        for report in update.reports {
            guard let read = try? ReportReader(report: report, codec: codec).read() else {
                return expel(session)
            }
            let result = core.report(core.grown(read, by: report, codec: codec), from: session)
            world.note("session # reports on lease @ up to #", session.rawValue, report.lease, report.cursor)
            mark(result, report)
            if case .invalid(let why) = result {
                if !world.options.faults.contains(.liar) {
                    world.object("honest-reports", "lease \(report.lease): \(why)")
                }
                return expel(session)
            }
            answers.add(result, about: report.lease)
        }
        if answers != V1.SchedulerUpdate() {
            sessions.update(session) {
                $0.acknowledged += answers.acknowledged
                $0.ended += answers.ended
                $0.revoked += answers.revoked
            }
        }
        if update.leaseCredit > 0 || update.itemCredit > 0 {
            core.credit(session, leases: update.leaseCredit, items: update.itemCredit)
        }
        if update.leave {
            world.mark(.leave)
            stream.isLeaving = true
            core.leave(session)
        }
    }

    private func mark(_ result: ReportResult, _ report: V1.Report) {
        switch result {
        case .accepted: world.mark(.reportAccepted)
        case .ended where report.ending == .returned: world.mark(.reportReturned)
        case .ended where report.ending == .taskFailed: world.mark(.reportTaskFailed)
        case .ended: world.mark(.reportEnded)
        case .notHeld: world.mark(.reportNotHeld)
        case .invalid: world.mark(.reportInvalid)
        }
    }

    /// By END, which is answered behind everything else that the worker is owed; or because the connection is gone.
    private func ended(_ session: SessionID, _ link: Link) {
        guard let stream = sessions.close(session) else { return }
        world.note("session # is closed", session.rawValue)
        world.mark(stream.isLeaving ? .closedLeft : .closedLost)
        openTurn()
        core.closed(session)
        send(stream)
        whenDurable { link.finish() }
    }

    private func expel(_ session: SessionID) {
        guard let stream = sessions.close(session) else { return }
        world.note("session # is expelled", session.rawValue)
        core.closed(session, grace: 0)
        whenDurable { stream.link.finish() }
    }

    private func end(_ session: SessionID, _ cause: SessionDeath) {
        world.note("session # is over", session.rawValue)
        world.mark(cause == .silent ? .sessionSilent : .sessionReplaced)
        guard let stream = sessions.close(session) else { return }
        whenDurable { stream.link.finish() }
    }

    private func send(_ stream: WorkerStream) {
        guard stream.isTouched else { return }
        stream.isTouched = false
        let update = stream.turn
        stream.turn = V1.SchedulerUpdate()
        whenDurable { [self] in
            stream.link.send(.worker(update))
            let isCut =
                !update.grants.isEmpty && world.buggify(.cutBehindGrants)
                || !update.ended.isEmpty && world.buggify(.cutBehindAnswers)
            if isCut { stream.link.cut(schedulerAfter: world.noticeTime(), peerAfter: world.noticeTime()) }
        }
    }

    /// False: some grants were taken back, and there may be others to make.
    func tellWorkers(_ output: Output) -> Bool {
        for (session, cause) in output.deadSessions { end(session, cause) }
        for revocation in output.revocations {
            world.mark(.leaseRevoked)
            sessions.update(revocation.session) { $0.revoked.append(revocation.lease.rawValue) }
        }
        for recall in output.recalls {
            world.mark(.leaseRecalled)
            sessions.update(recall.session) { $0.recalled.append(recall.lease.rawValue) }
        }
        for trim in output.trims {
            world.mark(.trimAsked)
            sessions.update(trim.session) {
                $0.trims.append(V1.Trim(lease: trim.lease.rawValue, end: UInt64(trim.end)))
            }
        }
        let unsendable = core.messages(of: output.grants, codec: codec, contexts: &contexts) { session, grant, list in
            world.note("lease @ to session #, from item #", grant.lease, session.rawValue, grant.ranges[0])
            var grant = grant
            if let list { grant.items = items(of: list) }
            sessions.update(session) { $0.grants.append(grant) }
        }
        if !unsendable.isEmpty { core.withdraw(unsendable, failure: []) }
        for stream in sessions.takeTouched() { send(stream) }
        return unsendable.isEmpty
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
}

import Contract
import RPC
import Scheduling

/// What operators do with dead letters.
extension SchedulerService {
    func listDeadLetters(
        _ request: V1.ListDeadLettersRequest, _ call: UnaryCall<V1.ListDeadLettersResponse>
    ) {
        let limit = min(request.limit == 0 ? Limits.defaultPage : request.limit, Limits.page)
        do throws(Status) {
            let page = try find(request.filter, after: request.after, limit: Int(limit))
            let letters = page.letters.map { V1.DeadLetter($0, failure: failure($0.failure)) }
            whenDurable { call.reply(V1.ListDeadLettersResponse(letters: letters, nextAfter: page.next), at: $0) }
        } catch {
            call.fail(error)
        }
    }

    func requeueDeadLetters(
        _ request: V1.RequeueDeadLettersRequest, _ call: UnaryCall<V1.RequeueDeadLettersResponse>
    ) {
        openTurn()
        do throws(Status) {
            let page = try find(request.filter, after: request.after, limit: .max)
            var ended: [JobID: [DeadLetterID]] = [:]
            for letter in page.letters where !core.requeue(letter.id) {
                ended[letter.task.job, default: []].append(letter.id)
            }
            var jobs: [UInt64] = []
            var requeued = page.letters.count
            for (job, letters) in ended.sorted(by: { $0.key < $1.key }) {
                let inputs = encodedContexts(of: job)
                if let new = core.requeueAnew(letters, of: job, inputs: { inputs[Int($0)] }) {
                    jobs.append(new.rawValue)
                } else {
                    requeued -= letters.count
                }
            }
            let response = V1.RequeueDeadLettersResponse(
                requeued: UInt64(requeued), newJobs: jobs, nextAfter: page.next)
            whenDurable { call.reply(response, at: $0) }
        } catch {
            call.fail(error)
        }
    }

    func discardDeadLetters(
        _ request: V1.DiscardDeadLettersRequest, _ call: UnaryCall<V1.DiscardDeadLettersResponse>
    ) {
        openTurn()
        do throws(Status) {
            let page = try find(request.filter, after: request.after, limit: .max)
            for letter in page.letters { _ = core.discard(letter.id) }
            let response = V1.DiscardDeadLettersResponse(discarded: UInt64(page.letters.count), nextAfter: page.next)
            whenDurable { call.reply(response, at: $0) }
        } catch {
            call.fail(error)
        }
    }

    private func find(
        _ filter: V1.DeadLetterFilter?, after: UInt64, limit: Int
    ) throws(Status) -> (letters: [LetterView], next: UInt64) {
        guard let filter, filter != V1.DeadLetterFilter() else {
            throw Status(.invalidArgument, "the filter is empty: name ids, a job, a queue or a code, or ask for all")
        }
        guard filter.ids.count <= Limits.deadLetterIDs else {
            throw Status(.invalidArgument, "the filter names \(filter.ids.count) ids; at most \(Limits.deadLetterIDs)")
        }
        func matches(_ letter: LetterView) -> Bool {
            (filter.job == 0 || letter.task.job.rawValue == filter.job)
                && (filter.queue.isEmpty || letter.queue == filter.queue)
                && (filter.code.isEmpty || failure(letter.failure)?.code == filter.code)
        }
        if !filter.ids.isEmpty {
            let ids = Set(filter.ids).sorted()
            return (ids.compactMap { core.letter(DeadLetterID(rawValue: $0)) }.filter(matches), 0)
        }
        let page = core.letters(
            after: DeadLetterID(rawValue: after), limit: limit, probes: SchedulerOptions.probes, where: matches)
        return (page.letters, page.next?.rawValue ?? 0)
    }

    private func failure(_ bytes: [UInt8]) -> V1.Failure? {
        if bytes.isEmpty { return nil }
        do {
            return try codec.decode(V1.Failure.self, from: bytes)
        } catch {
            preconditionFailure("what this process encoded it can decode: \(error)")
        }
    }

    /// By ordinal: what each task of an ended job was given, for the tasks that go on in a new one.
    private func encodedContexts(of job: JobID) -> [[UInt8]] {
        core.tasks(of: job).map { task in
            let context = core.context(of: task.id, inputs: core.inputs(of: task.id), codec: codec)
            if context == V1.TaskContext() { return [] }
            do {
                return try codec.bytes(of: context)
            } catch {
                preconditionFailure("a context within the limits can be encoded: \(error)")
            }
        }
    }
}

extension V1.DeadLetter {
    init(_ letter: LetterView, failure: V1.Failure?) {
        self.init(
            id: letter.id.rawValue, job: letter.task.job.rawValue, task: letter.task.ordinal,
            taskName: letter.taskName.isEmpty ? letter.kind : String(decoding: letter.taskName, as: UTF8.self),
            queue: letter.queue, kind: letter.kind, item: letter.item.map { UInt64($0) },
            cause: V1.DeathCause(letter.cause), attempts: UInt32(letter.attempts), failure: failure,
            diedUnixMs: letter.died.milliseconds)
    }
}

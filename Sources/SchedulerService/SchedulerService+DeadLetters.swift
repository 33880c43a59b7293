import Contract
import RPC
import Scheduling

/// What operators do with dead letters.
extension SchedulerService {
    func listDeadLetters(
        _ request: V1.ListDeadLettersRequest, _ call: UnaryCall<V1.ListDeadLettersResponse>
    ) {
        let limit = Limits.rows(request.limit)
        do throws(Status) {
            let page = try find(request.filter, after: request.after, limit: limit)
            var response = V1.ListDeadLettersResponse(nextAfter: page.next)
            var bytes = 0
            for found in page.letters {
                var letter = V1.DeadLetter(found, failure: failure(found.failure))
                if request.history { letter.history = history(of: found.id) }
                bytes += letter.roughSize
                if bytes > SchedulerOptions.bytesPerPage, let last = response.letters.last {
                    response.nextAfter = last.id
                    break
                }
                response.letters.append(letter)
            }
            answer(call) { [response] in call.reply(response, at: $0) }
        } catch {
            call.fail(error)
        }
    }

    func requeueDeadLetters(
        _ request: V1.RequeueDeadLettersRequest, _ call: UnaryCall<V1.RequeueDeadLettersResponse>
    ) {
        if let refusalStatus { return call.fail(refusalStatus) }
        openTurn()
        do throws(Status) {
            let page = try find(request.filter, after: request.after, limit: .max)
            let response = requeue(page.letters, next: page.next)
            whenDurable { call.reply(response, at: $0) }
        } catch {
            call.fail(error)
        }
    }

    func discardDeadLetters(
        _ request: V1.DiscardDeadLettersRequest, _ call: UnaryCall<V1.DiscardDeadLettersResponse>
    ) {
        if let refusalStatus { return call.fail(refusalStatus) }
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
            throw Status(
                .invalidArgument,
                "the filter is empty: name ids, a job, a queue, a kind, a code or a group, or ask for all")
        }
        guard filter.ids.count <= Limits.deadLetterIDs else {
            throw Status(.invalidArgument, "the filter names \(filter.ids.count) ids; at most \(Limits.deadLetterIDs)")
        }
        func matches(_ letter: LetterView) -> Bool {
            (filter.job == 0 || letter.task.job.rawValue == filter.job)
                && (filter.queue.isEmpty || letter.queue == filter.queue)
                && (filter.kind.isEmpty || letter.kind == filter.kind)
                && (filter.group == 0 || letter.group == filter.group)
                && (filter.code.isEmpty || failure(letter.failure)?.code == filter.code)
        }
        if !filter.ids.isEmpty {
            let ids = Set(filter.ids).filter { $0 > after }.sorted()
            return (ids.compactMap { core.letter(DeadLetterID(rawValue: $0)) }.filter(matches), 0)
        }
        let page = core.letters(
            after: DeadLetterID(rawValue: after), limit: limit, probes: SchedulerOptions.probes, where: matches)
        return (page.letters, page.next?.rawValue ?? 0)
    }

    func failure(_ bytes: [UInt8]) -> V1.Failure? {
        if bytes.isEmpty { return nil }
        do {
            return try codec.decode(V1.Failure.self, from: bytes)
        } catch {
            return V1.Failure(text: "what was kept of the failure can't be read: \(error)")
        }
    }

    // MARK: Requeueing

    /// Until the batch is full: a new job has copies of payloads and contexts.
    func requeue(_ letters: [LetterView], next: UInt64) -> V1.RequeueDeadLettersResponse {
        var response = V1.RequeueDeadLettersResponse(nextAfter: next)
        let lettersByJob = Dictionary(grouping: letters, by: \.task.job)
        var moved: Set<DeadLetterID> = []
        for letter in letters where !moved.contains(letter.id) {
            if core.requeue(letter.id) {
                response.requeued += 1
            } else if core.letter(letter.id) == nil {
                // It was about a task that another letter of this call has revived.
                response.requeued += 1
            } else {
                let rest = lettersByJob[letter.task.job, default: []].filter { $0.id >= letter.id }
                let (job, letters) = startAnew(rest.filter { !moved.contains($0.id) })
                moved.formUnion(letters)
                if let job {
                    response.newJobs.append(job.rawValue)
                    response.requeued += UInt64(letters.count)
                }
            }
            if core.isBatchFull {
                response.nextAfter = letter.id.rawValue
                break
            }
        }
        return response
    }

    /// Letters of one job, of which the first needs a new one: as many as one new job is given bytes for. No job: there
    /// is nothing that it could work on.
    private func startAnew(_ letters: [LetterView]) -> (job: JobID?, letters: [DeadLetterID]) {
        var taken: [DeadLetterID] = []
        var inputs: [UInt32: [UInt8]] = [:]
        var bytes = 0
        for letter in letters where core.letter(letter.id)?.needsNewJob == true {
            if inputs[letter.task.ordinal] == nil {
                let context = encodedContext(of: letter.task)
                bytes += context.count + core.state.blobs[core.payload(of: letter.task)].count
                if !taken.isEmpty, bytes > SchedulerOptions.bytesPerRequeuedJob { break }
                inputs[letter.task.ordinal] = context
            }
            taken.append(letter.id)
        }
        let job = core.requeueAnew(taken, of: letters[0].task.job) { inputs[$0, default: []] }
        return (job, taken)
    }

    /// What a task of an ended job was given, for the one that goes on with its items. What can't be read is passed on
    /// as it is: then the new task ends as a dead letter that says so.
    private func encodedContext(of task: TaskID) -> [UInt8] {
        do throws(CodecError) {
            let context = try core.context(of: task, codec: codec)
            return context == V1.TaskContext() ? [] : try codec.bytes(of: context)
        } catch {
            return core.state.blobs[core.inputs(of: task)]
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
            diedUnixMs: letter.died.milliseconds, group: letter.group)
    }
}

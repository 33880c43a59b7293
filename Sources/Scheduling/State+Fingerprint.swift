extension State {
    /// A hash of everything that must survive, in the order of ids: equal for equal states, wherever their records
    /// lie. Cost: O(state × log).
    package func fingerprint() -> UInt64 {
        var hash = Fingerprint()
        hash.mix(
            UInt64(epoch), UInt64(bitPattern: time.milliseconds), nextJob, nextLease, nextLetter, nextWorker, nextBatch)
        for names in [queues, kinds, tenants, keys] {
            for name in 0..<names.count { hash.mix(text: names[NameID(rawValue: UInt32(name))]) }
        }
        for rules in tenantRules {
            hash.mix(
                UInt64(rules.weight), (rules.isPaused ? 1 : 0) | (rules.isDraining ? 2 : 0), UInt64(rules.depthLimit))
        }
        for gate in queueGates + keyGates { mix(gate, into: &hash) }
        for (retention, removed) in zip(retentions, removed) {
            hash.mix(retention.jobs ?? .max, retention.letters ?? .max, removed.jobs, removed.letters)
        }
        for request in requests.all {
            hash.mix(request.id.high, request.id.low)
            hash.mix(bytes: blobs[request.jobs])
        }
        for job in jobs.indices.sorted(by: { jobs[$0].id < jobs[$1].id }) { mix(job, into: &hash) }
        for lease in leases.indices.sorted(by: { leases[$0].id < leases[$1].id }) { mix(lease, into: &hash) }
        for worker in workers.indices.sorted(by: { workers[$0].id < workers[$1].id }) {
            hash.mix(workers[worker].id.rawValue, workers[worker].instance)
            hash.mix(bytes: blobs[workers[worker].name])
        }
        hash.mix(nextOrder)
        for order in orders { mix(order, into: &hash) }
        for letter in letters.indices.sorted(by: { letters[$0].id < letters[$1].id }) { mix(letter, into: &hash) }
        hash.mix(nextSchedule)
        for schedule in schedules.indices.sorted(by: { schedules[$0].id < schedules[$1].id }) {
            mix(schedule, into: &hash)
        }
        return hash.value
    }

    private func mix(_ job: JobIndex, into hash: inout Fingerprint) {
        let record = jobs[job]
        hash.mix(
            record.id.rawValue, time(record.submitted), extras(of: job).requeuedFrom.rawValue,
            extras(of: job).isPaused ? 1 : 0,
            time(extras(of: job).notBefore), time(extras(of: job).deadline),
            terms[record.terms].retention,
            UInt64(record.version), UInt64(record.tenant.rawValue),
            UInt64(record.state.rawValue), UInt64(record.priority))
        hash.mix(bytes: blobs[record.name])
        let extras = extras(of: job)
        hash.mix(
            extras.fingerprint.high, extras.fingerprint.low, extras.reuse, UInt64(extras.stopsAs?.rawValue ?? 0))
        hash.mix(bytes: blobs[extras.key])
        if !extras.origin.isNone {
            hash.mix(origins[extras.origin].schedule.rawValue, time(origins[extras.origin].tick))
        }
        for task in tasks(of: job) { mix(task, into: &hash) }
    }

    private func mix(_ task: TaskIndex, into hash: inout Fingerprint) {
        let record = tasks[task]
        let work = work(of: task)
        hash.mix(
            UInt64(queue(of: task).rawValue), UInt64(kind(of: task).rawValue), UInt64(record.state.rawValue),
            UInt64(total(of: task)), UInt64(record.itemCount), UInt64(work.done), UInt64(work.dead),
            UInt64(work.cancelled), time(work.started), time(work.ended), record.countKnown ? 1 : 0,
            UInt64(work.stopsAs?.rawValue ?? 0), record.isCountedLater ? 1 : 0, work.isSelection ? 1 : 0)
        hash.mix(range: work.fresh)
        hash.mix(text: String(describing: policies[record.policy]))
        hash.mix(bytes: blobs[record.name])
        hash.mix(bytes: blobs[record.payload])
        hash.mix(bytes: blobs[record.inputs])
        for segment in segments.segments(of: work.returned) {
            hash.mix(range: segment.range)
            hash.mix(UInt64(segment.attempt), UInt64(segment.losses))
            hash.mix(bytes: blobs[segment.checkpoint])
        }
        var wave = work.firstWave
        while !wave.isNone {
            hash.mix(UInt64(waves[wave].attempt), time(waves[wave].due), time(waves[wave].opened))
            for range in segments.ranges(of: waves[wave].items) { hash.mix(range: range) }
            wave = waves[wave].next
        }
        if !work.list.isNone {
            hash.mix(work.isListOpen ? 1 : 0, UInt64(lists[work.list].patience), UInt64(lists[work.list].count))
            for batch in lists[work.list].batches {
                hash.mix(batch.id.rawValue, UInt64(batch.begin), UInt64(batch.bytes), UInt64(batch.largest))
            }
        }
        mix(work.failures, into: &hash)
        for dependency in dependencies(of: task) { hash.mix(UInt64(tasks[dependency].ordinal)) }
        var output = work.firstOutput
        while !output.isNone {
            hash.mix(UInt64(outputs[output].item))
            hash.mix(bytes: blobs[outputs[output].data])
            output = outputs[output].next
        }
    }

    private func mix(_ lease: LeaseIndex, into hash: inout Fingerprint) {
        let record = leases[lease]
        hash.mix(
            record.id.rawValue, jobs[tasks[record.task].job].id.rawValue, UInt64(tasks[record.task].ordinal),
            workers[record.worker].id.rawValue, UInt64(record.cursor), UInt64(record.attempt), UInt64(record.losses),
            time(record.granted))
        for range in ranges(of: lease) { hash.mix(range: range) }
        for range in segments.ranges(of: record.settled) { hash.mix(range: range) }
        hash.mix(bytes: blobs[record.checkpoint])
    }

    private func mix(_ letter: LetterIndex, into hash: inout Fingerprint) {
        let record = letters[letter]
        hash.mix(
            record.id.rawValue, jobs[tasks[record.task].job].id.rawValue, UInt64(tasks[record.task].ordinal),
            UInt64(record.item), UInt64(record.cause.rawValue), UInt64(record.attempts), time(record.died))
        hash.mix(bytes: blobs[record.failure])
        hash.mix(record.fingerprint)
        mix(record.failures, into: &hash)
    }

    private func mix(_ list: FailureList, into hash: inout Fingerprint) {
        for record in failures.records(of: list) {
            hash.mix(UInt64(record.item), UInt64(record.attempt), time(record.failed), record.timedOut ? 1 : 0)
            hash.mix(bytes: blobs[record.failure])
        }
    }

    private func mix(_ order: RequeueOrder, into hash: inout Fingerprint) {
        hash.mix(
            order.id, order.filter.job.rawValue, UInt64(order.filter.queue.rawValue),
            UInt64(order.filter.kind.rawValue), order.filter.group, UInt64(order.rate.letters),
            UInt64(order.rate.period))
        hash.mix(
            order.last.rawValue, time(order.ordered), order.looked.rawValue, order.requeued, time(order.due),
            UInt64(order.state.rawValue))
    }

    private func mix(_ schedule: ScheduleIndex, into hash: inout Fingerprint) {
        let record = schedules[schedule]
        hash.mix(
            record.id.rawValue, UInt64(record.tenant.rawValue), UInt64(record.overlap.rawValue),
            record.isPaused ? 1 : 0, time(record.next), time(record.queued), time(record.last), record.lastJob.rawValue,
            time(record.refusedTick))
        hash.mix(
            record.counts.fired, record.counts.caughtUp, record.counts.missed, record.counts.overlapped,
            record.counts.refused)
        hash.mix(bytes: blobs[record.name])
        hash.mix(bytes: blobs[record.spec])
        hash.mix(bytes: blobs[record.refusal])
    }

    private func mix(_ gate: Gate, into hash: inout Fingerprint) {
        hash.mix(
            UInt64(gate.limits.concurrency), UInt64(gate.limits.items), UInt64(gate.limits.period),
            UInt64(gate.limits.burst), UInt64(gate.limits.depth), gate.tokens, time(gate.counted), time(gate.slowUntil),
            (gate.isPaused ? 1 : 0) | (gate.isDraining ? 2 : 0),
            gate.isOpen ? 1 : 0)
    }

    private func time(_ time: Timestamp) -> UInt64 { UInt64(bitPattern: time.milliseconds) }
}

/// FNV-1a over 64-bit words, finished by a multiplicative mix: not for secrets, only for telling states apart.
private struct Fingerprint {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func mix(_ words: UInt64...) {
        for word in words {
            value = (value ^ word) &* 0x0000_0100_0000_01B3
            value ^= value >> 29
        }
    }

    mutating func mix(range: ItemRange) { mix(UInt64(range.begin) << 32 | UInt64(range.end)) }

    mutating func mix(bytes: [UInt8]) {
        mix(UInt64(bytes.count))
        for byte in bytes { mix(UInt64(byte)) }
    }

    mutating func mix(text: String) { mix(bytes: Array(text.utf8)) }
}

/// Submits that must not be done twice: those with a key, and those that a client repeats.
extension Scheduler {
    package enum OnKey: Equatable {
        /// Nobody has it, or not any more.
        case free
        /// The same was submitted under it: this job.
        case taken(JobID)
        /// Something else was.
        case conflict(JobID)
    }

    /// Who is the answer to a key of the tenant: a job that has not ended, or has succeeded not longer ago than its
    /// submission said.
    package mutating func look(up key: [UInt8], of tenant: String, _ fingerprint: SubmissionFingerprint) -> OnKey {
        guard let tenant = state.tenants.find(tenant),
            let id = state.keyedJobs[SubmissionKey(tenant: tenant, key: key)]
        else { return .free }
        let extras = state.extras(of: state.job(id))
        if let freed = keyEnd(of: id), freed <= now {
            freeKey(of: id)
            return .free
        }
        return extras.fingerprint == fingerprint ? .taken(id) : .conflict(id)
    }

    /// The job accepted last is the answer to a free key.
    package mutating func key(
        _ job: JobID, _ key: [UInt8], _ fingerprint: SubmissionFingerprint, reuse: UInt64
    ) {
        emit(.jobKeyed(job, key: state.blobs.insert(key), fingerprint, reuse: reuse))
    }

    /// nil: it goes on, or will be free at its end.
    private func keyEnd(of id: JobID) -> Timestamp? {
        let job = state.job(id)
        return state.jobs[job].state.hasEnded ? state.times(of: job).ended + state.extras(of: job).reuse : nil
    }

    /// Of a job whose time as an answer is over.
    mutating func freeKey(of id: JobID) {
        let job = state.job(id)
        if job.isNone || state.extras(of: job).key == .none { return }
        emit(.keyFreed(id))
        removeIfDue(id)
    }

    /// The jobs of a submit that was accepted not long ago; nil: it was not, or it is forgotten.
    package func jobs(of request: RequestID) -> [JobID]? {
        guard let handle = state.requests[request] else { return nil }
        let bytes = state.blobs[handle]
        return stride(from: 0, to: bytes.count, by: 8).map { place in
            JobID(rawValue: bytes[place..<place + 8].reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    /// A submit was accepted, and can be repeated for a while.
    package mutating func remember(_ request: RequestID, jobs: [JobID]) {
        var bytes: [UInt8] = []
        for job in jobs {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: job.rawValue >> UInt64(shift)))
            }
        }
        emit(.requestAccepted(request, jobs: state.blobs.insert(bytes)))
    }
}

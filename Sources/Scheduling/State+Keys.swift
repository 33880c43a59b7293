/// A key is its tenant's.
struct SubmissionKey: Hashable, Sendable {
    let tenant: NameID
    let key: [UInt8]
}

/// Submits of the last minutes, so that a client which did not hear the answer can ask again.
struct RecentRequests: Sendable {
    /// Milliseconds for which a submit can be repeated.
    static let window: UInt64 = 300_000
    /// The oldest go first when there are more.
    static let most = 100_000

    private struct Request: Sendable {
        let id: RequestID
        let accepted: Timestamp
    }

    private var jobs: [RequestID: BlobHandle] = [:]
    private var oldest = 0
    private var order: ContiguousArray<Request> = []

    var count: Int { jobs.count }

    subscript(id: RequestID) -> BlobHandle? { jobs[id] }

    /// Returns the bytes that nobody needs any more.
    mutating func add(_ id: RequestID, _ accepted: BlobHandle, at time: Timestamp) -> [BlobHandle] {
        var gone: [BlobHandle] = []
        while oldest < order.count,
            order[oldest].accepted + Self.window <= time || jobs.count >= Self.most
        {
            if let handle = jobs.removeValue(forKey: order[oldest].id) { gone.append(handle) }
            oldest += 1
        }
        if oldest > order.count / 2, oldest > 64 {
            order.removeFirst(oldest)
            oldest = 0
        }
        jobs[id] = accepted
        order.append(Request(id: id, accepted: time))
        return gone
    }

    /// In the order of their acceptance.
    var all: [(id: RequestID, jobs: BlobHandle)] {
        order[oldest...].compactMap { request in jobs[request.id].map { (request.id, $0) } }
    }
}

/// How facts about keys change the state.
extension State {
    mutating func key(_ job: JobIndex, _ key: BlobHandle, _ fingerprint: SubmissionFingerprint, reuse: UInt64) {
        let extras = makeExtras(of: job)
        self.extras[extras].key = key
        self.extras[extras].fingerprint = fingerprint
        self.extras[extras].reuse = reuse
        keyedJobs[submissionKey(of: job)] = jobs[job].id
    }

    /// Nothing when it is free already.
    mutating func freeKey(of job: JobIndex) {
        let key = extras(of: job).key
        if key == .none { return }
        keyedJobs[submissionKey(of: job)] = nil
        extras[jobs[job].extras].key = .none
        blobs.retire(key)
    }

    private func submissionKey(of job: JobIndex) -> SubmissionKey {
        SubmissionKey(tenant: jobs[job].tenant, key: blobs[extras(of: job).key])
    }

    mutating func remember(_ request: RequestID, _ jobs: BlobHandle) {
        for handle in requests.add(request, jobs, at: time) { blobs.retire(handle) }
    }
}

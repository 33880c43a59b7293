import Contract
import RPC
import Scheduling

/// Submits that were made before, and those that are too many.
extension SchedulerService {
    /// What stands under the key of a submitted job.
    struct KeyAnswer {
        let tenant: String
        let key: String
        let fingerprint: SubmissionFingerprint
        /// nil: nothing yet.
        let taken: JobID?
    }

    /// The tasks of all jobs stand in one array.
    typealias ReadJobs = (jobs: [JobSubmission], tasks: [TaskSubmission])

    /// nil: the client sent none.
    func requestID(_ bytes: [UInt8]) throws(Status) -> RequestID? {
        if bytes.isEmpty { return nil }
        guard bytes.count == Limits.requestID else {
            throw Status(.invalidArgument, "request_id has \(bytes.count) bytes; \(Limits.requestID) are expected")
        }
        func number(_ half: ArraySlice<UInt8>) -> UInt64 { half.reduce(0) { $0 << 8 | UInt64($1) } }
        return RequestID(number(bytes[..<8]), number(bytes[8...]))
    }

    /// By place, nil for jobs without a key; nil when no job has one. Throws when something else stands under a key.
    func lookUpKeys(_ request: V1.SubmitRequest) throws(Status) -> [KeyAnswer?]? {
        if request.jobs.allSatisfy({ $0.key.isEmpty }) { return nil }
        var answers: [KeyAnswer?] = []
        for (place, spec) in request.jobs.enumerated() {
            if spec.key.isEmpty {
                answers.append(nil)
                continue
            }
            let tenant = spec.tenant.isEmpty ? "default" : spec.tenant
            let fingerprint = try fingerprint(of: spec, place)
            let sameKey = answers.compactMap { $0 }.first { $0.tenant == tenant && $0.key == spec.key }
            if let sameKey, sameKey.fingerprint != fingerprint {
                throw Status(
                    .alreadyExists, "jobs[\(place)]: the key \(spec.key) stands for an earlier job of this submit")
            }
            switch core.look(up: Array(spec.key.utf8), of: tenant, fingerprint) {
            case .free:
                answers.append(KeyAnswer(tenant: tenant, key: spec.key, fingerprint: fingerprint, taken: nil))
            case .taken(let job):
                answers.append(KeyAnswer(tenant: tenant, key: spec.key, fingerprint: fingerprint, taken: job))
            case .conflict:
                throw Status(
                    .alreadyExists,
                    "jobs[\(place)]: something else was submitted under the key \(spec.key): use another key, or wait "
                        + "until that one is free")
            }
        }
        return answers
    }

    /// The job of the same submit that has taken the key.
    func earlier(_ place: Int, _ answers: [KeyAnswer?]?, _ ids: [JobID]) -> JobID? {
        guard let answers, let answer = answers[place] else { return nil }
        let first = answers.firstIndex { $0.map { $0.tenant == answer.tenant && $0.key == answer.key } ?? false }
        return first.flatMap { $0 < place ? ids[$0] : nil }
    }

    /// Of what was submitted under the key, without the key.
    private func fingerprint(of spec: V1.JobSpec, _ place: Int) throws(Status) -> SubmissionFingerprint {
        var rest = spec
        rest.key = ""
        do {
            let bytes = try codec.bytes(of: rest)
            return SubmissionFingerprint(
                hash(bytes, seed: 0x243F_6A88_85A3_08D3), hash(bytes, seed: 0x1319_8A2E_0370_7344))
        } catch {
            throw Status(.invalidArgument, "jobs[\(place)]: it can't be encoded: \(error)")
        }
    }

    /// FNV-1a, mixed at each step: tells submissions of one tenant apart, not more.
    private func hash(_ bytes: [UInt8], seed: UInt64) -> UInt64 {
        var hash = seed
        for byte in bytes {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            hash ^= hash >> 32
        }
        return hash
    }

    func checkDepth(_ read: ReadJobs, counts: [Int], _ answers: [KeyAnswer?]?) throws(Status) {
        // What is there already adds nothing; counting it all the same errs on the safe side.
        let isOld = answers.map { $0.allSatisfy { $0?.taken != nil } } ?? false
        if isOld { return }
        guard let excess = core.depthExcess(of: read.jobs, read.tasks, counts: counts) else { return }
        throw Status(
            .resourceExhausted,
            "\(excess.isTenant ? "tenant" : "queue") \(excess.name) has \(excess.depth) tasks that have not ended, of "
                + "\(excess.limit) that it may have; nothing was accepted",
            retryAfter: .milliseconds(Int64(excess.retryAfter)))
    }
}

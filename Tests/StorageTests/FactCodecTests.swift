import Contract
import Scheduling
import Testing

@testable import Storage

/// The columns of every kind of fact, as old journals have them.
@Suite struct FactCodecTests {
    private let codec = Codec(keeping: 1 << 20)

    /// One of each kind, in the order of their numbers; no two numbers are alike, so that none can stand in for another.
    private static func facts(_ store: inout BlobStore) -> ContiguousArray<Fact> {
        let (job, task, lease) = (
            JobID(rawValue: 901), TaskID(job: JobID(rawValue: 902), ordinal: 903), LeaseID(rawValue: 904)
        )
        let schedule = ScheduleID(rawValue: 6_001)
        func letter(_ id: UInt64, _ cause: DeathCause) -> DeadLetter {
            DeadLetter(id: DeadLetterID(rawValue: id), cause: cause, failure: store.insert([UInt8(id)]))
        }
        return [
            .epochBegan(epoch: 11),
            .timeAdvanced(Timestamp(milliseconds: 12)),
            .named(.tenant, NameID(rawValue: 13), store.insert([1])),
            .policyDefined(
                PolicyID(rawValue: 14),
                Policy(
                    maxAttempts: 15, initialBackoff: 16, maxBackoff: 17, itemsPerLease: 18, parallelism: 19,
                    tolerance: .perMille(20), attemptTimeout: 712, key: NameID(rawValue: 711))),
            .jobAccepted(
                JobAccepted(
                    job: job, requeuedFrom: JobID(rawValue: 21), retention: 22, tenant: NameID(rawValue: 23),
                    name: store.insert([2]), priority: 9, notBefore: Timestamp(milliseconds: 713),
                    deadline: Timestamp(milliseconds: 714))),
            .taskAdded(
                TaskAdded(
                    job: job, queue: NameID(rawValue: 24), kind: NameID(rawValue: 25), policy: PolicyID(rawValue: 26),
                    name: store.insert([3]), payload: .none, inputs: store.insert([4, 5]), items: .selected(of: 27),
                    dependencies: 28)),
            .dependencyAdded(task, on: 29),
            .itemsSelected(task, ItemRange(30, 31)),
            .itemCountSet(task, 32),
            .taskReady(task),
            .taskEnded(task, .dead),
            .jobStalled(job),
            .jobEnded(job, .cancelled),
            .jobRemoved(job),
            .workerJoined(WorkerID(rawValue: 33), instance: 34, name: store.insert([6])),
            .workerLeft(WorkerID(rawValue: 35)),
            .leaseGranted(
                LeaseGranted(lease: lease, task: task, worker: WorkerID(rawValue: 36), range: ItemRange(37, 38))),
            .leaseExtended(lease, ItemRange(39, 40)),
            .itemsSettled(lease, ItemRange(41, 42)),
            .cursorMoved(lease, 43),
            .checkpointed(lease, store.insert([7])),
            .outputLeft(lease, item: 44, store.insert([8])),
            .itemRetried(lease, item: 45, due: Timestamp(milliseconds: 46)),
            .itemDied(lease, item: 47, letter(48, .parked)),
            .leaseEnded(lease, .lost),
            .waveDue(task, attempt: 49, due: Timestamp(milliseconds: 50)),
            .taskDied(task, letter(51, .countNotSet)),
            .letterRequeued(DeadLetterID(rawValue: 52)),
            .letterClosed(DeadLetterID(rawValue: 53)),
            .weightSet(NameID(rawValue: 13), 700),
            .limitsSet(
                GateID(isQueue: true, name: NameID(rawValue: 701)),
                GateLimits(concurrency: 702, items: 703, period: 704, burst: 705, depth: 715)),
            .gatePaused(GateID(isQueue: false, name: NameID(rawValue: 706)), true),
            .tenantPaused(NameID(rawValue: 707), false),
            .jobPaused(job, true),
            .slowedDown(GateID(isQueue: false, name: NameID(rawValue: 708)), until: Timestamp(milliseconds: 709)),
            .gateOpened(GateID(isQueue: true, name: NameID(rawValue: 710))),
            .priorityChanged(job, 8),
            .jobDue(job),
            .jobKeyed(job, key: store.insert([52]), SubmissionFingerprint(716, 717), reuse: 718),
            .keyFreed(job),
            .requestAccepted(RequestID(719, 720), jobs: store.insert([53])),
            .tenantDepthSet(NameID(rawValue: 721), 722),
            .taskStopping(task, .cancelled),
            .jobStopping(job, .expired),
            .leaseTrimmed(lease, end: 723),
            .scheduleSet(
                ScheduleSet(
                    id: schedule, tenant: NameID(rawValue: 6_002), name: store.insert([60]), spec: store.insert([61]),
                    overlap: .queueOne, next: Timestamp(milliseconds: 6_003))),
            .schedulePaused(schedule, true, next: Timestamp(milliseconds: 6_004)),
            .scheduleDeleted(schedule),
            .tickFired(
                TickFired(
                    schedule: schedule, tick: Timestamp(milliseconds: 6_005), job: job, kind: .extra,
                    next: Timestamp(milliseconds: 6_006))),
            .ticksSkipped(schedule, 6_007, .overlapped, next: Timestamp(milliseconds: 6_008)),
            .tickQueued(
                schedule, tick: Timestamp(milliseconds: 6_009), next: Timestamp(milliseconds: 6_010)),
            .tickRefused(
                schedule, tick: Timestamp(milliseconds: 6_011), next: Timestamp(milliseconds: 6_012),
                reason: store.insert([62])),
            .itemsAppended(task, ItemBatch(id: BatchID(rawValue: 823), count: 824, bytes: 825, largest: 826)),
            .listSealed(task),
            .listShared(task, with: TaskID(job: JobID(rawValue: 827), ordinal: 828)),
            .jobGrew(task, tasks: 829),
            .dependencyInserted(task, on: 830),
            .queueDraining(NameID(rawValue: 923), true),
            .tenantDraining(NameID(rawValue: 924), false),
            .itemFailed(LeaseID(rawValue: 925), item: 926, store.insert([54]), timedOut: true),
            .letterFingerprinted(DeadLetterID(rawValue: 927), 928),
            .requeueOrdered(
                929,
                LetterFilter(
                    job: job, queue: NameID(rawValue: 930), kind: NameID(rawValue: 931), group: 932),
                RequeueRate(letters: 933, period: 934), last: DeadLetterID(rawValue: 935)),
            .requeueAdvanced(936, looked: DeadLetterID(rawValue: 937), requeued: 938),
            .requeueEnded(939, .stopped),
            .retentionSet(NameID(rawValue: 940), QueueRetention(jobs: 941)),
            .letterExpired(DeadLetterID(rawValue: 942)),
        ]
    }

    private static let numbers: [UInt64] = [
        11, 12, 3, 13, 14, 15, 16, 17, 18, 19, 1, 20, 712, 711, 901, 21, 22, 23, 9, 713, 714, 901, 24, 25, 26, 28, 2,
        27, 902, 903, 29,
        902,
        903, 30, 31, 902, 903, 32, 902, 903, 902, 903, 2, 901, 901, 3, 901, 33, 34, 35, 904, 902, 903, 36, 37, 38, 904,
        39, 40, 904, 41, 42, 904, 43, 904, 904, 44, 904, 45, 46, 904, 47, 48, 3, 904, 3, 902, 903, 49, 50, 902, 903, 51,
        5, 52, 53, 13, 700, 1402, 702, 703, 704, 705, 715, 1413, 1, 707, 0, 901, 1, 1417, 709, 1420, 901, 8, 901, 901,
        716, 717, 718, 901, 719, 720, 721, 722, 902, 903, 3, 901, 4, 904, 723,
        6_001, 6_002, 3, 6_003, 6_001, 1, 6_004, 6_001, 6_001, 6_005, 901, 4, 6_006, 6_001, 6_007, 2, 6_008, 6_001,
        6_009,
        6_010, 6_001, 6_011, 6_012,
        902, 903, 823, 824, 825, 826, 902, 903, 902, 903, 827, 828, 902, 903, 829, 902, 903, 830,
        923, 1, 924, 0, 925, 926, 0, 1, 927, 928, 929, 901, 930, 931, 932, 933, 934, 935, 936, 937, 938, 939, 3,
        940, 941, .max, 942,
    ]
    private static let kinds: [UInt32] = Array(1...66)
    private static let blobs: [[UInt8]] = [
        [1], [2], [3], [], [4, 5], [6], [7], [8], [48], [51], [52], [53], [60], [61], [62], [54],
    ]

    private func encoded(_ facts: ContiguousArray<Fact>, _ store: borrowing BlobStore) throws -> JournalV1.Batch {
        var encoder = FactEncoder()
        for fact in facts { encoder.encode(fact, blobs: store) }
        return try codec.decode(JournalV1.Batch.self, from: try encoder.takeBatch(codec: codec))
    }

    /// A row written by this version is read by every later one: this test is never changed, only added to.
    @Test func theColumnsStayAsTheyAre() throws {
        var store = BlobStore()
        let batch = try encoded(Self.facts(&store), store)
        #expect(batch.format == FactDecoder.format)
        #expect(batch.kinds == Self.kinds)
        #expect(batch.numbers == Self.numbers)
        #expect(batch.blobs == Self.blobs)
        let all = (0...1_000).filter { FactKind(rawValue: $0) != nil }
        #expect(all == Self.kinds, "a new kind of fact is to be added here")
    }

    @Test func everyFactComesBack() throws {
        var store = BlobStore()
        let facts = Self.facts(&store)
        var decoder = try FactDecoder(try encoded(facts, store))
        var others = BlobStore()
        var decoded: ContiguousArray<Fact> = []
        while let fact = try decoder.next(into: &others) { decoded.append(fact) }
        // The bytes were stored in the same order, so that even the handles are the same.
        #expect(decoded.map { "\($0)" } == facts.map { "\($0)" })
        #expect(try encoded(decoded, others).blobs == Self.blobs)
    }

    /// Columns that do not fit together are damage, wherever they are cut.
    @Test func columnsThatDoNotFitAreRefused() throws {
        var batch = JournalV1.Batch(
            format: FactDecoder.format, kinds: Self.kinds, numbers: Self.numbers, blobs: Self.blobs)
        batch.numbers.append(1)
        #expect(code(batch) == .damaged)
        for count in 0..<Self.numbers.count {
            batch.numbers = Array(Self.numbers[..<count])
            #expect(code(batch) == .damaged, "\(count) numbers")
        }
        batch.numbers = Self.numbers
        batch.blobs.removeLast()
        #expect(code(batch) == .damaged)
        batch.blobs = Self.blobs
        batch.kinds[41] = 1_000
        #expect(code(batch) == .damaged)
        batch.format = FactDecoder.format + 1
        #expect(code(batch) == .unreadable)
    }

    private func code(_ batch: JournalV1.Batch) -> StoreError.Code? {
        var store = BlobStore()
        do throws(StoreError) {
            var decoder = try FactDecoder(batch)
            while try decoder.next(into: &store) != nil {}
            return nil
        } catch {
            return error.code
        }
    }
}

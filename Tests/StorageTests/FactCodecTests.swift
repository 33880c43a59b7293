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
                    tolerance: .perMille(20))),
            .jobAccepted(
                JobAccepted(
                    job: job, requeuedFrom: JobID(rawValue: 21), retention: 22, tenant: NameID(rawValue: 23),
                    name: store.insert([2]), priority: 9)),
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
        ]
    }

    private static let numbers: [UInt64] = [
        11, 12, 3, 13, 14, 15, 16, 17, 18, 19, 1, 20, 901, 21, 22, 23, 9, 901, 24, 25, 26, 28, 2, 27, 902, 903, 29, 902,
        903, 30, 31, 902, 903, 32, 902, 903, 902, 903, 2, 901, 901, 3, 901, 33, 34, 35, 904, 902, 903, 36, 37, 38, 904,
        39, 40, 904, 41, 42, 904, 43, 904, 904, 44, 904, 45, 46, 904, 47, 48, 3, 904, 3, 902, 903, 49, 50, 902, 903, 51,
        5, 52, 53,
    ]
    private static let blobs: [[UInt8]] = [[1], [2], [3], [], [4, 5], [6], [7], [8], [48], [51]]

    private func encoded(_ facts: ContiguousArray<Fact>, _ store: borrowing BlobStore) throws -> JournalV1.Batch {
        var encoder = FactEncoder()
        for fact in facts { encoder.encode(fact, blobs: store) }
        return try codec.decode(JournalV1.Batch.self, from: try encoder.takeBatch(codec: codec))
    }

    /// A row written by this version is read by every later one: this test is never changed, only added to.
    @Test func theColumnsStayAsTheyAre() throws {
        var store = BlobStore()
        let batch = try encoded(Self.facts(&store), store)
        #expect(batch.format == 1)
        #expect(batch.kinds == Array(1...29))
        #expect(batch.numbers == Self.numbers)
        #expect(batch.blobs == Self.blobs)
        #expect(FactKind(rawValue: 30) == nil, "a new kind of fact is to be added here")
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
            format: 1, kinds: Array(1...29), numbers: Self.numbers, blobs: Self.blobs)
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
        batch.kinds[28] = 30
        #expect(code(batch) == .damaged)
        batch.format = 2
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

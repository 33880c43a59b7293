package import Contract
package import Scheduling

/// The journal's columns into facts. Mirrors `FactEncoder`.
package struct FactDecoder {
    static let format: UInt32 = 3

    private let batch: JournalV1.Batch
    private var kind = 0
    private var number = 0
    private var blob = 0

    /// Throws when the batch is of a format that this version does not know.
    package init(_ batch: JournalV1.Batch) throws(StoreError) {
        guard batch.format == Self.format else {
            throw StoreError(
                .unreadable,
                "the journal has a batch of format \(batch.format), and this version reads format \(Self.format)",
                "start the version of Longhaul that wrote it, or a newer one")
        }
        self.batch = batch
    }

    /// The next fact; its bytes go into the store. nil at the end. Throws when the columns do not fit the kinds.
    package mutating func next(into store: inout BlobStore) throws(StoreError) -> Fact? {
        guard kind < batch.kinds.count else {
            guard number == batch.numbers.count, blob == batch.blobs.count else {
                throw contradiction("it has more numbers or bytes than its facts need")
            }
            return nil
        }
        guard let known = FactKind(rawValue: batch.kinds[kind]) else {
            throw contradiction("fact \(kind) is of the unknown kind \(batch.kinds[kind])")
        }
        let fact = try decode(known, &store)
        kind += 1
        return fact
    }

    private mutating func decode(_ kind: FactKind, _ store: inout BlobStore) throws(StoreError) -> Fact {
        switch kind {
        case .epochBegan: .epochBegan(epoch: try small())
        case .timeAdvanced: .timeAdvanced(try time())
        case .named:
            .named(try value(NameTable.init(rawValue:)), NameID(rawValue: try small()), try bytes(&store))
        case .policyDefined: .policyDefined(PolicyID(rawValue: try small()), try policy())
        case .weightSet: .weightSet(NameID(rawValue: try small()), try small())
        case .limitsSet: .limitsSet(try gate(), try limits())
        case .gatePaused: .gatePaused(try gate(), try flag())
        case .tenantDepthSet: .tenantDepthSet(NameID(rawValue: try small()), try small())
        case .tenantPaused: .tenantPaused(NameID(rawValue: try small()), try flag())
        case .retentionSet:
            .retentionSet(NameID(rawValue: try small()), QueueRetention(jobs: try limit(), letters: try limit()))
        case .queueDraining: .queueDraining(NameID(rawValue: try small()), try flag())
        case .tenantDraining: .tenantDraining(NameID(rawValue: try small()), try flag())
        case .jobPaused: .jobPaused(try job(), try flag())
        case .priorityChanged: .priorityChanged(try job(), try byte())
        case .slowedDown: .slowedDown(try gate(), until: try time())
        case .gateOpened: .gateOpened(try gate())

        case .jobAccepted:
            .jobAccepted(
                JobAccepted(
                    job: try job(), requeuedFrom: try job(), retention: try next(),
                    tenant: NameID(rawValue: try small()), name: .none, priority: try byte(), notBefore: try time(),
                    deadline: try time()
                ).named(try bytes(&store)))
        case .jobKeyed: try jobKeyed(&store)
        case .keyFreed: .keyFreed(try job())
        case .requestAccepted: .requestAccepted(RequestID(try next(), try next()), jobs: try bytes(&store))
        case .taskAdded: .taskAdded(try taskAdded(&store))
        case .dependencyAdded: .dependencyAdded(try task(), on: try small())
        case .itemsSelected: .itemsSelected(try task(), try range())
        case .itemCountSet: .itemCountSet(try task(), try small())
        case .itemsAppended: .itemsAppended(try task(), try itemBatch())
        case .listSealed: .listSealed(try task())
        case .listShared: .listShared(try task(), with: try task())
        case .jobGrew: .jobGrew(try task(), tasks: try small())
        case .dependencyInserted: .dependencyInserted(try task(), on: try small())
        case .taskReady: .taskReady(try task())
        case .taskStopping: .taskStopping(try task(), try value(TaskOutcome.init(rawValue:)))
        case .taskEnded: .taskEnded(try task(), try value(TaskOutcome.init(rawValue:)))
        case .jobDue: .jobDue(try job())
        case .jobStalled: .jobStalled(try job())
        case .jobStopping: .jobStopping(try job(), try value(JobOutcome.init(rawValue:)))
        case .jobEnded: .jobEnded(try job(), try value(JobOutcome.init(rawValue:)))
        case .jobRemoved: .jobRemoved(try job())

        case .workerJoined: .workerJoined(try worker(), instance: try next(), name: try bytes(&store))
        case .workerLeft: .workerLeft(try worker())

        case .leaseGranted:
            .leaseGranted(
                LeaseGranted(lease: try lease(), task: try task(), worker: try worker(), range: try range()))
        case .leaseExtended: .leaseExtended(try lease(), try range())
        case .itemsSettled: .itemsSettled(try lease(), try range())
        case .cursorMoved: .cursorMoved(try lease(), try small())
        case .checkpointed: .checkpointed(try lease(), try bytes(&store))
        case .outputLeft: .outputLeft(try lease(), item: try small(), try bytes(&store))
        case .itemFailed: try itemFailed(&store)
        case .letterFingerprinted: .letterFingerprinted(DeadLetterID(rawValue: try next()), try next())
        case .requeueOrdered:
            .requeueOrdered(
                try next(),
                LetterFilter(
                    job: try job(), queue: NameID(rawValue: try small()), kind: NameID(rawValue: try small()),
                    group: try next()), try rate(), last: DeadLetterID(rawValue: try next()))
        case .requeueAdvanced:
            .requeueAdvanced(try next(), looked: DeadLetterID(rawValue: try next()), requeued: try small())
        case .requeueEnded: .requeueEnded(try next(), try value(RequeueOrderState.init(rawValue:)))
        case .itemRetried: .itemRetried(try lease(), item: try small(), due: try time())
        case .itemDied: .itemDied(try lease(), item: try small(), try letter(&store))
        case .leaseTrimmed: .leaseTrimmed(try lease(), end: try small())
        case .leaseEnded: .leaseEnded(try lease(), try value(LeaseEnding.init(rawValue:)))
        case .waveDue: .waveDue(try task(), attempt: try short(), due: try time())

        case .taskDied: .taskDied(try task(), try letter(&store))
        case .letterRequeued: .letterRequeued(DeadLetterID(rawValue: try next()))
        case .letterExpired: .letterExpired(DeadLetterID(rawValue: try next()))
        case .letterClosed: .letterClosed(DeadLetterID(rawValue: try next()))

        case .scheduleSet: .scheduleSet(try scheduleSet(&store))
        case .schedulePaused: .schedulePaused(try schedule(), try flag(), next: try time())
        case .scheduleDeleted: .scheduleDeleted(try schedule())
        case .tickFired:
            .tickFired(
                TickFired(
                    schedule: try schedule(), tick: try time(), job: try job(),
                    kind: try value(TickKind.init(rawValue:)), next: try time()))
        case .ticksSkipped:
            .ticksSkipped(
                try schedule(), try small(), try value(SkipCause.init(rawValue:)), next: try time())
        case .tickQueued: .tickQueued(try schedule(), tick: try time(), next: try time())
        case .tickRefused:
            .tickRefused(try schedule(), tick: try time(), next: try time(), reason: try bytes(&store))
        }
    }

    private mutating func policy() throws(StoreError) -> Policy {
        let (attempts, initial, longest) = (try short(), try small(), try small())
        let (items, parallelism, tolerance) = (try small(), try small(), try next())
        guard attempts > 0, tolerance <= 1 else { throw contradiction("fact \(kind) is a policy that can't be") }
        return Policy(
            maxAttempts: attempts, initialBackoff: initial, maxBackoff: longest, itemsPerLease: items,
            parallelism: parallelism, tolerance: tolerance == 0 ? .items(try small()) : .perMille(try short()),
            attemptTimeout: try small(), key: NameID(rawValue: try small()))
    }

    private mutating func jobKeyed(_ store: inout BlobStore) throws(StoreError) -> Fact {
        let (job, fingerprint) = (try job(), SubmissionFingerprint(try next(), try next()))
        let reuse = try next()
        return .jobKeyed(job, key: try bytes(&store), fingerprint, reuse: reuse)
    }

    private mutating func gate() throws(StoreError) -> GateID {
        let number = try next()
        guard let name = UInt32(exactly: number >> 1) else { throw contradiction("fact \(kind) has no such gate") }
        return GateID(isQueue: number & 1 == 0, name: NameID(rawValue: name))
    }

    private mutating func limits() throws(StoreError) -> GateLimits {
        let (concurrency, items, period, burst) = (try small(), try small(), try small(), try small())
        let depth = try small()
        guard items == 0 || (period > 0 && burst > 0) else {
            throw contradiction("fact \(kind) is a rate that can't be")
        }
        return GateLimits(concurrency: concurrency, items: items, period: period, burst: burst, depth: depth)
    }

    private mutating func itemFailed(_ store: inout BlobStore) throws(StoreError) -> Fact {
        let (lease, item, isSame, timedOut) = (try lease(), try small(), try flag(), try flag())
        return .itemFailed(lease, item: item, isSame ? nil : try bytes(&store), timedOut: timedOut)
    }

    private mutating func rate() throws(StoreError) -> RequeueRate {
        let (letters, period) = (try small(), try small())
        guard letters > 0, period > 0 else { throw contradiction("fact \(kind) is a rate that can't be") }
        return RequeueRate(letters: letters, period: period)
    }

    /// nil: none.
    private mutating func limit() throws(StoreError) -> UInt64? {
        let number = try next()
        return number == .max ? nil : number
    }

    private mutating func flag() throws(StoreError) -> Bool { try next() != 0 }

    private mutating func taskAdded(_ store: inout BlobStore) throws(StoreError) -> TaskAdded {
        var added = TaskAdded(
            job: try job(), queue: NameID(rawValue: try small()), kind: NameID(rawValue: try small()),
            policy: PolicyID(rawValue: try small()), name: .none, payload: .none, inputs: .none, items: .countedLater,
            dependencies: try short())
        let (source, count) = (try next(), try small())
        switch source {
        case 0: added.items = .counted(count)
        case 1: added.items = .countedLater
        case 2: added.items = .selected(of: count)
        case 3: added.items = .listed(patience: count)
        default: throw contradiction("fact \(kind) has items from the unknown source \(source)")
        }
        added.name = try bytes(&store)
        added.payload = try bytes(&store)
        added.inputs = try bytes(&store)
        return added
    }

    private mutating func itemBatch() throws(StoreError) -> ItemBatch {
        ItemBatch(
            id: BatchID(rawValue: try next()), count: try small(), bytes: try small(), largest: try small())
    }

    private mutating func letter(_ store: inout BlobStore) throws(StoreError) -> DeadLetter {
        DeadLetter(
            id: DeadLetterID(rawValue: try next()), cause: try value(DeathCause.init(rawValue:)),
            failure: try bytes(&store))
    }

    private mutating func scheduleSet(_ store: inout BlobStore) throws(StoreError) -> ScheduleSet {
        let (id, tenant) = (try schedule(), NameID(rawValue: try small()))
        let (overlap, next) = (try value(Overlap.init(rawValue:)), try time())
        return ScheduleSet(
            id: id, tenant: tenant, name: try bytes(&store), spec: try bytes(&store), overlap: overlap, next: next)
    }

    private mutating func schedule() throws(StoreError) -> ScheduleID { ScheduleID(rawValue: try next()) }
    private mutating func job() throws(StoreError) -> JobID { JobID(rawValue: try next()) }
    private mutating func lease() throws(StoreError) -> LeaseID { LeaseID(rawValue: try next()) }
    private mutating func worker() throws(StoreError) -> WorkerID { WorkerID(rawValue: try next()) }
    private mutating func task() throws(StoreError) -> TaskID { TaskID(job: try job(), ordinal: try small()) }
    private mutating func range() throws(StoreError) -> ItemRange { ItemRange(try small(), try small()) }

    private mutating func time() throws(StoreError) -> Timestamp {
        Timestamp(milliseconds: Int64(clamping: try next()))
    }

    private mutating func next() throws(StoreError) -> UInt64 {
        guard number < batch.numbers.count else { throw contradiction("fact \(kind) lacks a number") }
        number += 1
        return batch.numbers[number - 1]
    }

    private mutating func small() throws(StoreError) -> UInt32 {
        let wide = try next()
        guard let value = UInt32(exactly: wide) else { throw contradiction("fact \(kind): \(wide) is too large") }
        return value
    }

    private mutating func short() throws(StoreError) -> UInt16 {
        let wide = try next()
        guard let value = UInt16(exactly: wide) else { throw contradiction("fact \(kind): \(wide) is too large") }
        return value
    }

    private mutating func byte() throws(StoreError) -> UInt8 {
        let wide = try next()
        guard let value = UInt8(exactly: wide) else { throw contradiction("fact \(kind): \(wide) is too large") }
        return value
    }

    private mutating func value<Value>(_ make: (UInt8) -> Value?) throws(StoreError) -> Value {
        let raw = try byte()
        guard let value = make(raw) else { throw contradiction("fact \(kind): no \(Value.self) is \(raw)") }
        return value
    }

    private mutating func bytes(_ store: inout BlobStore) throws(StoreError) -> BlobHandle {
        guard blob < batch.blobs.count else { throw contradiction("fact \(kind) lacks its bytes") }
        blob += 1
        return store.insert(batch.blobs[blob - 1])
    }

    private func contradiction(_ text: String) -> StoreError {
        StoreError(.damaged, "a batch contradicts itself: \(text)", "restore the database from a backup")
    }
}

extension JobAccepted {
    fileprivate func named(_ name: BlobHandle) -> JobAccepted {
        var copy = self
        copy.name = name
        return copy
    }
}

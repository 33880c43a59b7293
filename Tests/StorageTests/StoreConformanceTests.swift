import Storage
import Testing

/// What every store promises, on each that there is, the tests' own included.
@Suite(.timeLimit(.minutes(5))) struct StoreConformanceTests {
    @Test(arguments: StoreKind.allCases) func rowsComeBackInOrderAndUnchanged(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        do {
            let store = try bench.open()
            #expect(try store.rows() == [])
            #expect(store.fill(1...3) == [])
            #expect(store.append(.sample(4, epoch: store.epoch, size: 0)) == .durable)
            #expect(store.append(.sample(5, epoch: store.epoch, size: 300_000)) == .durable)
        }
        let rows = try bench.open().rows()
        #expect(rows.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(rows.map(\.batch.count) == [100, 100, 100, 0, 300_000])
        #expect(rows == rows.map { .sample($0.sequence, epoch: 1, size: $0.batch.count) })
    }

    @Test(arguments: StoreKind.allCases) func everyOpeningTakesTheNextEpoch(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        for epoch in 1...3 as ClosedRange<UInt32> { #expect(try bench.open().epoch == epoch) }
    }

    @Test(arguments: StoreKind.allCases) func oneStoreAtATimeHasTheJournal(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        let store = try bench.open()
        #expect { try bench.open() } throws: { ($0 as? StoreError)?.code == .locked }
        // The one that was refused has not disturbed the other.
        #expect(store.fill(1...1) == [])
    }

    @Test(arguments: StoreKind.allCases) func aDeposedStoreWritesNothing(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        do {
            let store = try bench.open()
            #expect(store.fill(1...1) == [])
            bench.depose()
            guard case .unknown(let error) = store.append(.sample(2, epoch: store.epoch)) else {
                Issue.record("a deposed store must not write")
                return
            }
            #expect(error.code == .deposed)
        }
        #expect(try bench.open().rows().map(\.sequence) == [1])
    }

    @Test(arguments: StoreKind.allCases) func aRefusedRowIsTakenLaterUnchanged(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        do {
            let store = try bench.open()
            #expect(store.fill(1...2) == [])
            bench.setFull(true, store)
            let row = JournalRow.sample(3, epoch: store.epoch, size: 200_000)
            for _ in 0..<3 {
                guard case .refused(let error) = store.append(row) else {
                    Issue.record("a full store refuses")
                    return
                }
                #expect(error.code == .full)
                #expect(try store.rows().count == 2)
            }
            bench.setFull(false, store)
            #expect(store.append(row) == .durable)
            #expect(store.fill(4...4) == [])
        }
        #expect(try bench.open().rows().map(\.batch.count) == [100, 100, 200_000, 100])
    }

    /// A second row of the same number can't become durable, however often it is offered: that is no refusal.
    @Test(arguments: StoreKind.allCases) func aSequenceIsWrittenOnce(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        do {
            let store = try bench.open()
            #expect(store.fill(1...2) == [])
            guard case .unknown = store.append(.sample(2, epoch: store.epoch, size: 7)) else {
                Issue.record("row 2 is there")
                return
            }
        }
        #expect(try bench.open().rows().map(\.batch.count) == [100, 100])
    }

    @Test(arguments: StoreKind.allCases) func aDamagedRowIsNamed(_ kind: StoreKind) throws {
        try expectDamage(kind, { $0.damage(2) }, says: "row 2 is damaged", after: 1)
    }

    @Test(arguments: StoreKind.allCases) func aMissingRowIsNamed(_ kind: StoreKind) throws {
        try expectDamage(kind, { $0.lose(2) }, says: "row 2 is missing; row 3 follows", after: 1)
    }

    /// Some stores know it before anything is read.
    @Test(arguments: StoreKind.allCases) func aMissingEndIsNoticed(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        do { #expect(try bench.open().fill(1...3) == []) }
        bench.lose(3)
        #expect { try bench.open().rows() } throws: {
            guard let error = $0 as? StoreError else { return false }
            return error.code == .damaged && error.message.contains("missing")
        }
    }

    /// Of three rows, those before the damage are read, and then it is reported.
    private func expectDamage(
        _ kind: StoreKind, _ befall: (any StoreBench) -> Void, says text: String, after count: Int
    ) throws {
        let bench = try kind.bench()
        do { #expect(try bench.open().fill(1...3) == []) }
        befall(bench)
        let store = try bench.open()
        var read: [UInt64] = []
        do throws(StoreError) {
            try store.readJournal { read.append($0.sequence) }
            Issue.record("the damage was not noticed")
        } catch {
            #expect(error.code == .damaged)
            #expect(error.message.contains(text))
        }
        #expect(read.count == count)
    }
}

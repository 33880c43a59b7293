import Storage
import Testing

/// What every store promises of the bytes beside its rows.
@Suite(.timeLimit(.minutes(5))) struct AttachmentTests {
    private func bytes(_ id: UInt64, size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ Int(id)) }
    }

    private func row(
        _ sequence: UInt64, _ store: any Store, attaching ids: ClosedRange<UInt64>? = nil, size: Int = 1_000,
        detaching: [UInt64] = []
    ) -> JournalRow {
        var row = JournalRow.sample(sequence, epoch: store.epoch)
        row.attachments = (ids.map(Array.init) ?? []).map { Attachment(id: $0, bytes: bytes($0, size: size)) }
        row.detached = detaching
        return row
    }

    @Test(arguments: StoreKind.allCases) func attachmentsComeBackAndRowsComeWithoutThem(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        do {
            let store = try bench.open()
            #expect(store.append(row(1, store, attaching: 1...2)) == .durable)
            #expect(store.append(row(2, store, attaching: 3...3, size: 700_000)) == .durable)
            #expect(store.append(row(3, store, attaching: 4...4, size: 0)) == .durable)
            #expect(try store.readAttachment(2) == bytes(2, size: 1_000))
        }
        let store = try bench.open()
        #expect(try store.rows() == [1, 2, 3].map { .sample($0, epoch: 1) })
        #expect(try store.readAttachment(1) == bytes(1, size: 1_000))
        #expect(try store.readAttachment(3) == bytes(3, size: 700_000))
        #expect(try store.readAttachment(4) == [])
    }

    /// All of a row is refused or nothing: the same row is taken later.
    @Test(arguments: StoreKind.allCases) func aRefusedRowLeavesNoAttachment(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        let store = try bench.open()
        #expect(store.append(row(1, store, attaching: 1...1)) == .durable)
        bench.setFull(true, store)
        let large = row(2, store, attaching: 2...2, size: 500_000)
        guard case .refused = store.append(large) else {
            Issue.record("a full store refuses")
            return
        }
        expectMissing(2, store)
        bench.setFull(false, store)
        #expect(store.append(large) == .durable)
        #expect(try store.readAttachment(2) == bytes(2, size: 500_000))
        #expect(try store.readAttachment(1) == bytes(1, size: 1_000))
    }

    /// Also those of the row itself; and what is not detached stays, however long the store tidies.
    @Test(arguments: StoreKind.allCases) func whatIsDetachedGoes(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        do {
            let store = try bench.open()
            #expect(store.append(row(1, store, attaching: 1...100)) == .durable)
            #expect(store.append(row(2, store, detaching: Array(2...40) + Array(50...99))) == .durable)
            #expect(store.append(row(3, store, attaching: 101...102, detaching: [101])) == .durable)
        }
        let store = try bench.open()
        for _ in 0..<20 { try store.tidy(idle: true) }
        for id in Array(2...40) + Array(50...99) + [101] as [UInt64] { expectMissing(id, store) }
        for id in [1] + Array(41...49) + [100, 102] as [UInt64] {
            #expect(try store.readAttachment(id) == bytes(id, size: 1_000))
        }
        #expect(store.append(row(4, store, attaching: 103...103)) == .durable)
        #expect(try store.readAttachment(103) == bytes(103, size: 1_000))
    }

    @Test(arguments: StoreKind.allCases) func aDamagedAttachmentIsNamed(_ kind: StoreKind) throws {
        let bench = try kind.bench()
        do {
            let store = try bench.open()
            #expect(store.append(row(1, store, attaching: 1...3)) == .durable)
        }
        bench.damageAttachment(2)
        let store = try bench.open()
        // Recovery does not need them.
        #expect(try store.rows().count == 1)
        #expect(try store.readAttachment(1) == bytes(1, size: 1_000))
        #expect { try store.readAttachment(2) } throws: {
            guard let error = $0 as? StoreError else { return false }
            return error.code == .damaged && error.message.contains("attachment 2") && error.message.contains("damaged")
        }
    }

    private func expectMissing(_ id: UInt64, _ store: any Store) {
        #expect(sourceLocation: #_sourceLocation) { try store.readAttachment(id) } throws: {
            ($0 as? StoreError)?.code == .damaged && ($0 as? StoreError)?.message.contains("missing") == true
        }
    }
}

import Testing

@testable import Contract

/// Each limit just below, at and just above; and that what a message costs is bounded, whatever its bytes are.
@Suite struct LimitTests {
    let codec = Codec()

    // MARK: Size

    private func scalars(encodedSize: Int) -> ShapesV1.Scalars {
        // A tag, a length of three bytes, the content.
        ShapesV1.Scalars(bytes: [UInt8](repeating: 7, count: encodedSize - 4))
    }

    @Test(arguments: [-1, 0]) func aFrameFull(_ difference: Int) throws {
        let value = scalars(encodedSize: Limits.frame + difference)
        let bytes = try codec.bytes(of: value)
        #expect(bytes.count == Limits.frame + difference)
        #expect(try codec.decode(ShapesV1.Scalars.self, from: bytes) == value)
    }

    @Test func moreThanAFrame() throws {
        let error = CodecError(.tooLarge, message: "longhaul.shapes.v1.Scalars")
        var reserved = false
        #expect(throws: error) {
            try codec.encode(scalars(encodedSize: Limits.frame + 1)) { _ in
                reserved = true
                return UnsafeMutableRawBufferPointer(start: nil, count: 0)
            }
        }
        #expect(!reserved)
        #expect(throws: error) {
            try codec.decode(ShapesV1.Scalars.self, from: [UInt8](repeating: 0, count: Limits.frame + 1))
        }
    }

    /// Too much even for the memory that encoding may take.
    @Test func muchMoreThanAFrame() throws {
        let megabyte = ShapesV1.Scalars(bytes: [UInt8](repeating: 1, count: 1_000_000))
        let value = ShapesV1.Lists(blobs: [[UInt8]](repeating: megabyte.bytes, count: 20))
        #expect(throws: CodecError(.tooLarge, message: "longhaul.shapes.v1.Lists")) { try codec.bytes(of: value) }
        #expect(codec.arena.held <= Arena.retained)
    }

    // MARK: Nesting

    private func tree(depth: Int) -> ShapesV1.Tree {
        (1..<depth).reduce(ShapesV1.Tree()) { tree, _ in ShapesV1.Tree(children: [tree]) }
    }

    @Test(arguments: [Limits.nesting - 1, Limits.nesting]) func nesting(_ depth: Int) throws {
        let value = tree(depth: depth)
        #expect(try codec.decode(ShapesV1.Tree.self, from: codec.bytes(of: value)) == value)
    }

    @Test func nestingTooDeep() throws {
        let bytes = try codec.bytes(of: tree(depth: Limits.nesting + 1))
        let path = [CodecError.Field](repeating: .init(number: 2, name: "children"), count: Limits.nesting)
        #expect(throws: CodecError(.tooDeep, message: "longhaul.shapes.v1.Tree", path: path, offset: bytes.count)) {
            try codec.decode(ShapesV1.Tree.self, from: bytes)
        }
    }

    /// Half a million messages inside one another, as far as lengths go.
    @Test func nestingBomb() {
        let bytes = [UInt8](repeating: 0x12, count: 200_000)
        #expect(throws: CodecError.self) { try codec.decode(ShapesV1.Tree.self, from: bytes) }
        var bomb = HandMade()
        for _ in 0..<5_000 { bomb = HandMade().sized(2, bomb) }
        #expect { try codec.decode(ShapesV1.Tree.self, from: bomb.bytes) } throws: {
            ($0 as? CodecError)?.code == .tooDeep
        }
    }

    // MARK: Counts

    /// Two bytes for each: a number, again and again.
    private func fields(_ count: Int) -> [UInt8] {
        HandMade.repeating(HandMade().varint(3, 1).bytes, count)
    }

    @Test(arguments: [Limits.unknownFields - 1, Limits.unknownFields]) func unknownFields(_ count: Int) throws {
        // With something known, so that the bytes are worth the memory.
        let payload = HandMade().sized(15, [UInt8](repeating: 0, count: 100_000))
        let bytes = payload.raw(HandMade.repeating(HandMade().varint(900, 1).bytes, count))
        #expect(try codec.decode(ShapesV1.Scalars.self, from: bytes.bytes).bytes.count == 100_000)
    }

    @Test func unknownFieldsTooMany() {
        let bytes = HandMade.repeating(HandMade().varint(900, 1).bytes, Limits.unknownFields + 1)
        let error = CodecError(
            .tooManyUnknownFields, message: "longhaul.shapes.v1.Scalars", path: [.init(number: 900, name: nil)],
            offset: 3 * Limits.unknownFields)
        #expect(throws: error) { try codec.decode(ShapesV1.Scalars.self, from: bytes) }
    }

    @Test(arguments: [Limits.fields - 1, Limits.fields]) func manyFields(_ count: Int) {
        // Within this limit, and over the budget: two bytes take a struct of 32.
        #expect(throws: CodecError(.overBudget, message: "longhaul.shapes.v1.Scalars")) {
            try codec.decode(ShapesV1.Scalars.self, from: fields(count))
        }
    }

    @Test func tooManyFields() {
        let error = CodecError(.tooManyFields, message: "longhaul.shapes.v1.Scalars", offset: 2 * Limits.fields)
        #expect(throws: error) { try codec.decode(ShapesV1.Scalars.self, from: fields(Limits.fields + 1)) }
    }

    // MARK: Memory

    struct Bomb: CustomTestStringConvertible, Sendable {
        let what: String
        let unit: [UInt8]
        let code: CodecError.Code

        var testDescription: String { what }
    }

    private static let mebibyte = 1_048_576

    /// Small on the wire, large in memory: half a frame of these takes no more than the budget.
    @Test(arguments: [
        Bomb(what: "unknown numbers", unit: HandMade().varint(5, 1).bytes, code: .tooManyUnknownFields),
        Bomb(what: "unknown bytes", unit: HandMade().sized(5, []).bytes, code: .tooManyUnknownFields),
        Bomb(what: "empty messages", unit: HandMade().sized(2, []).bytes, code: .tooManyFields),
        Bomb(what: "empty texts", unit: HandMade().text(1, "").bytes, code: .tooManyFields),
        Bomb(what: "empty entries", unit: HandMade().sized(3, []).bytes, code: .tooManyFields),
    ])
    func bombs(_ bomb: Bomb) {
        for size in [16_384, 65_536, 200_000, Self.mebibyte] {
            let bytes = HandMade.repeating(bomb.unit, size / bomb.unit.count)
            let budget = Limits.decodingBytesPerByte * bytes.count + Limits.decodingFloor
            let codec = Codec()
            do {
                _ = try codec.decode(BombTarget.self, from: bytes)
            } catch {
                #expect(error.code == bomb.code || error.code == .overBudget)
                #expect(size < Self.mebibyte || error.code == bomb.code)
            }
            #expect(codec.arena.mostHeld <= 2 * budget + Arena.firstBlock)
            #expect(codec.arena.held <= Arena.retained)
            #expect(codec.arena.used == 0)
        }
    }

    private typealias BombTarget = ShapesV1.Tree

    /// The largest lists of small things that fit into a frame fit into the budget too.
    @Test func packedListsFillAFrame() throws {
        let value = ShapesV1.Lists(uint64s: [UInt64](repeating: 1, count: 1_000_000))
        #expect(try codec.decode(ShapesV1.Lists.self, from: codec.bytes(of: value)) == value)
        let fixed = ShapesV1.Lists(fixed64s: [UInt64](repeating: 1, count: 131_000))
        #expect(try codec.decode(ShapesV1.Lists.self, from: codec.bytes(of: fixed)) == fixed)
    }

    @Test func aFullSubmitFits() throws {
        let job = V1.JobSpec(tasks: [V1.TaskSpec(kind: "campaign.send")])
        let value = V1.SubmitRequest(jobs: [V1.JobSpec](repeating: job, count: Limits.jobsPerSubmit))
        #expect(try codec.decode(V1.SubmitRequest.self, from: codec.bytes(of: value)) == value)
    }

    @Test func aJobOfManyTasksFits() throws {
        let task = V1.TaskSpec(kind: "transcode")
        let job = V1.JobSpec(tasks: [V1.TaskSpec](repeating: task, count: Limits.tasksPerJob))
        let value = V1.SubmitRequest(jobs: [job])
        #expect(try codec.decode(V1.SubmitRequest.self, from: codec.bytes(of: value)) == value)
    }

    /// Seven bytes each, and some 340 of memory: the budget's price, which half as many don't pay.
    @Test func theSmallestJobsGoInSmallerSubmits() throws {
        let job = V1.JobSpec(tasks: [V1.TaskSpec(kind: "k")])
        let full = V1.SubmitRequest(jobs: [V1.JobSpec](repeating: job, count: Limits.jobsPerSubmit))
        #expect(throws: CodecError(.overBudget, message: "longhaul.v1.SubmitRequest")) {
            try codec.decode(V1.SubmitRequest.self, from: codec.bytes(of: full))
        }
        let fewer = V1.SubmitRequest(jobs: [V1.JobSpec](full.jobs.prefix(250)))
        #expect(try codec.decode(V1.SubmitRequest.self, from: codec.bytes(of: fewer)) == fewer)
    }

    // MARK: The arena between messages

    @Test func whatALargeMessageTookGoesBack() throws {
        #expect(codec.arena.held == Arena.firstBlock)
        let large = try codec.bytes(of: scalars(encodedSize: Limits.frame))
        #expect(codec.arena.held == Arena.retained)
        _ = try codec.decode(ShapesV1.Scalars.self, from: large)
        #expect(codec.arena.mostHeld > Limits.frame)
        #expect(codec.arena.held == Arena.retained)
    }

    @Test func theArenaGrowsToWhatIsUsual() throws {
        let usual = try codec.bytes(of: scalars(encodedSize: 40_000))
        let held = codec.arena.held
        #expect(held > 40_000 && held < Arena.retained)
        for _ in 0..<100 { _ = try codec.decode(ShapesV1.Scalars.self, from: usual) }
        #expect(codec.arena.held == held)
        #expect(codec.arena.mostHeld == held)
    }

    @Test func aRefusedMessageLeavesTheCodecUsable() throws {
        for _ in 0..<10 {
            #expect(throws: CodecError.self) { try codec.decode(ShapesV1.Scalars.self, from: fields(100_000)) }
            #expect(throws: CodecError.self) { try codec.bytes(of: ShapesV1.Scalars(string: "a\0b")) }
            #expect(try codec.decode(V1.Grant.self, from: codec.bytes(of: Samples.grant)) == Samples.grant)
        }
        #expect(codec.arena.held <= Arena.retained)
    }
}

import Testing

@testable import Contract

/// What is encoded decodes to the same value, and encodes to the same bytes again.
@Suite struct RoundTripTests {
    let codec = Codec()

    private func expectRoundTrip<Value: Message>(_ value: Value) throws {
        let bytes = try codec.bytes(of: value)
        #expect(try codec.decode(Value.self, from: bytes) == value)
        #expect(try codec.bytes(of: codec.decode(Value.self, from: bytes)) == bytes)
        #expect(codec.arena.used == 0)
    }

    @Test(arguments: Samples.scalars) func scalars(_ value: ShapesV1.Scalars) throws { try expectRoundTrip(value) }
    @Test(arguments: Samples.optionals) func optionals(_ value: ShapesV1.Optionals) throws {
        try expectRoundTrip(value)
    }
    @Test(arguments: Samples.lists) func lists(_ value: ShapesV1.Lists) throws { try expectRoundTrip(value) }
    @Test(arguments: Samples.choices) func choices(_ value: ShapesV1.Choice) throws { try expectRoundTrip(value) }
    @Test(arguments: Samples.maps) func maps(_ value: ShapesV1.Maps) throws { try expectRoundTrip(value) }
    @Test(arguments: Samples.trees) func trees(_ value: ShapesV1.Tree) throws { try expectRoundTrip(value) }

    @Test func contract() throws {
        try expectRoundTrip(Samples.grant)
        try expectRoundTrip(V1.ListWorkersRequest())
        try expectRoundTrip(V1.SchedulerUpdate(grants: [Samples.grant, Samples.grant], ended: [1, 2, 3]))
    }

    @Test func namesThatAreWordsOfSwift() throws {
        try expectRoundTrip(ShapesV1.Awkward(default: "d", in: 1, is: true, init: "i"))
    }

    /// Zero has a sign, and a number that is none is unequal to itself: what counts is the bits.
    @Test func doublesKeepTheirBits() throws {
        let bits: [UInt64] = [0x8000_0000_0000_0000, 0x7FF8_0000_0000_1234, 1]
        let value = ShapesV1.Lists(doubles: bits.map { Double(bitPattern: $0) })
        let decoded = try codec.decode(ShapesV1.Lists.self, from: codec.bytes(of: value))
        #expect(decoded.doubles.map(\.bitPattern) == bits)
    }

    @Test func anEmptyMessageHasNoBytes() throws {
        #expect(try codec.bytes(of: ShapesV1.Scalars()) == [])
        #expect(try codec.decode(ShapesV1.Scalars.self, from: []) == ShapesV1.Scalars())
    }

    @Test func bytesOfAllFieldsStandInTheOrderOfTheirNumbers() throws {
        let value = ShapesV1.WiderPoint(x: 1, y: -1, varint: 3, eight: 4, text: "t", four: 6)
        let expected = HandMade().varint(1, 1).varint(2, 1).varint(3, 3).eight(4, 4).text(5, "t").four(6, 6)
        #expect(try codec.bytes(of: value) == expected.bytes)
    }

    @Test func mapsAreInTheOrderOfTheirKeys() throws {
        let value = ShapesV1.Maps(
            byName: ["b": 2, "": 0, "a": 1, "é": 4, "z": 3], byNumber: [3: "c", -1: "a", 2: "b"],
            byFlag: [true: [], false: []])
        let entry = { (key: String, value: UInt64) in
            value == 0 ? HandMade() : HandMade().text(1, key).varint(2, value)
        }
        let expected = HandMade()
            .sized(1, entry("", 0)).sized(1, entry("a", 1)).sized(1, entry("b", 2)).sized(1, entry("z", 3))
            .sized(1, entry("é", 4))
            .sized(2, HandMade().varint(1, .max).text(2, "a")).sized(2, HandMade().varint(1, 2).text(2, "b"))
            .sized(2, HandMade().varint(1, 3).text(2, "c"))
            .sized(3, HandMade()).sized(3, HandMade().varint(1, 1))
        #expect(try codec.bytes(of: value) == expected.bytes)
    }

    @Test func encodingWritesIntoTheMemoryItIsGiven() throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 400, alignment: 1)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0xEE)
        var sizes: [Int] = []
        try codec.encode(Samples.grant) { size in
            sizes.append(size)
            return UnsafeMutableRawBufferPointer(rebasing: memory[7...])
        }
        let expected = try codec.bytes(of: Samples.grant)
        #expect(sizes == [expected.count])
        #expect(Array(memory[7..<7 + expected.count]) == expected)
        #expect(memory[..<7].allSatisfy { $0 == 0xEE })
        #expect(memory[(7 + expected.count)...].allSatisfy { $0 == 0xEE })
    }

    @Test func refusedMemoryEndsTheEncoding() throws {
        #expect(throws: CodecError(.noRoom, message: "longhaul.v1.Grant")) {
            try codec.encode(Samples.grant) { (_) throws(CodecError) in throw CodecError(.noRoom) }
        }
        try expectRoundTrip(Samples.grant)
    }
}

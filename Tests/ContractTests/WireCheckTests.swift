import Testing

@testable import Contract

/// What the check refuses, what it says of it, and what it lets pass.
@Suite struct WireCheckTests {
    let codec = Codec()

    /// Bytes that are refused as a message of shapes.proto.
    struct Refused: CustomTestStringConvertible, Sendable {
        let what: String
        let bytes: [UInt8]
        let code: CodecError.Code
        let path: [CodecError.Field]
        let offset: Int

        init(
            _ what: String, _ bytes: HandMade, _ code: CodecError.Code, _ path: [(UInt32, String?)] = [], at offset: Int
        ) {
            self.what = what
            self.bytes = bytes.bytes
            self.code = code
            self.path = path.map { CodecError.Field(number: $0.0, name: $0.1) }
            self.offset = offset
        }

        var testDescription: String { what }
    }

    private func expect<Value: Message>(_ refused: Refused, as type: Value.Type, _ name: String) {
        let error = CodecError(refused.code, message: name, path: refused.path, offset: refused.offset)
        #expect(throws: error) { try codec.decode(type, from: refused.bytes) }
        #expect(codec.arena.used == 0)
    }

    // MARK: Refusals

    @Test(arguments: [
        Refused("tag cut off", HandMade().raw([0x80]), .truncated, at: 0),
        Refused("tag of six bytes", HandMade().raw([0x88, 0x80, 0x80, 0x80, 0x80, 0x00]), .varintTooLong, at: 0),
        Refused("tag of 33 bits", HandMade().raw([0x88, 0x80, 0x80, 0x80, 0x10]), .varintTooLong, at: 0),
        Refused("number 0", HandMade().varint(3, 1).raw([0x00, 0x00]), .fieldNumber, at: 2),
        Refused("varint missing", HandMade().tag(3, 0), .truncated, [(3, "int32")], at: 1),
        Refused("varint cut off", HandMade().tag(3, 0).raw([0xFF, 0xFF]), .truncated, [(3, "int32")], at: 1),
        Refused(
            "varint of eleven bytes", HandMade().tag(4, 0).raw([UInt8](repeating: 0x80, count: 10) + [0]),
            .varintTooLong, [(4, "int64")], at: 1),
        Refused(
            "varint of 65 bits", HandMade().tag(4, 0).raw([UInt8](repeating: 0xFF, count: 9) + [2]), .varintTooLong,
            [(4, "int64")], at: 1),
        Refused("four bytes cut off", HandMade().tag(9, 5).raw([1, 2, 3]), .truncated, [(9, "fixed32")], at: 0),
        Refused(
            "eight bytes cut off", HandMade().tag(10, 1).raw([1, 2, 3, 4, 5, 6, 7]), .truncated, [(10, "fixed64")],
            at: 0),
        Refused("length missing", HandMade().tag(14, 2), .truncated, [(14, "string")], at: 1),
        Refused("content cut off", HandMade().tag(14, 2).raw([3, 65, 66]), .truncated, [(14, "string")], at: 0),
        Refused(
            "length of 32 bits", HandMade().tag(15, 2).raw([0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), .truncated,
            [(15, "bytes")], at: 0),
        Refused(
            "length of 33 bits", HandMade().tag(15, 2).raw([0xFF, 0xFF, 0xFF, 0xFF, 0x1F]), .varintTooLong,
            [(15, "bytes")], at: 1),
        Refused("group", HandMade().tag(3, 3).tag(3, 4), .wireType, [(3, "int32")], at: 0),
        Refused("unknown group", HandMade().tag(900, 3).tag(900, 4), .wireType, [(900, nil)], at: 0),
        Refused("group's end", HandMade().tag(3, 4), .wireType, [(3, "int32")], at: 0),
        Refused("wire type 6", HandMade().tag(3, 6), .wireType, [(3, "int32")], at: 0),
        Refused("wire type 7", HandMade().tag(3, 7), .wireType, [(3, "int32")], at: 0),
        Refused("unknown field cut off", HandMade().tag(900, 2).raw([5, 1]), .truncated, [(900, nil)], at: 0),
    ])
    func brokenBytes(_ refused: Refused) {
        expect(refused, as: ShapesV1.Scalars.self, "longhaul.shapes.v1.Scalars")
    }

    @Test(arguments: [
        Refused("number as four bytes", HandMade().four(3, 1), .fieldType, [(3, "int32")], at: 0),
        Refused("number as eight bytes", HandMade().eight(6, 1), .fieldType, [(6, "uint64")], at: 0),
        Refused("number as a list", HandMade().sized(5, [1]), .fieldType, [(5, "uint32")], at: 0),
        Refused("four bytes as a varint", HandMade().varint(9, 1), .fieldType, [(9, "fixed32")], at: 0),
        Refused("float as eight bytes", HandMade().eight(2, 1), .fieldType, [(2, "float")], at: 0),
        Refused("eight bytes as four", HandMade().four(12, 1), .fieldType, [(12, "sfixed64")], at: 0),
        Refused("double as a varint", HandMade().varint(1, 1), .fieldType, [(1, "double")], at: 0),
        Refused("flag as bytes", HandMade().sized(13, [1]), .fieldType, [(13, "bool")], at: 0),
        Refused("flag as four bytes", HandMade().four(13, 1), .fieldType, [(13, "bool")], at: 0),
        Refused("enum as four bytes", HandMade().four(16, 1), .fieldType, [(16, "colour")], at: 0),
        Refused("text as a number", HandMade().varint(14, 1), .fieldType, [(14, "string")], at: 0),
        Refused("bytes as a number", HandMade().eight(15, 1), .fieldType, [(15, "bytes")], at: 0),
        Refused("message as a number", HandMade().varint(17, 1), .fieldType, [(17, "point")], at: 0),
        Refused(
            "inside a message", HandMade().varint(3, 1).sized(17, HandMade().varint(1, 1).four(2, 1)), .fieldType,
            [(17, "point"), (2, "y")], at: 7),
    ])
    func wrongTypes(_ refused: Refused) {
        expect(refused, as: ShapesV1.Scalars.self, "longhaul.shapes.v1.Scalars")
    }

    @Test(arguments: [
        Refused("cut off inside", HandMade().sized(4, [1, 0x80]), .truncated, [(4, "int64s")], at: 3),
        Refused(
            "eleven bytes", HandMade().sized(6, [UInt8](repeating: 0x80, count: 10) + [0]), .varintTooLong,
            [(6, "uint64s")], at: 2),
        Refused(
            "four bytes and three", HandMade().sized(9, [1, 2, 3, 4, 5, 6, 7]), .truncated, [(9, "fixed32s")], at: 0),
        Refused("a half of eight bytes", HandMade().sized(1, [1, 2, 3, 4]), .truncated, [(1, "doubles")], at: 0),
        Refused("texts as numbers", HandMade().varint(14, 1), .fieldType, [(14, "strings")], at: 0),
        Refused("messages as numbers", HandMade().varint(17, 1), .fieldType, [(17, "points")], at: 0),
        Refused("the second text", HandMade().text(14, "good").sized(14, [0xC0]), .notUTF8, [(14, "strings")], at: 8),
    ])
    func brokenLists(_ refused: Refused) {
        expect(refused, as: ShapesV1.Lists.self, "longhaul.shapes.v1.Lists")
    }

    @Test(arguments: [
        Refused("a lone continuation", HandMade().sized(14, [65, 0x80]), .notUTF8, [(14, "string")], at: 3),
        Refused("cut off inside a character", HandMade().sized(14, [0xE2, 0x82]), .notUTF8, [(14, "string")], at: 2),
        Refused("overlong", HandMade().sized(14, [0xC0, 0x80]), .notUTF8, [(14, "string")], at: 2),
        Refused("a surrogate", HandMade().sized(14, [0xED, 0xA0, 0x80]), .notUTF8, [(14, "string")], at: 2),
        Refused("past Unicode", HandMade().sized(14, [0xF5, 0x80, 0x80, 0x80]), .notUTF8, [(14, "string")], at: 2),
        Refused(
            "after eight bytes of ASCII", HandMade().sized(14, Array("abcdefghij".utf8) + [0xFF]), .notUTF8,
            [(14, "string")], at: 12),
        Refused("NUL", HandMade().sized(14, [65, 0, 66]), .nulInText, [(14, "string")], at: 3),
        Refused("NUL alone", HandMade().sized(14, [0]), .nulInText, [(14, "string")], at: 2),
        Refused(
            "NUL in the first eight bytes", HandMade().sized(14, Array("abc\0defghijkl".utf8)), .nulInText,
            [(14, "string")], at: 5),
        Refused(
            "NUL past ASCII", HandMade().sized(14, Array("é234567\u{0}".utf8)), .nulInText, [(14, "string")], at: 10),
    ])
    func brokenTexts(_ refused: Refused) {
        expect(refused, as: ShapesV1.Scalars.self, "longhaul.shapes.v1.Scalars")
    }

    /// protobuf-c would merge them, and lose numbers of the first.
    @Test(arguments: [
        Refused(
            "a field", HandMade().sized(17, HandMade().varint(1, 1)).sized(17, HandMade().varint(2, 2)), .duplicate,
            [(17, "point")], at: 5)
    ])
    func duplicates(_ refused: Refused) {
        expect(refused, as: ShapesV1.Scalars.self, "longhaul.shapes.v1.Scalars")
    }

    @Test func duplicatesInAOneof() {
        let twice = HandMade().sized(6, HandMade()).sized(6, HandMade().varint(1, 1))
        let refused = Refused("a oneof's member", twice, .duplicate, [(6, "point")], at: 2)
        expect(refused, as: ShapesV1.Choice.self, "longhaul.shapes.v1.Choice")
    }

    @Test func mapsAreCheckedInside() {
        let noText = HandMade().sized(1, HandMade().sized(1, [0xFF]))
        expect(
            Refused("a key", noText, .notUTF8, [(1, "by_name"), (1, "key")], at: 4), as: ShapesV1.Maps.self,
            "longhaul.shapes.v1.Maps")
        let noType = HandMade().sized(4, HandMade().varint(1, 1).varint(2, 1))
        expect(
            Refused("a value", noType, .fieldType, [(4, "points"), (2, "value")], at: 4), as: ShapesV1.Maps.self,
            "longhaul.shapes.v1.Maps")
    }

    // MARK: What passes

    @Test func listsArePackedOrNot() throws {
        let packed = HandMade().sized(3, [1] + HandMade.varint(.max) + [3]).sized(9, [1, 0, 0, 0, 2, 0, 0, 0])
        let single = HandMade().varint(3, 1).varint(3, .max).varint(3, 3).four(9, 1).four(9, 2)
        let mixed = HandMade().varint(3, 1).four(9, 1).sized(3, HandMade.varint(.max) + [3]).sized(9, [2, 0, 0, 0])
        let expected = ShapesV1.Lists(int32s: [1, -1, 3], fixed32s: [1, 2])
        for bytes in [packed, single, mixed] {
            #expect(try codec.decode(ShapesV1.Lists.self, from: bytes.bytes) == expected)
        }
    }

    @Test func listsThatMustNotBePackedAreReadPacked() throws {
        let bytes = HandMade().sized(19, [1, 2, 3])
        #expect(try codec.decode(ShapesV1.Lists.self, from: bytes.bytes) == ShapesV1.Lists(unpacked: [1, 2, 3]))
        #expect(
            try codec.bytes(of: ShapesV1.Lists(unpacked: [1, 2])) == HandMade().varint(19, 1).varint(19, 2).bytes)
    }

    @Test func emptyPackedListsAreEmpty() throws {
        let bytes = HandMade().sized(1, []).sized(3, []).sized(13, [])
        #expect(try codec.decode(ShapesV1.Lists.self, from: bytes.bytes) == ShapesV1.Lists())
    }

    /// Some writers leave room for a length or a number, and fill it in later.
    @Test func paddedVarintsPass() throws {
        let bytes = HandMade()
            .raw([0x98, 0x80, 0x80, 0x80, 0x00, 0x85, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00])
            .tag(14, 2).raw([0x82, 0x80, 0x80, 0x80, 0x00]).raw(Array("ok".utf8))
        #expect(
            try codec.decode(ShapesV1.Scalars.self, from: bytes.bytes) == ShapesV1.Scalars(int32: 5, string: "ok"))
    }

    @Test func wideNumbersAreCutToTheirType() throws {
        let bytes = HandMade().varint(3, 0x1_0000_0007).varint(5, 0xF_0000_0008).varint(13, 0x80)
        #expect(
            try codec.decode(ShapesV1.Scalars.self, from: bytes.bytes)
                == ShapesV1.Scalars(int32: 7, uint32: 8, bool: true))
    }

    @Test func theLastOfSeveralScalarsCounts() throws {
        let bytes = HandMade().varint(3, 1).text(14, "first").sized(15, [1]).varint(3, 2).text(14, "last").sized(15, [])
        #expect(
            try codec.decode(ShapesV1.Scalars.self, from: bytes.bytes) == ShapesV1.Scalars(int32: 2, string: "last"))
    }

    @Test func theLastMemberOfAOneofCounts() throws {
        let members = [
            HandMade().varint(1, 1), HandMade().varint(2, 1), HandMade().text(3, "text"), HandMade().sized(4, [1, 2]),
            HandMade().varint(5, 1), HandMade().sized(6, HandMade().varint(1, 3)), HandMade().sized(7, []),
            HandMade().eight(8, 0),
        ]
        for first in members {
            for last in members.dropFirst().dropLast(3) where last.bytes != first.bytes {
                let alone = try codec.decode(ShapesV1.Choice.self, from: last.bytes)
                #expect(try codec.decode(ShapesV1.Choice.self, from: first.bytes + last.bytes) == alone)
            }
        }
    }

    @Test func theLastOfEqualKeysCounts() throws {
        let bytes = HandMade()
            .sized(1, HandMade().text(1, "k").varint(2, 1)).sized(1, HandMade().varint(2, 2).text(1, "k"))
        #expect(try codec.decode(ShapesV1.Maps.self, from: bytes.bytes) == ShapesV1.Maps(byName: ["k": 2]))
    }

    @Test func mapEntriesMayLackKeyOrValue() throws {
        let bytes = HandMade().sized(2, HandMade().text(2, "v")).sized(4, HandMade().varint(1, 2))
        #expect(
            try codec.decode(ShapesV1.Maps.self, from: bytes.bytes)
                == ShapesV1.Maps(byNumber: [0: "v"], points: [1: ShapesV1.Point()]))
    }

    // MARK: Unknown fields

    @Test func unknownFieldsAreDropped() throws {
        let wider = ShapesV1.WiderPoint(
            x: 1, y: -2, varint: .max, eight: 4, text: "more", four: 6, more: [ShapesV1.Point(x: 9, y: 9)])
        let bytes = try codec.bytes(of: wider)
        let point = try codec.decode(ShapesV1.Point.self, from: bytes)
        #expect(point == ShapesV1.Point(x: 1, y: -2))
        #expect(try codec.bytes(of: point) == HandMade().varint(1, 1).varint(2, 3).bytes)
    }

    @Test func unknownFieldsOfInnerMessagesAreDropped() throws {
        let inner = HandMade().varint(1, 1).text(5, "more").eight(900, 1)
        let bytes = HandMade().sized(17, inner).sized(17, inner)
        #expect(
            try codec.decode(ShapesV1.Lists.self, from: bytes.bytes)
                == ShapesV1.Lists(points: [ShapesV1.Point(x: 1), ShapesV1.Point(x: 1)]))
    }

    /// Nobody knows whether it is text.
    @Test func unknownFieldsHoldAnything() throws {
        let bytes = HandMade().sized(900, [0, 0xFF, 0xC0])
        #expect(try codec.decode(ShapesV1.Empty.self, from: bytes.bytes) == ShapesV1.Empty())
    }

    @Test(arguments: [Int32(2), 4, 6, 1_000, -4, .max, .min]) func unknownNumbersOfEnumsAreKept(_ number: Int32) throws
    {
        let value = ShapesV1.Scalars(colour: ShapesV1.Colour(rawValue: number))
        let bytes = HandMade().varint(16, UInt64(bitPattern: Int64(number)))
        #expect(try codec.bytes(of: value) == bytes.bytes)
        #expect(try codec.decode(ShapesV1.Scalars.self, from: bytes.bytes) == value)
    }
}

import Testing

@testable import Contract

/// The real protoc reads what this codec writes, and writes what this codec reads, byte for byte where both order
/// alike.
@Suite(.enabled(if: Protoc.isInstalled, "protoc is not installed; tools/setup installs it"))
struct ProtocTests {
    let codec = Codec()

    private func expectAgreement<Value: Message>(_ value: Value) throws {
        let bytes = try codec.bytes(of: value)
        let text = Protoc.text(of: bytes, as: Value.descriptor.name)
        // Text of its own making has no unknown fields in it, which protoc would show by number.
        #expect(!text.split(separator: "\n").contains { $0.drop { $0 == " " }.first?.isNumber ?? false })
        #expect(text.isEmpty == bytes.isEmpty)
        let theirs = Protoc.bytes(of: text, as: Value.descriptor.name)
        #expect(try codec.decode(Value.self, from: theirs) == value)
        // A map's entries are in no order there.
        if !(value is ShapesV1.Maps) && !(value is ShapesV1.Tree) { #expect(theirs == bytes) }
    }

    @Test(arguments: Samples.scalars) func scalars(_ value: ShapesV1.Scalars) throws { try expectAgreement(value) }
    @Test(arguments: Samples.optionals) func optionals(_ value: ShapesV1.Optionals) throws {
        try expectAgreement(value)
    }
    @Test(arguments: Samples.lists) func lists(_ value: ShapesV1.Lists) throws { try expectAgreement(value) }
    @Test(arguments: Samples.choices) func choices(_ value: ShapesV1.Choice) throws { try expectAgreement(value) }
    @Test(arguments: Samples.maps) func maps(_ value: ShapesV1.Maps) throws { try expectAgreement(value) }
    @Test(arguments: Samples.trees) func trees(_ value: ShapesV1.Tree) throws { try expectAgreement(value) }

    @Test func whatProtocWritesIsRead() throws {
        let text = """
            int32s: [-1, 2] doubles: 0.5 bools: [true, false] strings: "zw\\303\\266lf" blobs: "\\000\\377"
            colours: [COLOUR_NEGATIVE, COLOUR_DEEP_BLUE] points { x: -1 y: -1 } unpacked: [1, 2]
            """
        let bytes = Protoc.bytes(of: text, as: "longhaul.shapes.v1.Lists")
        #expect(
            try codec.decode(ShapesV1.Lists.self, from: bytes)
                == ShapesV1.Lists(
                    doubles: [0.5], int32s: [-1, 2], bools: [true, false], strings: ["zwölf"], blobs: [[0, 255]],
                    colours: [.negative, .deepBlue], points: [ShapesV1.Point(x: -1, y: -1)], unpacked: [1, 2]))
    }
}

import Testing

@testable import Contract

/// Text with a NUL can't be encoded; the error names the field, through lists, messages, oneofs and maps.
@Suite struct EncodingErrorTests {
    let codec = Codec()

    private func expect<Value: Message>(_ value: Value, _ name: String, _ path: [(UInt32, String)]) {
        let error = CodecError(
            .nulInText, message: "longhaul.\(name)", path: path.map { .init(number: $0.0, name: $0.1) })
        #expect(throws: error) { try codec.bytes(of: value) }
        #expect(codec.arena.used == 0)
    }

    @Test func nul() {
        expect(ShapesV1.Scalars(string: "a\0b"), "shapes.v1.Scalars", [(14, "string")])
        expect(ShapesV1.Scalars(string: "\0"), "shapes.v1.Scalars", [(14, "string")])
        expect(
            ShapesV1.Scalars(string: String(repeating: "x", count: 100) + "\0"), "shapes.v1.Scalars", [(14, "string")])
        expect(ShapesV1.Optionals(string: "\0"), "shapes.v1.Optionals", [(14, "string")])
        expect(ShapesV1.Choice(choice: .text("\0")), "shapes.v1.Choice", [(3, "text")])
        expect(ShapesV1.Lists(strings: ["good", "\0"]), "shapes.v1.Lists", [(14, "strings")])
        expect(ShapesV1.Maps(byName: ["\0": 1]), "shapes.v1.Maps", [(1, "by_name"), (1, "key")])
        expect(ShapesV1.Maps(byNumber: [1: "\0"]), "shapes.v1.Maps", [(2, "by_number"), (2, "value")])
        expect(
            V1.SubmitRequest(jobs: [V1.JobSpec(), V1.JobSpec(tasks: [V1.TaskSpec(kind: "a\0")])]), "v1.SubmitRequest",
            [(1, "jobs"), (4, "tasks"), (3, "kind")])
        expect(
            V1.DeadLetter(failure: V1.Failure(code: "\0")), "v1.DeadLetter", [(10, "failure"), (1, "code")])
    }

    @Test func descriptions() {
        let path: [CodecError.Field] = [.init(number: 1, name: "jobs"), .init(number: 900, name: nil)]
        let error = CodecError(.truncated, message: "longhaul.v1.SubmitRequest", path: path, offset: 37)
        #expect(
            error.description
                == "longhaul.v1.SubmitRequest: jobs.unknown field (1.900): "
                + "the bytes end inside a field; send the whole message, at byte 37")
        #expect(
            CodecError(.tooLarge, message: "longhaul.v1.Grant").description
                == "longhaul.v1.Grant: more than 1048576 bytes; send less at once, and keep large data in object storage"
        )
    }
}

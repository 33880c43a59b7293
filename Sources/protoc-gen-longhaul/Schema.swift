import CDescriptors

/// The .proto files of one run of protoc as plain values: names resolved, comments attached, what is not supported
/// refused.
struct Schema {
    /// Those that protoc was asked for, in its order; what they import is in `messages` and `enums` alone.
    private(set) var generatedFiles: [ProtoFile] = []
    /// By full name.
    private(set) var messages: [String: ProtoMessage] = [:]
    /// By full name.
    private(set) var enums: [String: ProtoEnum] = [:]

    init(_ request: CodeGeneratorRequest) throws(SchemaError) {
        let wanted = Set(
            Descriptor.list(request.file_to_generate, request.n_file_to_generate).map { Descriptor.text($0) })
        for descriptor in Descriptor.list(request.proto_file, request.n_proto_file) {
            let file = try ProtoFile(descriptor.pointee)
            for message in file.messages { register(message) }
            for enumeration in file.enums { enums[enumeration.fullName] = enumeration }
            if wanted.contains(file.name) { generatedFiles.append(file) }
        }
        for file in generatedFiles {
            for message in file.messages { try refuseEndless(message, within: []) }
        }
    }

    /// Sorted, each once.
    var generatedPackages: [String] {
        Set(generatedFiles.map(\.package)).sorted()
    }

    private mutating func register(_ message: ProtoMessage) {
        messages[message.fullName] = message
        for nested in message.nested { register(nested) }
        for enumeration in message.enums { enums[enumeration.fullName] = enumeration }
    }

    /// A struct can't hold itself: a message may only come back to itself through a list or a map.
    private func refuseEndless(_ message: ProtoMessage, within outer: [String]) throws(SchemaError) {
        guard !outer.contains(message.fullName) else {
            throw SchemaError(
                "\(message.fullName) holds itself through \(outer.joined(separator: " > ")); make one of these a list")
        }
        for field in message.fields where !field.isRepeated {
            if case .message(let name) = field.type, let inner = messages[name] {
                try refuseEndless(inner, within: outer + [message.fullName])
            }
        }
        for nested in message.nested where !nested.isMapEntry { try refuseEndless(nested, within: []) }
    }
}

struct ProtoFile {
    let name: String
    let package: String
    /// What stands before `package`.
    let comment: String
    let messages: [ProtoMessage]
    let enums: [ProtoEnum]
    let services: [ProtoService]
}

struct ProtoMessage {
    /// The codec keeps a bit for each field it has met.
    static let mostFields = 64

    /// `longhaul.v1.Grant`
    let fullName: String
    let name: String
    let comment: String
    /// In the order of the file.
    let fields: [ProtoField]
    /// Those that the file names; the ones that stand for `optional` are left out.
    let oneofs: [ProtoOneof]
    let nested: [ProtoMessage]
    let enums: [ProtoEnum]
    let isMapEntry: Bool
}

struct ProtoField {
    let name: String
    let number: Int
    let comment: String
    let type: ProtoType
    let presence: Presence

    enum Presence: Equatable {
        /// Zero, empty or absent are one.
        case implicit
        /// `optional`: zero and absent are two.
        case optional
        /// A single message without `optional`, which has presence all the same.
        case single
        /// Several; maps too.
        case repeated
        /// Position in the message's `oneofs`.
        case member(oneof: Int)
    }

    var isRepeated: Bool { presence == .repeated }
}

enum ProtoType: Equatable {
    case double, float, int32, int64, uint32, uint64, sint32, sint64
    case fixed32, fixed64, sfixed32, sfixed64
    case bool, string, bytes
    /// The full name.
    case message(String)
    /// The full name.
    case enumeration(String)
}

struct ProtoOneof {
    let name: String
    let comment: String
}

struct ProtoEnum {
    let fullName: String
    let name: String
    let comment: String
    let values: [Value]

    struct Value {
        let name: String
        let number: Int32
        let comment: String
    }
}

struct ProtoService {
    let fullName: String
    let name: String
    let comment: String
    let methods: [Method]

    struct Method {
        let name: String
        let comment: String
        let request: String
        let response: String
        let streamsRequests: Bool
        let streamsResponses: Bool
    }
}

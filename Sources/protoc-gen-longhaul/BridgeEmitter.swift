/// The conversions between a message's Swift value and its C struct.
struct BridgeEmitter {
    let schema: Schema
    let message: ProtoMessage

    func emit(to writer: inout SourceWriter) {
        let cType = Naming.cType(message.fullName)
        let initialiser = Naming.cInitialiser(message.fullName)
        writer.block("extension \(MessageEmitter.typeName(message.fullName))") { writer in
            // Read from an initialised struct: Swift would give the address of a copy of the C constant.
            writer.block("package static let descriptor: MessageDescriptor =", closing: "}()") { writer in
                writer.line("var message = \(cType)()")
                writer.line("\(initialiser)(&message)")
                writer.line("return MessageDescriptor(message.base.descriptor)")
            }
            writer.line()
            writer.block("package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError)") {
                writer in
                writer.line("let message = memory.bindMemory(to: \(cType).self, capacity: 1)")
                writer.line("\(initialiser)(message)")
                lower(to: &writer)
            }
            writer.line()
            writer.block("package init(lifting memory: UnsafeRawPointer)") { writer in
                if !message.fields.isEmpty {
                    writer.line("let message = memory.assumingMemoryBound(to: \(cType).self)")
                }
                lift(to: &writer)
            }
        }
    }

    /// Where the C struct says which member of a oneof is there; `optional` is a oneof of one, named `_field`.
    private func discriminator(of oneof: String) -> String {
        "message.pointee.\(oneof)_case"
    }

    // MARK: Lowering

    private func lower(to writer: inout SourceWriter) {
        var seenOneofs: Set<Int> = []
        for field in message.fields {
            let name = Naming.member(field.name)
            let target = "message.pointee.\(Naming.cMember(field.name))"
            switch field.presence {
            case .implicit, .single:
                lower(field.type, name, to: target, at: field.number, of: "memory", &writer)
            case .optional:
                writer.block("if let \(name)") { writer in
                    writer.line("\(discriminator(of: "_" + field.name)) = .init(rawValue: \(field.number))")
                    lower(field.type, name, to: target, at: field.number, of: "memory", &writer)
                }
            case .repeated:
                writer.line("message.pointee.n_\(Naming.cMember(field.name)) = \(name).count")
                lowerRepeated(field, name, to: target, &writer)
            case .member(let index):
                if seenOneofs.insert(index).inserted { lowerOneof(index, &writer) }
            }
        }
    }

    private func lower(
        _ type: ProtoType, _ value: String, to target: String, at number: Int, of memory: String,
        _ writer: inout SourceWriter
    ) {
        switch type {
        case .bytes:
            writer.line("\(target).len = \(value).count")
            writer.line("\(target).data = try arena.bytes(\(value))")
        case .string:
            writer.line("\(target) = try arena.string(\(value), at: \(number), of: \(memory))")
        case .message:
            writer.line("\(target) = try arena.message(\(value), at: \(number), of: \(memory))")
        case .bool:
            writer.line("\(target) = \(value) ? 1 : 0")
        case .enumeration:
            writer.line("\(target) = .init(rawValue: .init(truncatingIfNeeded: \(value).rawValue))")
        case .double, .float, .int32, .int64, .uint32, .uint64, .sint32, .sint64, .fixed32, .fixed64, .sfixed32,
            .sfixed64:
            writer.line("\(target) = \(value)")
        }
    }

    private func lowerOneof(_ index: Int, _ writer: inout SourceWriter) {
        let oneof = message.oneofs[index]
        writer.block("switch \(Naming.member(oneof.name))") { writer in
            for field in message.fields where field.presence == .member(oneof: index) {
                writer.line("case .\(Naming.member(field.name))(let value):")
                writer.line("\(discriminator(of: oneof.name)) = .init(rawValue: \(field.number))")
                let target = "message.pointee.\(Naming.cMember(field.name))"
                lower(field.type, "value", to: target, at: field.number, of: "memory", &writer)
            }
            writer.line("case nil: break")
        }
    }

    private func lowerRepeated(_ field: ProtoField, _ name: String, to target: String, _ writer: inout SourceWriter) {
        if let (key, value) = schema.mapTypes(of: field) {
            lowerMap(field, name, key, value, to: target, &writer)
            return
        }
        switch field.type {
        case .message:
            writer.line("\(target) = try arena.messages(\(name), at: \(field.number), of: memory)")
        case .string:
            writer.line("\(target) = try arena.strings(\(name), at: \(field.number), of: memory)")
        case .bytes:
            writer.block("\(target) = try arena.array(\(name))") { writer in
                writer.line("(value) throws(CodecError) in")
                writer.line("ProtobufCBinaryData(len: value.count, data: try arena.bytes(value))")
            }
        case .bool:
            writer.line("\(target) = try arena.array(\(name)) { $0 ? 1 : 0 }")
        case .enumeration:
            writer.line(
                "\(target) = try arena.array(\(name)) { .init(rawValue: .init(truncatingIfNeeded: $0.rawValue)) }")
        case .double, .float, .int32, .int64, .uint32, .uint64, .sint32, .sint64, .fixed32, .fixed64, .sfixed32,
            .sfixed64:
            writer.line("\(target) = try arena.array(\(name))")
        }
    }

    private func lowerMap(
        _ field: ProtoField, _ name: String, _ key: ProtoField, _ value: ProtoField, to target: String,
        _ writer: inout SourceWriter
    ) {
        guard case .message(let entry) = field.type else { return }
        writer.block("\(target) = try arena.entries(MapOrder.sorted(\(name)), at: \(field.number), of: memory)") {
            writer in
            writer.line("(memory, key, value) throws(CodecError) in")
            writer.line("let entry = memory.bindMemory(to: \(Naming.cType(entry)).self, capacity: 1)")
            writer.line("\(Naming.cInitialiser(entry))(entry)")
            lower(key.type, "key", to: "entry.pointee.key", at: 1, of: "memory", &writer)
            lower(value.type, "value", to: "entry.pointee.value", at: 2, of: "memory", &writer)
        }
    }

    // MARK: Lifting

    private func lift(to writer: inout SourceWriter) {
        var seenOneofs: Set<Int> = []
        for field in message.fields {
            let name = Naming.member(field.name)
            let source = "message.pointee.\(Naming.cMember(field.name))"
            switch field.presence {
            case .implicit:
                writer.line("\(name) = \(lifted(field.type, source))")
            case .single:
                writer.line("\(name) = Lifting.message(\(source))")
            case .optional:
                let isSet = "\(discriminator(of: "_" + field.name)).rawValue == \(field.number)"
                writer.line("\(name) = \(isSet) ? \(lifted(field.type, source)) : nil")
            case .repeated:
                liftRepeated(field, name, source, &writer)
            case .member(let index):
                if seenOneofs.insert(index).inserted { liftOneof(index, &writer) }
            }
        }
    }

    private func lifted(_ type: ProtoType, _ source: String) -> String {
        switch type {
        case .bytes: "Lifting.bytes(\(source).data, count: \(source).len)"
        case .string: "Lifting.string(\(source))"
        case .message: "Lifting.message(\(source)) ?? \(type.swiftName)()"
        case .bool: "\(source) != 0"
        case .enumeration: "\(type.swiftName)(rawValue: Int32(truncatingIfNeeded: \(source).rawValue))"
        case .double, .float, .int32, .int64, .uint32, .uint64, .sint32, .sint64, .fixed32, .fixed64, .sfixed32,
            .sfixed64:
            source
        }
    }

    private func liftOneof(_ index: Int, _ writer: inout SourceWriter) {
        let oneof = message.oneofs[index]
        writer.block("switch \(discriminator(of: oneof.name)).rawValue") { writer in
            for field in message.fields where field.presence == .member(oneof: index) {
                let value = lifted(field.type, "message.pointee.\(Naming.cMember(field.name))")
                writer.line(
                    "case \(field.number): \(Naming.member(oneof.name)) = .\(Naming.member(field.name))(\(value))")
            }
            writer.line("default: \(Naming.member(oneof.name)) = nil")
        }
    }

    private func liftRepeated(_ field: ProtoField, _ name: String, _ source: String, _ writer: inout SourceWriter) {
        let count = "message.pointee.n_\(Naming.cMember(field.name))"
        if let (key, value) = schema.mapTypes(of: field) {
            writer.block("\(name) = Lifting.dictionary(\(source), count: \(count))") { writer in
                writer.line("(\(lifted(key.type, "$0.pointee.key")), \(lifted(value.type, "$0.pointee.value")))")
            }
            return
        }
        let arguments = "(\(source), count: \(count))"
        switch field.type {
        case .message:
            writer.line("\(name) = Lifting.messages\(arguments)")
        case .string, .bytes, .bool, .enumeration:
            writer.line("\(name) = Lifting.array\(arguments) { \(lifted(field.type, "$0")) }")
        case .double, .float, .int32, .int64, .uint32, .uint64, .sint32, .sint64, .fixed32, .fixed64, .sfixed32,
            .sfixed64:
            writer.line("\(name) = Lifting.array\(arguments)")
        }
    }
}

/// A message as a plain Swift value.
struct MessageEmitter {
    let schema: Schema
    let message: ProtoMessage

    func emit(to writer: inout SourceWriter) {
        writer.documentation(message.comment)
        writer.block("package struct \(message.name): Message") { writer in
            let properties = self.properties
            for property in properties {
                writer.documentation(property.comment)
                writer.line("package var \(property.name): \(property.type)\(property.storedDefault)")
            }
            if !properties.isEmpty { writer.line() }
            writer.line("package init() {}")
            if !properties.isEmpty {
                writer.line()
                initialiser(properties, to: &writer)
            }
            for enumeration in message.enums {
                writer.line()
                EnumEmitter(enumeration: enumeration).emit(to: &writer)
            }
            for (index, oneof) in message.oneofs.enumerated() {
                writer.line()
                self.oneof(oneof, at: index, to: &writer)
            }
            for nested in message.nested where !nested.isMapEntry {
                writer.line()
                MessageEmitter(schema: schema, message: nested).emit(to: &writer)
            }
        }
    }

    /// `longhaul.v1.Grant` becomes `V1.Grant`: what begins with a small letter is the package.
    static func typeName(_ fullName: String) -> String {
        let parts = fullName.split(separator: ".").map(String.init)
        let package = parts.prefix { $0.first?.isLowercase ?? false }
        return ([Naming.namespace(package.joined(separator: "."))] + parts.dropFirst(package.count)).joined(
            separator: ".")
    }

    // MARK: Properties

    private struct Property {
        let name: String
        let type: String
        let initial: String
        let comment: String

        /// Optional variables begin as nil without saying so.
        var storedDefault: String { initial == "nil" ? "" : " = \(initial)" }
    }

    /// In the file's order, each oneof at its first member's place.
    private var properties: [Property] {
        var properties: [Property] = []
        var seenOneofs: Set<Int> = []
        for field in message.fields {
            guard case .member(let index) = field.presence else {
                properties.append(property(field))
                continue
            }
            guard seenOneofs.insert(index).inserted else { continue }
            let oneof = message.oneofs[index]
            properties.append(
                Property(
                    name: Naming.member(oneof.name), type: "\(Naming.pascal(oneof.name))?", initial: "nil",
                    comment: oneof.comment))
        }
        return properties
    }

    private func property(_ field: ProtoField) -> Property {
        let name = Naming.member(field.name)
        let element = field.type.swiftName
        switch field.presence {
        case .optional, .single, .member:
            return Property(name: name, type: "\(element)?", initial: "nil", comment: field.comment)
        case .repeated:
            if let (key, value) = schema.mapTypes(of: field) {
                return Property(
                    name: name, type: "[\(key.type.swiftName): \(value.type.swiftName)]", initial: "[:]",
                    comment: field.comment)
            }
            return Property(name: name, type: "[\(element)]", initial: "[]", comment: field.comment)
        case .implicit:
            return Property(name: name, type: element, initial: schema.zero(of: field.type), comment: field.comment)
        }
    }

    private func initialiser(_ properties: [Property], to writer: inout SourceWriter) {
        writer.line("package init(")
        let parameters = properties.map { "    \($0.name): \($0.type) = \($0.initial)" }
        writer.line(parameters.joined(separator: ",\n"))
        writer.block(")") { writer in
            for property in properties { writer.line("self.\(property.name) = \(property.name)") }
        }
    }

    private func oneof(_ oneof: ProtoOneof, at index: Int, to writer: inout SourceWriter) {
        writer.documentation(oneof.comment)
        writer.block("package enum \(Naming.pascal(oneof.name)): Sendable, Hashable") { writer in
            for field in message.fields where field.presence == .member(oneof: index) {
                writer.documentation(field.comment)
                writer.line("case \(Naming.member(field.name))(\(field.type.swiftName))")
            }
        }
    }
}

extension ProtoType {
    var swiftName: String {
        switch self {
        case .double: "Double"
        case .float: "Float"
        case .int32, .sint32, .sfixed32: "Int32"
        case .int64, .sint64, .sfixed64: "Int64"
        case .uint32, .fixed32: "UInt32"
        case .uint64, .fixed64: "UInt64"
        case .bool: "Bool"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .message(let name), .enumeration(let name): MessageEmitter.typeName(name)
        }
    }
}

extension Schema {
    /// What an absent field without presence is.
    func zero(of type: ProtoType) -> String {
        switch type {
        case .double, .float, .int32, .int64, .uint32, .uint64, .sint32, .sint64, .fixed32, .fixed64, .sfixed32,
            .sfixed64:
            return "0"
        case .bool: return "false"
        case .string: return "\"\""
        case .bytes: return "[]"
        case .message: return "nil"
        case .enumeration(let name):
            // The first value of a proto3 enum is its zero: protoc sees to it.
            guard let enumeration = enums[name], let first = enumeration.values.first else {
                preconditionFailure("protoc resolves every name before it runs a plugin: \(name)")
            }
            return ".\(Naming.enumMember(first.name, of: enumeration.name))"
        }
    }

    /// Nil when the field is no map.
    func mapTypes(of field: ProtoField) -> (key: ProtoField, value: ProtoField)? {
        guard case .message(let name) = field.type, let entry = messages[name], entry.isMapEntry else { return nil }
        return (entry.fields[0], entry.fields[1])
    }
}

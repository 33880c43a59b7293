import CDescriptors

extension ProtoFile {
    init(_ descriptor: FileDescriptorProto) throws(SchemaError) {
        let name = Descriptor.text(descriptor.name)
        guard Descriptor.text(descriptor.syntax) == "proto3" else {
            throw SchemaError("\(name): only proto3 is supported")
        }
        let comments = Comments(descriptor.source_code_info)
        let package = Descriptor.text(descriptor.package)
        self.name = name
        self.package = package
        comment = comments.at([2])
        messages = try readAll(descriptor.message_type, descriptor.n_message_type) {
            (message, index) throws(SchemaError) in
            try ProtoMessage(message, scope: package, path: [4, index], comments: comments)
        }
        enums = try readAll(descriptor.enum_type, descriptor.n_enum_type) { (enumeration, index) throws(SchemaError) in
            ProtoEnum(enumeration, scope: package, path: [5, index], comments: comments)
        }
        services = try readAll(descriptor.service, descriptor.n_service) { (service, index) throws(SchemaError) in
            ProtoService(service, scope: package, path: [6, index], comments: comments)
        }
    }
}

extension ProtoMessage {
    init(_ descriptor: DescriptorProto, scope: String, path: [Int32], comments: Comments) throws(SchemaError) {
        let fullName = "\(scope).\(Descriptor.text(descriptor.name))"
        let fieldDescriptors = Descriptor.list(descriptor.field, descriptor.n_field)
        // protoc puts the oneofs that stand for `optional` last.
        let synthetic = fieldDescriptors.count { $0.pointee.proto3_optional != 0 }
        self.fullName = fullName
        name = Descriptor.text(descriptor.name)
        comment = comments.at(path)
        isMapEntry = descriptor.options?.pointee.map_entry == 1
        fields = try readAll(descriptor.field, descriptor.n_field) { (field, index) throws(SchemaError) in
            try ProtoField(field, owner: fullName, comment: comments.at(path + [2, index]))
        }
        guard fields.count <= ProtoMessage.mostFields else {
            throw SchemaError("\(fullName) has more than \(ProtoMessage.mostFields) fields; put some into a message")
        }
        let named = Descriptor.list(descriptor.oneof_decl, descriptor.n_oneof_decl).dropLast(synthetic)
        oneofs = named.enumerated().map { index, oneof in
            ProtoOneof(name: Descriptor.text(oneof.pointee.name), comment: comments.at(path + [8, Int32(index)]))
        }
        nested = try readAll(descriptor.nested_type, descriptor.n_nested_type) {
            (message, index) throws(SchemaError) in
            try ProtoMessage(message, scope: fullName, path: path + [3, index], comments: comments)
        }
        enums = try readAll(descriptor.enum_type, descriptor.n_enum_type) { (enumeration, index) throws(SchemaError) in
            ProtoEnum(enumeration, scope: fullName, path: path + [4, index], comments: comments)
        }
    }
}

extension ProtoField {
    init(_ descriptor: FieldDescriptorProto, owner: String, comment: String) throws(SchemaError) {
        name = Descriptor.text(descriptor.name)
        number = Int(descriptor.number)
        self.comment = comment
        guard let type = ProtoType(descriptor) else {
            throw SchemaError("\(owner).\(name): protobuf's type number \(descriptor.type) is not supported")
        }
        self.type = type
        if descriptor.label == Descriptor.repeatedLabel {
            presence = .repeated
        } else if descriptor.has_oneof_index != 0 && descriptor.proto3_optional == 0 {
            presence = .member(oneof: Int(descriptor.oneof_index))
        } else if descriptor.proto3_optional != 0 {
            presence = .optional
        } else if case .message = type {
            presence = .single
        } else {
            presence = .implicit
        }
    }
}

extension ProtoType {
    /// The numbers are `FieldDescriptorProto.Type`; nil for groups, which proto3 doesn't have.
    init?(_ descriptor: FieldDescriptorProto) {
        // Names come with a dot in front: they are absolute.
        let typeName = String(Descriptor.text(descriptor.type_name).dropFirst())
        switch descriptor.type {
        case 1: self = .double
        case 2: self = .float
        case 3: self = .int64
        case 4: self = .uint64
        case 5: self = .int32
        case 6: self = .fixed64
        case 7: self = .fixed32
        case 8: self = .bool
        case 9: self = .string
        case 11: self = .message(typeName)
        case 12: self = .bytes
        case 13: self = .uint32
        case 14: self = .enumeration(typeName)
        case 15: self = .sfixed32
        case 16: self = .sfixed64
        case 17: self = .sint32
        case 18: self = .sint64
        default: return nil
        }
    }
}

extension ProtoEnum {
    init(_ descriptor: EnumDescriptorProto, scope: String, path: [Int32], comments: Comments) {
        name = Descriptor.text(descriptor.name)
        fullName = "\(scope).\(name)"
        comment = comments.at(path)
        values = Descriptor.list(descriptor.value, descriptor.n_value).enumerated().map { index, value in
            Value(
                name: Descriptor.text(value.pointee.name), number: value.pointee.number,
                comment: comments.at(path + [2, Int32(index)]))
        }
    }
}

extension ProtoService {
    init(_ descriptor: ServiceDescriptorProto, scope: String, path: [Int32], comments: Comments) {
        name = Descriptor.text(descriptor.name)
        fullName = "\(scope).\(name)"
        comment = comments.at(path)
        methods = Descriptor.list(descriptor.method, descriptor.n_method).enumerated().map { index, method in
            Method(
                name: Descriptor.text(method.pointee.name), comment: comments.at(path + [2, Int32(index)]),
                request: String(Descriptor.text(method.pointee.input_type).dropFirst()),
                response: String(Descriptor.text(method.pointee.output_type).dropFirst()),
                streamsRequests: method.pointee.client_streaming != 0,
                streamsResponses: method.pointee.server_streaming != 0)
        }
    }
}

/// The comments of one file, by protobuf's path to what they belong to.
struct Comments {
    private var byPath: [[Int32]: String] = [:]

    init(_ information: UnsafeMutablePointer<SourceCodeInfo>?) {
        guard let information = information?.pointee else { return }
        for location in Descriptor.list(information.location, information.n_location) {
            let path = UnsafeBufferPointer(start: location.pointee.path, count: location.pointee.n_path)
            let leading = Descriptor.text(location.pointee.leading_comments)
            byPath[Array(path)] = leading.isEmpty ? Descriptor.text(location.pointee.trailing_comments) : leading
        }
    }

    /// Empty when there is none.
    func at(_ path: [Int32]) -> String {
        byPath[path] ?? ""
    }
}

/// Reading protobuf-c's structs.
enum Descriptor {
    /// `FieldDescriptorProto.LABEL_REPEATED`
    static let repeatedLabel: Int32 = 3

    /// Empty for what is absent.
    static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }

    static func list<Element>(_ start: UnsafeMutablePointer<Element?>?, _ count: Int) -> [Element] {
        UnsafeBufferPointer(start: start, count: count).compactMap { $0 }
    }
}

private func readAll<Source, Value>(
    _ start: UnsafeMutablePointer<UnsafeMutablePointer<Source>?>?, _ count: Int,
    _ read: (Source, Int32) throws(SchemaError) -> Value
) throws(SchemaError) -> [Value] {
    var values: [Value] = []
    for (index, element) in Descriptor.list(start, count).enumerated() {
        values.append(try read(element.pointee, Int32(index)))
    }
    return values
}

/// A service: its methods with their types, for callers and for those who answer.
struct ServiceEmitter {
    let service: ProtoService

    func emit(to writer: inout SourceWriter) throws(SchemaError) {
        writer.documentation(service.comment)
        try writer.block("package enum \(service.name)") { (writer) throws(SchemaError) in
            for method in service.methods {
                writer.documentation(method.comment)
                let types = "\(MessageEmitter.typeName(method.request)), \(MessageEmitter.typeName(method.response))"
                let member = Naming.member(Self.uncapitalised(method.name))
                let name = "\(service.fullName)/\(method.name)"
                writer.line("package static let \(member) = \(try kind(method))<\(types)>(name: \"\(name)\")")
            }
        }
    }

    private func kind(_ method: ProtoService.Method) throws(SchemaError) -> String {
        switch (method.streamsRequests, method.streamsResponses) {
        case (false, false): return "UnaryMethod"
        case (false, true): return "ServerStreamMethod"
        case (true, true): return "BidirectionalMethod"
        case (true, false):
            throw SchemaError(
                "\(service.fullName).\(method.name) streams requests alone, which is not supported; stream both ways")
        }
    }

    private static func uncapitalised(_ name: String) -> String {
        name.prefix(1).lowercased() + name.dropFirst()
    }
}

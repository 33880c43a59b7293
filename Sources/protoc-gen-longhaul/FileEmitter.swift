/// Makes the Swift of one .proto file: a file with its values and methods, and one with the bridge to protobuf-c.
struct FileEmitter {
    let schema: Schema
    let options: Options
    let file: ProtoFile

    func files() throws(SchemaError) -> [GeneratedFile] {
        let base = "\(Naming.namespace(file.package))+\(Naming.pascal(stem))"
        var made = [GeneratedFile(name: "\(base).swift", content: try values())]
        if !file.messages.isEmpty {
            made.append(GeneratedFile(name: "\(base)+Bridge.swift", content: bridge()))
        }
        return made
    }

    /// `longhaul/v1/dead_letter.proto` gives `dead_letter`.
    private var stem: String {
        let last = file.name.split(separator: "/").last ?? ""
        return String(last.split(separator: ".").first ?? "")
    }

    private func values() throws(SchemaError) -> String {
        var writer = SourceWriter()
        heading(&writer)
        if !file.comment.isEmpty {
            writer.line("//")
            writer.comments(file.comment, mark: "//")
        }
        writer.line()
        if let module = options.contractModule {
            // Conforming to Message alone is no use of its module to the compiler; naming the methods' types is.
            writer.line("\(file.services.isEmpty ? "" : "package ")import \(module)")
            writer.line()
        }
        try writer.block("extension \(Naming.namespace(file.package))") { (writer) throws(SchemaError) in
            for service in file.services {
                writer.separate()
                try ServiceEmitter(service: service).emit(to: &writer)
            }
            for enumeration in file.enums {
                writer.separate()
                EnumEmitter(enumeration: enumeration).emit(to: &writer)
            }
            for message in file.messages {
                writer.separate()
                MessageEmitter(schema: schema, message: message).emit(to: &writer)
            }
        }
        return writer.text
    }

    private func bridge() -> String {
        var writer = SourceWriter()
        heading(&writer)
        writer.line()
        writer.line("import \(options.cModule)")
        writer.line("import CProtobufC")
        if let module = options.contractModule { writer.line("package import \(module)") }
        for message in file.messages { bridge(message, to: &writer) }
        return writer.text
    }

    private func bridge(_ message: ProtoMessage, to writer: inout SourceWriter) {
        guard !message.isMapEntry else { return }
        writer.line()
        BridgeEmitter(schema: schema, message: message).emit(to: &writer)
        for nested in message.nested { bridge(nested, to: &writer) }
    }

    private func heading(_ writer: inout SourceWriter) {
        writer.line("// Made by tools/generate from \(file.name); not to be edited.")
    }
}

/// The enum that the values of one package are nested in.
enum NamespaceEmitter {
    static func file(for package: String) -> GeneratedFile {
        let namespace = Naming.namespace(package)
        var writer = SourceWriter()
        writer.line("// Made by tools/generate from the .proto files of \(package); not to be edited.")
        writer.line()
        writer.line("/// Messages and methods of `\(package)`.")
        writer.line("package enum \(namespace) {}")
        return GeneratedFile(name: "\(namespace).swift", content: writer.text)
    }
}

/// An open enum: a number that this version has no name for is kept as it is, and goes on as it came.
struct EnumEmitter {
    let enumeration: ProtoEnum

    func emit(to writer: inout SourceWriter) {
        let name = enumeration.name
        writer.documentation(enumeration.comment)
        writer.block("package struct \(name): RawRepresentable, Sendable, Hashable, CustomStringConvertible") {
            writer in
            writer.line("package let rawValue: Int32")
            writer.line()
            writer.block("package init(rawValue: Int32)") { $0.line("self.rawValue = rawValue") }
            writer.line()
            for value in enumeration.values {
                writer.documentation(value.comment)
                let member = Naming.enumMember(value.name, of: name)
                writer.line("package static let \(member) = Self(rawValue: \(value.number))")
            }
            writer.line()
            writer.block("package var description: String") { writer in
                writer.block("switch rawValue") { writer in
                    var named: Set<Int32> = []
                    // With allow_alias two names share a number, and the first is the one to show.
                    for value in enumeration.values where named.insert(value.number).inserted {
                        writer.line("case \(value.number): \"\(Naming.words(value.name, of: name))\"")
                    }
                    writer.line("default: \"\(name) \\(rawValue)\"")
                }
            }
        }
    }
}

import CProtobufC

/// protobuf-c's own table of a message's fields, which stands for as long as the process.
package struct MessageDescriptor: @unchecked Sendable {
    // Sendable, because nobody ever writes to what protoc-gen-c made a constant.
    let table: UnsafePointer<ProtobufCMessageDescriptor>

    /// `table` is a `ProtobufCMessageDescriptor`.
    package init(_ table: UnsafeRawPointer) {
        self.table = table.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
    }

    /// The descriptor that every C struct of a message begins with.
    init(of memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: ProtobufCMessage.self)
        table = message.pointee.descriptor
    }

    /// `longhaul.v1.Grant`
    package var name: String {
        String(cString: table.pointee.name)
    }

    /// Nil for a number that this version doesn't know.
    func fieldName(_ number: UInt32) -> String? {
        field(number).map { String(cString: $0.pointee.name) }
    }

    /// Bytes of the C struct.
    var size: Int {
        table.pointee.sizeof_message
    }

    /// Nil for a number that this version doesn't know. A few nanoseconds: the numbers are kept as ranges, and most
    /// messages have one.
    @inline(__always)
    func field(_ number: UInt32) -> UnsafePointer<ProtobufCFieldDescriptor>? {
        // A message without fields has no ranges either.
        guard let ranges = table.pointee.field_ranges else { return nil }
        for index in 0..<Int(table.pointee.n_field_ranges) {
            let start = UInt32(bitPattern: ranges[index].start_value)
            guard number >= start else { return nil }
            let position = ranges[index].orig_index + (number - start)
            // The next range begins where this one's numbers end; after the last one stands an empty one.
            if position < ranges[index + 1].orig_index { return table.pointee.fields + Int(position) }
        }
        return nil
    }
}

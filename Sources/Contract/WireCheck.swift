import CProtobufC
import Glibc

/// Reads a message's bytes once before protobuf-c does, along protobuf-c's own tables, and refuses what it would take
/// on trust: it looks at neither UTF-8, nor NULs, nor nesting, keeps a struct for each unknown field, and merges a
/// single message that is there twice in a way that loses fields.
///
/// Allocates nothing. What it passes is no more than `Limits.fields` fields, nested no deeper than `Limits.nesting`.
struct WireCheck {
    private let bytes: UnsafeRawPointer
    private var fields = 0
    private var unknownFields = 0

    /// The error names no message; the path and the offset are those in `bytes`.
    static func check(_ bytes: UnsafeRawBufferPointer, as descriptor: MessageDescriptor) throws(CodecError) {
        guard let start = bytes.baseAddress else { return }
        var check = WireCheck(bytes: start)
        try check.message(descriptor, from: 0, to: bytes.count, depth: 1)
    }

    private init(bytes: UnsafeRawPointer) {
        self.bytes = bytes
    }

    private mutating func message(
        _ descriptor: MessageDescriptor, from start: Int, to end: Int, depth: Int
    ) throws(CodecError) {
        guard depth <= Limits.nesting else { throw CodecError(.tooDeep, offset: start) }
        var position = start
        var singlesSeen: UInt64 = 0
        while position < end {
            let tagOffset = position
            let tag = try header(&position, to: end)
            let number = tag >> 3
            fields += 1
            guard number > 0 else { throw CodecError(.fieldNumber, offset: tagOffset) }
            guard fields <= Limits.fields else { throw CodecError(.tooManyFields, offset: tagOffset) }
            do throws(CodecError) {
                let content = try extent(wireType: tag & 7, at: &position, to: end)
                guard let field = descriptor.field(number) else {
                    unknownFields += 1
                    guard unknownFields <= Limits.unknownFields else { throw CodecError(.tooManyUnknownFields) }
                    continue
                }
                if field.pointee.type == PROTOBUF_C_TYPE_MESSAGE && field.pointee.label != PROTOBUF_C_LABEL_REPEATED {
                    // protoc-gen-longhaul refuses messages of more than 64 fields.
                    let bit = UInt64(1) << (field - descriptor.table.pointee.fields)
                    guard singlesSeen & bit == 0 else { throw CodecError(.duplicate) }
                    singlesSeen |= bit
                }
                try value(of: field, wireType: tag & 7, from: content, to: position, depth: depth)
            } catch {
                var located = error
                if located.offset == nil { located.offset = tagOffset }
                throw located.inside(number, of: descriptor)
            }
        }
    }

    /// Moves `position` past a field's value; answers where its content begins, which for lengths is behind them.
    @inline(__always)
    private func extent(wireType: UInt32, at position: inout Int, to end: Int) throws(CodecError) -> Int {
        var content = position
        switch wireType {
        case 0:
            try varint(&position, to: end)
        case 1:
            position += 8
        case 2:
            let length = Int(try header(&position, to: end))
            content = position
            position += length
        case 5:
            position += 4
        default:
            throw CodecError(.wireType)
        }
        guard position <= end else { throw CodecError(.truncated) }
        return content
    }

    @inline(__always)
    private mutating func value(
        of field: UnsafePointer<ProtobufCFieldDescriptor>, wireType: UInt32, from start: Int, to end: Int, depth: Int
    ) throws(CodecError) {
        let type = TypeSet(field.pointee.type)
        switch wireType {
        case 0:
            guard TypeSet.varints.contains(type) else { throw CodecError(.fieldType) }
        case 1:
            guard TypeSet.eightBytes.contains(type) else { throw CodecError(.fieldType) }
        case 5:
            guard TypeSet.fourBytes.contains(type) else { throw CodecError(.fieldType) }
        default:
            if field.pointee.type == PROTOBUF_C_TYPE_STRING {
                try text(from: start, to: end)
            } else if field.pointee.type == PROTOBUF_C_TYPE_MESSAGE {
                guard let inner = field.pointee.descriptor else {
                    preconditionFailure("a message field has a descriptor")
                }
                try message(MessageDescriptor(inner), from: start, to: end, depth: depth + 1)
            } else if field.pointee.type != PROTOBUF_C_TYPE_BYTES {
                guard field.pointee.label == PROTOBUF_C_LABEL_REPEATED else { throw CodecError(.fieldType) }
                try packed(type, from: start, to: end)
            }
        }
    }

    /// A list of numbers without tags.
    private func packed(_ type: TypeSet, from start: Int, to end: Int) throws(CodecError) {
        if TypeSet.varints.contains(type) {
            var position = start
            while position < end { try varint(&position, to: end) }
        } else {
            let width = TypeSet.eightBytes.contains(type) ? 8 : 4
            guard (end - start).isMultiple(of: width) else { throw CodecError(.truncated) }
        }
    }

    // MARK: Varints

    /// A tag or a length: at most five bytes and 32 bits. More bytes than needed are allowed: some writers leave
    /// room for a length and fill it in later.
    @inline(__always)
    private func header(_ position: inout Int, to end: Int) throws(CodecError) -> UInt32 {
        guard position < end else { throw CodecError(.truncated, offset: position) }
        let first = bytes.load(fromByteOffset: position, as: UInt8.self)
        if first < 0x80 {
            position += 1
            return UInt32(first)
        }
        return try longHeader(&position, to: end)
    }

    private func longHeader(_ position: inout Int, to end: Int) throws(CodecError) -> UInt32 {
        let start = position
        var value: UInt64 = 0
        for index in 0..<5 {
            guard position < end else { throw CodecError(.truncated, offset: start) }
            let byte = bytes.load(fromByteOffset: position, as: UInt8.self)
            position += 1
            value |= UInt64(byte & 0x7f) << (7 * index)
            if byte < 0x80 {
                guard let fitting = UInt32(exactly: value) else { break }
                return fitting
            }
        }
        throw CodecError(.varintTooLong, offset: start)
    }

    /// A value: at most ten bytes and 64 bits.
    @inline(__always)
    private func varint(_ position: inout Int, to end: Int) throws(CodecError) {
        let start = position
        let last = start + 9
        while position < end {
            let byte = bytes.load(fromByteOffset: position, as: UInt8.self)
            guard position < last || byte <= 1 else { throw CodecError(.varintTooLong, offset: start) }
            position += 1
            if byte < 0x80 { return }
        }
        throw CodecError(.truncated, offset: start)
    }

    // MARK: Text

    /// Eight bytes at a time as long as they are ASCII, which names and most texts are.
    @inline(__always)
    private func text(from start: Int, to end: Int) throws(CodecError) {
        var position = start
        while position + 8 <= end {
            let eight = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            // A high bit is left where a byte was past ASCII, or was zero and borrowed.
            guard ((eight &- 0x0101_0101_0101_0101) | eight) & 0x8080_8080_8080_8080 == 0 else {
                return try anyText(from: position, to: end)
            }
            position += 8
        }
        while position < end {
            let byte = bytes.load(fromByteOffset: position, as: UInt8.self)
            guard byte &- 1 < 0x7f else { return try anyText(from: position, to: end) }
            position += 1
        }
    }

    @inline(never)
    private func anyText(from start: Int, to end: Int) throws(CodecError) {
        if let nul = memchr(bytes + start, 0, end - start) {
            throw CodecError(.nulInText, offset: UnsafeRawPointer(nul) - bytes)
        }
        let content = UnsafeBufferPointer(
            start: (bytes + start).assumingMemoryBound(to: UInt8.self), count: end - start)
        do {
            _ = try UTF8Span(validating: content.span)
        } catch {
            throw CodecError(.notUTF8, offset: start + error.byteOffsets.lowerBound)
        }
    }
}

/// protobuf-c's field types as a set, to test for several at once.
private struct TypeSet: OptionSet {
    let rawValue: UInt32

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    init(_ type: ProtobufCType) {
        rawValue = 1 << type.rawValue
    }

    static var varints: TypeSet {
        [
            TypeSet(PROTOBUF_C_TYPE_INT32), TypeSet(PROTOBUF_C_TYPE_SINT32), TypeSet(PROTOBUF_C_TYPE_UINT32),
            TypeSet(PROTOBUF_C_TYPE_INT64), TypeSet(PROTOBUF_C_TYPE_SINT64), TypeSet(PROTOBUF_C_TYPE_UINT64),
            TypeSet(PROTOBUF_C_TYPE_BOOL), TypeSet(PROTOBUF_C_TYPE_ENUM),
        ]
    }

    static var fourBytes: TypeSet {
        [TypeSet(PROTOBUF_C_TYPE_FIXED32), TypeSet(PROTOBUF_C_TYPE_SFIXED32), TypeSet(PROTOBUF_C_TYPE_FLOAT)]
    }

    static var eightBytes: TypeSet {
        [TypeSet(PROTOBUF_C_TYPE_FIXED64), TypeSet(PROTOBUF_C_TYPE_SFIXED64), TypeSet(PROTOBUF_C_TYPE_DOUBLE)]
    }
}

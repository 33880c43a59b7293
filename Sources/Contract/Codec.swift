import CProtobufC

/// Turns messages into bytes and back, through protobuf-c, on an arena of its own.
///
/// Not for two threads: one codec for each loop or thread, reused for every message. Between messages it keeps at
/// most 256 KiB.
///
/// The bytes of equal messages are equal: fields go by number, a map's entries by key. What goes in is checked before
/// protobuf-c sees it, and what it may take is bounded; see `Limits`.
package final class Codec {
    package let arena = Arena()

    private let largest: Int
    private let mostFields: Int
    private let bytesPerByte: Int

    /// For messages of peers, of a frame each.
    package init() {
        largest = Limits.frame
        mostFields = Limits.fields
        bytesPerByte = Limits.decodingBytesPerByte
    }

    /// For what this program keeps: messages of up to `largest` bytes, whose checksums hold. What was written can be
    /// read, whatever it is made of: only its bytes are limited.
    package init(keeping largest: Int) {
        self.largest = largest
        mostFields = .max
        bytesPerByte = Limits.keptBytesPerByte
    }

    deinit {
        arena.destroy()
    }

    /// Asks `reserve` for memory, with the exact number of bytes, and fills it from its start.
    ///
    /// `reserve` is called once, when everything but the copying is done and the size is within `largest`; when
    /// it throws, nothing was written. It must not use this codec.
    package func encode<Value: Message>(
        _ message: Value, reserve: (Int) throws(CodecError) -> UnsafeMutableRawBufferPointer
    ) throws(CodecError) {
        try lowering(message) { (lowered, size) throws(CodecError) in
            let target = try reserve(size)
            precondition(target.count >= size, "reserve gave less memory than it was asked for")
            if let start = target.baseAddress {
                protobuf_c_message_pack(lowered, start.assumingMemoryBound(to: UInt8.self))
            }
        }
    }

    package func bytes<Value: Message>(of message: Value) throws(CodecError) -> [UInt8] {
        try lowering(message) { (lowered, size) in
            [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
                count = protobuf_c_message_pack(lowered, bytes.baseAddress)
            }
        }
    }

    /// The value is a copy: `bytes` may go when this returns.
    package func decode<Value: Message>(
        _ type: Value.Type, from bytes: UnsafeRawBufferPointer
    ) throws(CodecError) -> Value {
        let value = Value(lifting: try unpack(Value.descriptor, bytes))
        arena.reset()
        return value
    }

    package func decode<Value: Message>(_ type: Value.Type, from bytes: [UInt8]) throws(CodecError) -> Value {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(CodecError) in try decode(type, from: bytes) }
        }
        return try result.get()
    }

    /// The C struct of checked bytes, which stands until the arena is reset. Nothing is left to reset after an error.
    private func unpack(
        _ descriptor: MessageDescriptor, _ bytes: UnsafeRawBufferPointer
    ) throws(CodecError) -> UnsafeRawPointer {
        do throws(CodecError) {
            guard bytes.count <= largest else { throw CodecError(.tooLarge) }
            try WireCheck.check(bytes, as: descriptor, mostFields: mostFields)
        } catch {
            throw error.named(descriptor)
        }
        arena.begin(budget: bytesPerByte * bytes.count + Limits.decodingFloor)
        guard let message = arena.unpack(descriptor, bytes) else {
            let code: CodecError.Code = arena.isExhausted ? .overBudget : .refused
            arena.reset()
            throw CodecError(code).named(descriptor)
        }
        return message
    }

    /// The C struct of a message, and the bytes it will take; both are gone when `body` returns.
    private func lowering<Value: Message, Answer>(
        _ message: Value, _ body: (UnsafePointer<ProtobufCMessage>, Int) throws(CodecError) -> Answer
    ) throws(CodecError) -> Answer {
        let descriptor = Value.descriptor
        // What is within the frame is within this, as bytes that would decode are.
        arena.begin(budget: bytesPerByte * largest + Limits.decodingFloor)
        defer { arena.reset() }
        do throws(CodecError) {
            let memory = try arena.require(descriptor.size)
            try message.lower(to: memory, in: arena)
            let lowered = UnsafePointer(memory.assumingMemoryBound(to: ProtobufCMessage.self))
            let size = protobuf_c_message_get_packed_size(lowered)
            guard size <= largest else { throw CodecError(.tooLarge) }
            return try body(lowered, size)
        } catch {
            throw error.named(descriptor)
        }
    }
}

extension CodecError {
    fileprivate func named(_ descriptor: MessageDescriptor) -> CodecError {
        var error = self
        error.message = descriptor.name
        return error
    }
}

// Made by tools/generate from longhaul/journal/v1/journal.proto; not to be edited.

import CContract
import CProtobufC

extension JournalV1.Batch {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Journal__V1__Batch()
        longhaul__journal__v1__batch__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Journal__V1__Batch.self, capacity: 1)
        longhaul__journal__v1__batch__init(message)
        message.pointee.format = format
        message.pointee.n_kinds = kinds.count
        message.pointee.kinds = try arena.array(kinds)
        message.pointee.n_numbers = numbers.count
        message.pointee.numbers = try arena.array(numbers)
        message.pointee.n_blobs = blobs.count
        message.pointee.blobs = try arena.array(blobs) {
            (value) throws(CodecError) in
            ProtobufCBinaryData(len: value.count, data: try arena.bytes(value))
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Journal__V1__Batch.self)
        format = message.pointee.format
        kinds = Lifting.array(message.pointee.kinds, count: message.pointee.n_kinds)
        numbers = Lifting.array(message.pointee.numbers, count: message.pointee.n_numbers)
        blobs = Lifting.array(message.pointee.blobs, count: message.pointee.n_blobs) {
            Lifting.bytes($0.data, count: $0.len)
        }
    }
}

extension JournalV1.Items {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Journal__V1__Items()
        longhaul__journal__v1__items__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Journal__V1__Items.self, capacity: 1)
        longhaul__journal__v1__items__init(message)
        message.pointee.n_ends = ends.count
        message.pointee.ends = try arena.array(ends)
        message.pointee.data.len = data.count
        message.pointee.data.data = try arena.bytes(data)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Journal__V1__Items.self)
        ends = Lifting.array(message.pointee.ends, count: message.pointee.n_ends)
        data = Lifting.bytes(message.pointee.data.data, count: message.pointee.data.len)
    }
}

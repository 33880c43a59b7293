import CProtobufC
import Glibc

/// What the generated code builds C structs with. `number` is the field's, and `memory` the struct it belongs to: an
/// error names both.
extension Arena {
    /// The text with a NUL behind it, as protobuf-c wants it.
    package func string(
        _ value: String, at number: Int, of memory: UnsafeMutableRawPointer
    ) throws(CodecError) -> UnsafeMutablePointer<CChar> {
        var value = value
        let count = value.utf8.count
        guard count > 0 else { return emptyText }
        let target = try require(count + 1)
        value.withUTF8 { text in
            guard let source = text.baseAddress else { return }
            memcpy(target, source, count)
        }
        target.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
        guard memchr(target, 0, count) == nil else { throw CodecError(.nulInText).inside(number, of: memory) }
        return target.assumingMemoryBound(to: CChar.self)
    }

    /// Nil for none.
    package func strings(
        _ values: [String], at number: Int, of memory: UnsafeMutableRawPointer
    ) throws(CodecError) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        try array(values) { (value) throws(CodecError) in try string(value, at: number, of: memory) }
    }

    /// Nil for none.
    package func bytes(_ values: [UInt8]) throws(CodecError) -> UnsafeMutablePointer<UInt8>? {
        try array(values)
    }

    /// Numbers as they are; nil for none.
    package func array<Element: BitwiseCopyable>(
        _ values: [Element]
    ) throws(CodecError) -> UnsafeMutablePointer<Element>? {
        guard !values.isEmpty else { return nil }
        let size = values.count * MemoryLayout<Element>.stride
        let target = try require(size)
        values.withUnsafeBytes { source in
            guard let source = source.baseAddress else { return }
            memcpy(target, source, size)
        }
        return target.assumingMemoryBound(to: Element.self)
    }

    /// Elements that C has another form for; nil for none.
    package func array<Element, Lowered>(
        _ values: [Element], _ lower: (Element) throws(CodecError) -> Lowered
    ) throws(CodecError) -> UnsafeMutablePointer<Lowered>? {
        guard !values.isEmpty else { return nil }
        let target = try room(for: values.count, Lowered.self)
        for index in values.indices {
            (target + index).initialize(to: try lower(values[index]))
        }
        return target
    }

    /// Nil for nil.
    package func message<Value: Message, Lowered>(
        _ value: Value?, at number: Int, of memory: UnsafeMutableRawPointer
    ) throws(CodecError) -> UnsafeMutablePointer<Lowered>? {
        guard let value else { return nil }
        let target = try room(for: 1, Lowered.self)
        do throws(CodecError) {
            try value.lower(to: target, in: self)
        } catch {
            throw error.inside(number, of: memory)
        }
        return target
    }

    /// Nil for none.
    package func messages<Value: Message, Lowered>(
        _ values: [Value], at number: Int, of memory: UnsafeMutableRawPointer
    ) throws(CodecError) -> UnsafeMutablePointer<UnsafeMutablePointer<Lowered>?>? {
        guard !values.isEmpty else { return nil }
        let pointers = try room(for: values.count, UnsafeMutablePointer<Lowered>?.self)
        let structs = try room(for: values.count, Lowered.self)
        for index in values.indices {
            do throws(CodecError) {
                try values[index].lower(to: structs + index, in: self)
            } catch {
                throw error.inside(number, of: memory)
            }
            (pointers + index).initialize(to: structs + index)
        }
        return pointers
    }

    /// A map's entries in the order given, each a message of a key and a value; nil for none.
    package func entries<Key, Value, Lowered>(
        _ entries: [(key: Key, value: Value)], at number: Int, of memory: UnsafeMutableRawPointer,
        _ lower: (UnsafeMutableRawPointer, Key, Value) throws(CodecError) -> Void
    ) throws(CodecError) -> UnsafeMutablePointer<UnsafeMutablePointer<Lowered>?>? {
        guard !entries.isEmpty else { return nil }
        let pointers = try room(for: entries.count, UnsafeMutablePointer<Lowered>?.self)
        let structs = try room(for: entries.count, Lowered.self)
        for index in entries.indices {
            do throws(CodecError) {
                try lower(structs + index, entries[index].key, entries[index].value)
            } catch {
                throw error.inside(number, of: memory)
            }
            (pointers + index).initialize(to: structs + index)
        }
        return pointers
    }

    /// Memory for what a value takes when it is encoded. Over the budget, its bytes would be over the frame too.
    @inline(__always)
    func require(_ size: Int) throws(CodecError) -> UnsafeMutableRawPointer {
        guard let memory = allocate(size) else { throw CodecError(.tooLarge) }
        return memory
    }

    @inline(__always)
    private func room<Element>(for count: Int, _: Element.Type) throws(CodecError) -> UnsafeMutablePointer<Element> {
        let memory = try require(count * MemoryLayout<Element>.stride)
        return memory.bindMemory(to: Element.self, capacity: count)
    }
}

extension RawSpan {
    /// Traps past the end.
    @inline(__always)
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
        // Bounds are checked by the call itself, and every bit pattern is an integer.
        Number(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// Nil for bytes that are not UTF-8.
    func text(_ range: Range<Int>) -> String? {
        String(validating: array(range), as: UTF8.self)
    }

    func array(_ range: Range<Int>) -> [UInt8] {
        range.map { bigEndian(UInt8.self, at: $0) }
    }
}

extension MutableRawSpan {
    @inline(__always)
    mutating func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int) {
        storeBytes(of: number.bigEndian, toByteOffset: offset, as: Number.self)
    }

    @inline(__always)
    mutating func put(_ bytes: Span<UInt8>, at offset: Int) {
        for index in bytes.indices { put(bytes[index], at: offset + index) }
    }
}

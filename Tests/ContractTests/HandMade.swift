/// Bytes of a message put together by hand, right or wrong.
struct HandMade {
    private(set) var bytes: [UInt8] = []

    func varint(_ number: Int, _ value: UInt64) -> HandMade {
        tag(number, 0).raw(Self.varint(value))
    }

    func eight(_ number: Int, _ value: UInt64) -> HandMade {
        tag(number, 1).raw(withUnsafeBytes(of: value.littleEndian) { Array($0) })
    }

    func four(_ number: Int, _ value: UInt32) -> HandMade {
        tag(number, 5).raw(withUnsafeBytes(of: value.littleEndian) { Array($0) })
    }

    func sized(_ number: Int, _ content: [UInt8]) -> HandMade {
        tag(number, 2).raw(Self.varint(UInt64(content.count))).raw(content)
    }

    func sized(_ number: Int, _ content: HandMade) -> HandMade {
        sized(number, content.bytes)
    }

    func text(_ number: Int, _ content: String) -> HandMade {
        sized(number, Array(content.utf8))
    }

    func tag(_ number: Int, _ wireType: Int) -> HandMade {
        raw(Self.varint(UInt64(number << 3 | wireType)))
    }

    func raw(_ more: [UInt8]) -> HandMade {
        var longer = self
        longer.bytes += more
        return longer
    }

    /// By doubling, which is fast in debug builds too.
    static func repeating(_ unit: [UInt8], _ count: Int) -> [UInt8] {
        var bytes = unit
        while bytes.count < unit.count * count { bytes += bytes }
        bytes.removeLast(bytes.count - unit.count * count)
        return bytes
    }

    static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

/// XXH64 (seed 0) of a stream of bytes: finds damage and change, not intent; never use it against an adversary.
struct ContentHash {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    private var lanes: (UInt64, UInt64, UInt64, UInt64) = (prime1 &+ prime2, prime2, 0, 0 &- prime1)
    /// Bytes that do not yet fill a stripe of 32.
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    /// Without an allocation for fewer than 32 bytes.
    static func of(_ bytes: Span<UInt8>) -> UInt64 {
        var hash = ContentHash()
        let whole = bytes.count & ~31
        hash.update(bytes.extracting(..<whole))
        return hash.value(withTail: bytes.bytes.extracting(whole...))
    }

    /// The same value, however the stream is cut.
    mutating func update(_ bytes: Span<UInt8>) {
        length &+= UInt64(bytes.count)
        var offset = 0
        if !pending.isEmpty {
            while pending.count < 32, offset < bytes.count {
                pending.append(bytes[offset])
                offset += 1
            }
            guard pending.count == 32 else { return }
            let stripe = pending
            mixStripe(stripe.span.bytes, at: 0)
            pending.removeAll(keepingCapacity: true)
        }
        let raw = bytes.bytes
        while offset + 32 <= bytes.count {
            mixStripe(raw, at: offset)
            offset += 32
        }
        while offset < bytes.count {
            pending.append(bytes[offset])
            offset += 1
        }
    }

    var value: UInt64 { value(withTail: pending.span.bytes) }

    private func value(withTail tail: RawSpan) -> UInt64 {
        var hash: UInt64
        if length >= 32 {
            hash = lanes.0.rotated(1) &+ lanes.1.rotated(7) &+ lanes.2.rotated(12) &+ lanes.3.rotated(18)
            for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
                hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
            }
        } else {
            hash = Self.prime5
        }
        hash = hash &+ length &+ UInt64(tail.byteCount - pending.count)
        Self.mix(tail, into: &hash)
        hash = (hash ^ (hash >> 33)) &* Self.prime2
        hash = (hash ^ (hash >> 29)) &* Self.prime3
        return hash ^ (hash >> 32)
    }

    private static func mix(_ tail: RawSpan, into hash: inout UInt64) {
        var offset = 0
        while offset + 8 <= tail.byteCount {
            let word = UInt64(littleEndian: tail.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            hash = (hash ^ round(0, word)).rotated(27) &* prime1 &+ prime4
            offset += 8
        }
        if offset + 4 <= tail.byteCount {
            let word = UInt32(littleEndian: tail.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
            hash = (hash ^ (UInt64(word) &* prime1)).rotated(23) &* prime2 &+ prime3
            offset += 4
        }
        while offset < tail.byteCount {
            let byte = tail.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
            hash = (hash ^ (UInt64(byte) &* prime5)).rotated(11) &* prime1
            offset += 1
        }
    }

    private mutating func mixStripe(_ bytes: RawSpan, at offset: Int) {
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset + 8 * index, as: UInt64.self))
        }
        lanes.0 = Self.round(lanes.0, word(0))
        lanes.1 = Self.round(lanes.1, word(1))
        lanes.2 = Self.round(lanes.2, word(2))
        lanes.3 = Self.round(lanes.3, word(3))
    }

    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        (lane &+ word &* prime2).rotated(31) &* prime1
    }
}

extension UInt64 {
    fileprivate func rotated(_ bits: UInt64) -> UInt64 {
        (self << bits) | (self >> (64 - bits))
    }
}

/// Bytes that are added at the end and taken from the front, in one piece of memory.
///
/// Adding is amortized O(1). An empty queue keeps at most 64 KiB, so that an idle connection costs little.
struct ByteQueue: ~Copyable {
    private static let keptCapacity = 65_536

    private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var head = 0
    private var tail = 0

    deinit {
        memory.deallocate()
    }

    var count: Int { tail - head }
    var isEmpty: Bool { tail == head }

    /// Valid until the next change.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[head..<tail]) }

    /// Adds `count` bytes of any content, for the caller to fill before the next change.
    mutating func extend(by count: Int) -> UnsafeMutableRawBufferPointer {
        makeRoom(for: count)
        defer { tail += count }
        return UnsafeMutableRawBufferPointer(rebasing: memory[tail..<tail + count])
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        extend(by: bytes.count).copyMemory(from: bytes)
    }

    /// Takes back what was added last.
    mutating func removeLast(_ count: Int) {
        precondition(count <= self.count, "More is taken back than was added")
        tail -= count
    }

    mutating func removeFirst(_ count: Int) {
        precondition(count <= self.count, "More is taken than there is")
        head += count
        guard isEmpty else { return }
        head = 0
        tail = 0
        if memory.count > Self.keptCapacity { release() }
    }

    private mutating func release() {
        memory.deallocate()
        memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }

    private mutating func makeRoom(for count: Int) {
        guard tail + count > memory.count else { return }
        let old = bytes
        // Moving what is there pays only when as much becomes free.
        if old.count + count <= memory.count && head >= old.count {
            memory.copyMemory(from: old)
        } else {
            let capacity = max(4_096, 2 * memory.count, old.count + count)
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
            larger.copyMemory(from: old)
            memory.deallocate()
            memory = larger
        }
        tail = old.count
        head = 0
    }
}

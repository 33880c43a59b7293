import CProtobufC
import Glibc

/// Memory for the C structs of one message at a time: handed out by moving a cursor, taken back all at once.
///
/// A handle: it is copied freely, costs nothing to pass, and stands as long as its codec. Not for two threads.
///
/// What a message takes is bounded by the budget that `begin` is given. Between messages one block is kept, which
/// grows to what was needed, up to `retained`; what a larger message took beyond it goes back to the system.
package struct Arena {
    /// Bytes kept between messages at most.
    static let retained = 262_144
    static let firstBlock = 16_384

    private let state: UnsafeMutablePointer<State>

    private struct State {
        var cursor: UnsafeMutableRawPointer
        /// Where the current block ends, or the budget if that is sooner.
        var end: UnsafeMutableRawPointer
        /// Bytes of the budget past `end`.
        var beyond = 0
        /// Where the current block began to be handed out, and what was handed out of those before it.
        var blockStart: UnsafeMutableRawPointer
        var usedBefore = 0
        var isExhausted = false

        var base: UnsafeMutableRawPointer
        var baseSize: Int
        var overflow: UnsafeMutablePointer<Overflow>?
        var held: Int
        var mostHeld: Int

        let allocator: UnsafeMutablePointer<ProtobufCAllocator>
        let emptyText: UnsafeMutablePointer<CChar>
    }

    /// Stands in front of each block but the first. 16 bytes: what follows is aligned as malloc's memory is.
    private struct Overflow {
        var next: UnsafeMutablePointer<Overflow>?
        var size: Int
    }

    init() {
        state = .allocate(capacity: 1)
        let base = UnsafeMutableRawPointer.allocate(byteCount: Self.firstBlock, alignment: 16)
        let allocator = UnsafeMutablePointer<ProtobufCAllocator>.allocate(capacity: 1)
        let emptyText = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        emptyText.initialize(to: 0)
        state.initialize(
            to: State(
                cursor: base, end: base, blockStart: base, base: base, baseSize: Self.firstBlock, held: Self.firstBlock,
                mostHeld: Self.firstBlock, allocator: allocator, emptyText: emptyText))
        allocator.initialize(
            to: ProtobufCAllocator(
                alloc: { data, size in
                    Arena(data).allocate(size)
                },
                free: { _, _ in
                    // Everything goes back at once, in `reset`.
                },
                allocator_data: state))
    }

    private init(_ data: UnsafeMutableRawPointer?) {
        guard let data else { preconditionFailure("protobuf-c hands back the allocator_data it was given") }
        state = data.assumingMemoryBound(to: State.self)
    }

    /// Gives everything back; the handle and its copies are dead.
    func destroy() {
        freeOverflow()
        state.pointee.base.deallocate()
        state.pointee.allocator.deallocate()
        state.pointee.emptyText.deallocate()
        state.deallocate()
    }

    // MARK: One message

    /// Opens the arena for one message, which may take `budget` bytes.
    func begin(budget: Int) {
        precondition(used == 0, "a codec works on one message at a time; reserve must not use the codec")
        let inBase = min(budget, state.pointee.baseSize)
        state.pointee.end = state.pointee.base + inBase
        state.pointee.beyond = budget - inBase
        state.pointee.isExhausted = false
    }

    /// Takes back what was handed out since `begin`.
    func reset() {
        if state.pointee.overflow != nil { settle() }
        state.pointee.cursor = state.pointee.base
        state.pointee.end = state.pointee.base
        state.pointee.blockStart = state.pointee.base
        state.pointee.usedBefore = 0
    }

    /// Memory aligned to 8 bytes, not initialised; nil when the budget doesn't allow it, or the system has none.
    @inline(__always)
    func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        let rounded = (size &+ 7) & ~7
        let cursor = state.pointee.cursor
        guard size >= 0 && UInt(bitPattern: rounded) <= UInt(bitPattern: state.pointee.end - cursor) else {
            return grow(size)
        }
        state.pointee.cursor = cursor + rounded
        return cursor
    }

    /// protobuf-c's own decoding of bytes that the check has passed; nil when it takes more than the budget.
    func unpack(_ descriptor: MessageDescriptor, _ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return UnsafeRawPointer(
            protobuf_c_message_unpack(descriptor.table, state.pointee.allocator, bytes.count, start))
    }

    // MARK: Accounting

    /// Bytes handed out since `begin`.
    package var used: Int {
        state.pointee.usedBefore + (state.pointee.cursor - state.pointee.blockStart)
    }

    /// Bytes taken from the system now.
    package var held: Int { state.pointee.held }

    /// The most that was ever held.
    package var mostHeld: Int { state.pointee.mostHeld }

    /// True when something was asked for since `begin` that the budget didn't allow.
    var isExhausted: Bool { state.pointee.isExhausted }

    /// A text of no characters: protobuf-c tells its own empty default by its address, and leaves out what has it.
    var emptyText: UnsafeMutablePointer<CChar> { state.pointee.emptyText }

    // MARK: Blocks

    @inline(never)
    private func grow(_ size: Int) -> UnsafeMutableRawPointer? {
        let budget = (state.pointee.end - state.pointee.cursor) + state.pointee.beyond
        guard size >= 0 && size <= budget - 7 else { return exhausted() }
        let rounded = (size + 7) & ~7
        let capacity = min(max(rounded, 2 * state.pointee.held), budget)
        let header = MemoryLayout<Overflow>.stride
        guard let memory = malloc(header + capacity) else { return exhausted() }

        let overflow = memory.bindMemory(to: Overflow.self, capacity: 1)
        overflow.initialize(to: Overflow(next: state.pointee.overflow, size: capacity))
        state.pointee.overflow = overflow
        state.pointee.held += capacity
        state.pointee.mostHeld = max(state.pointee.mostHeld, state.pointee.held)
        state.pointee.usedBefore = used
        state.pointee.blockStart = memory + header
        state.pointee.cursor = memory + header + rounded
        state.pointee.end = memory + header + capacity
        state.pointee.beyond = budget - capacity
        return memory + header
    }

    private func exhausted() -> UnsafeMutableRawPointer? {
        state.pointee.isExhausted = true
        return nil
    }

    /// After a message that the kept block was too small for: a larger one takes its place, up to `retained`.
    private func settle() {
        let needed = min(state.pointee.held, Self.retained)
        freeOverflow()
        guard needed > state.pointee.baseSize else { return }
        state.pointee.base.deallocate()
        state.pointee.base = .allocate(byteCount: needed, alignment: 16)
        state.pointee.baseSize = needed
        state.pointee.held = needed
    }

    private func freeOverflow() {
        while let overflow = state.pointee.overflow {
            state.pointee.overflow = overflow.pointee.next
            state.pointee.held -= overflow.pointee.size
            free(overflow)
        }
    }
}

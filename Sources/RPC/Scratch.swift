/// The memory that every connection of a loop reads into: what is used at once, which is nearly all, needs no other.
final class Scratch {
    /// The least room for a read.
    static let step = 16_384

    let memory: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
        precondition(byteCount >= Self.step, "Reading in small pieces would cost a system call for each frame")
        memory = .allocate(byteCount: byteCount, alignment: 16)
    }

    deinit {
        memory.deallocate()
    }
}

import Contract
import Wire

/// Gives memory for a message's bytes: called once, with their number.
typealias Reserve = (Int) throws(CodecError) -> UnsafeMutableRawBufferPointer

extension Transport {
    /// Appends a MESSAGE whose body `fill` writes where it will be sent from. Returns the body's length. When `fill`
    /// throws, nothing was appended; a body that doesn't fit in a frame of `limit` is `tooLarge`.
    @inline(__always)
    func appendMessage(
        _ stream: UInt32, _ flags: FrameFlags, _ position: Position, limit: Int,
        _ fill: (Reserve) throws(CodecError) -> Void
    ) throws(CodecError) -> Int {
        var frame = 0
        var bodyCount = 0
        do throws(CodecError) {
            try fill { (count) throws(CodecError) in
                guard MessageHead.encodedCount - 4 + count <= limit else { throw CodecError(.tooLarge) }
                bodyCount = count
                frame = MessageHead.encodedCount + count
                let space = self.extend(by: frame)
                var bytes = space.mutableBytes
                MessageHead(stream: stream, flags: flags, position: position, bodyCount: count).encode(into: &bytes)
                return UnsafeMutableRawBufferPointer(rebasing: space[MessageHead.encodedCount...])
            }
        } catch {
            removeLast(frame)
            throw error
        }
        return bodyCount
    }

    /// The same for a CALL.
    @inline(__always)
    func appendCall(
        _ stream: UInt32, isEnd: Bool, deadlineMilliseconds: UInt32, method: String, limit: Int,
        _ fill: (Reserve) throws(CodecError) -> Void
    ) throws(CodecError) {
        var frame = 0
        do throws(CodecError) {
            try fill { (count) throws(CodecError) in
                let head = CallHead(
                    stream: stream, isEnd: isEnd, deadlineMilliseconds: deadlineMilliseconds, method: method,
                    bodyCount: count)
                let headCount = head.encodedCount
                guard headCount - 4 + count <= limit else { throw CodecError(.tooLarge) }
                frame = headCount + count
                let space = self.extend(by: frame)
                var bytes = space.mutableBytes
                head.encode(into: &bytes)
                return UnsafeMutableRawBufferPointer(rebasing: space[headCount...])
            }
        } catch {
            removeLast(frame)
            throw error
        }
    }
}

/// Fills a message with bytes that are there already.
@inline(__always)
func copying(_ bytes: UnsafeRawBufferPointer) -> (Reserve) throws(CodecError) -> Void {
    { (reserve) throws(CodecError) in try reserve(bytes.count).copyMemory(from: bytes) }
}

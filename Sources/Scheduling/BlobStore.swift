/// The bytes beside the core, by handle. One copy each; a handle is retired once, by the fact that ends its use.
package struct BlobStore: ~Copyable, Sendable {
    private var blobs: ContiguousArray<[UInt8]> = [[]]
    private var free: ContiguousArray<UInt32> = []
    private var retired: ContiguousArray<BlobHandle> = []

    /// Bytes that came since `freeRetired`: what the running batch holds beside its numbers.
    package private(set) var bytesAdded = 0

    package init() {}

    /// Empty bytes are `none`: they cost nothing.
    package mutating func insert(_ bytes: [UInt8]) -> BlobHandle {
        if bytes.isEmpty { return .none }
        bytesAdded += bytes.count
        if let place = free.popLast() {
            blobs[Int(place)] = bytes
            return BlobHandle(rawValue: place)
        }
        precondition(blobs.count < Int(UInt32.max), "there are fewer than 2^32 blobs")
        blobs.append(bytes)
        return BlobHandle(rawValue: UInt32(blobs.count - 1))
    }

    package subscript(handle: BlobHandle) -> [UInt8] { blobs[Int(handle.rawValue)] }

    /// Ends the use of a blob. Its bytes stay until `freeRetired`: the facts of the running batch may still name it.
    mutating func retire(_ handle: BlobHandle) {
        if handle != .none { retired.append(handle) }
    }

    /// For when the batch is written: nothing names the retired blobs any more.
    package mutating func freeRetired() {
        for handle in retired {
            let place = Int(handle.rawValue)
            precondition(!blobs[place].isEmpty, "a blob is released once")
            blobs[place] = []
            free.append(handle.rawValue)
        }
        retired.removeAll(keepingCapacity: true)
        bytesAdded = 0
    }
}

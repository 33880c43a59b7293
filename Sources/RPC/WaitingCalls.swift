import Contract
import Platform

/// A unary call for which the server has no room yet.
struct WaitingCall {
    let id: CallID
    let method: String
    let deadline: MonotonicTime?
    let body: ByteBox
    let completion: ClientConnection.Completion
}

/// Calls in the order in which they were made. Their number is bounded by whoever adds them; every cost is amortized
/// O(1).
struct WaitingCalls {
    private var calls: [CallID: WaitingCall] = [:]
    /// Those that were taken out of the middle too, until they are half of all.
    private(set) var order = Queue<CallID>()

    var count: Int { calls.count }
    var isEmpty: Bool { calls.isEmpty }

    func contains(_ id: CallID) -> Bool { calls[id] != nil }

    /// The one that was made first.
    mutating func first() -> WaitingCall? {
        while let id = order.first {
            if let call = calls[id] { return call }
            _ = order.popFirst()
        }
        return nil
    }

    mutating func append(_ call: WaitingCall) {
        calls[call.id] = call
        order.append(call.id)
    }

    @discardableResult
    mutating func remove(_ id: CallID) -> WaitingCall? {
        guard let call = calls.removeValue(forKey: id) else { return nil }
        if order.count > 2 * calls.count + 64 { order.removeAll { calls[$0] == nil } }
        return call
    }

    mutating func removeAll() -> [WaitingCall] {
        defer { self = WaitingCalls() }
        return calls.values.sorted { $0.id < $1.id }
    }
}

/// Bytes that were encoded before there was room for them.
final class ByteBox {
    private let memory: UnsafeMutableRawBufferPointer

    init(_ fill: (Reserve) throws(CodecError) -> Void) throws(CodecError) {
        var reserved = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        do throws(CodecError) {
            try fill { (count) throws(CodecError) in
                reserved = .allocate(byteCount: count, alignment: 16)
                return reserved
            }
        } catch {
            reserved.deallocate()
            throw error
        }
        memory = reserved
    }

    deinit {
        memory.deallocate()
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory) }
}

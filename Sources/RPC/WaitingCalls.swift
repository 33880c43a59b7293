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

/// Calls in the order in which they were made. Their number is bounded by whoever adds them.
struct WaitingCalls {
    private var calls: ContiguousArray<WaitingCall?> = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Searches past calls that were taken out of the middle; each is passed once.
    var first: WaitingCall? {
        mutating get {
            while head < calls.count {
                if let call = calls[head] { return call }
                head += 1
            }
            return nil
        }
    }

    mutating func append(_ call: WaitingCall) {
        calls.append(call)
        count += 1
    }

    /// The one that `first` has just shown.
    mutating func removeFirst() {
        calls[head] = nil
        head += 1
        count -= 1
        tidy()
    }

    mutating func remove(_ id: CallID) -> WaitingCall? {
        guard let index = calls[head...].firstIndex(where: { $0?.id == id }) else { return nil }
        defer { calls[index] = nil }
        count -= 1
        return calls[index]
    }

    mutating func removeAll() -> [WaitingCall] {
        let left = calls[head...].compactMap { $0 }
        self = WaitingCalls()
        return left
    }

    mutating func removeExpired(_ now: MonotonicTime) -> [WaitingCall] {
        var expired: [WaitingCall] = []
        for index in head..<calls.count {
            guard let call = calls[index], let deadline = call.deadline, deadline <= now else { continue }
            expired.append(call)
            calls[index] = nil
        }
        count -= expired.count
        return expired
    }

    var nextDeadline: MonotonicTime? { calls[head...].compactMap { $0?.deadline }.min() }

    private mutating func tidy() {
        guard isEmpty || head > 1_024 else { return }
        calls.removeFirst(isEmpty ? calls.count : head)
        head = 0
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

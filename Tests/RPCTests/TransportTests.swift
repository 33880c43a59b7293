import Glibc
import Platform
import Testing

@testable import RPC

@Suite struct TransportTests {
    @Test func `a peer that is gone is an error, also where SIGPIPE would end the process`() async {
        await #expect(processExitsWith: .success) {
            _ = signal(SIGPIPE, SIG_DFL)
            var end: TransportEnd?
            // A transport does not keep its delegate.
            var kept: Sender?
            try withLoop { loop, finish in
                let sender = try! Sender(on: loop) {
                    end = $0
                    finish()
                }
                kept = sender
                // In one turn: the transport writes before it can read that the peer is gone.
                loop.schedule(after: .zero) {
                    sender.closePeer()
                    sender.append(1)
                }
            }
            guard case .failed(let error) = end else { preconditionFailure("ended by \(String(describing: end))") }
            precondition(error.code == EPIPE)
            withExtendedLifetime(kept) {}
        }
    }

    @Test func `a close is complete when the peer has had everything`() throws {
        let unsent = 4_194_304
        var received = 0
        var receivedAtClose: Int?
        try withLoop { loop, finish in
            let sender = try! Sender(on: loop)
            func take() {
                do {
                    guard let count = try sender.receive() else { return sender.closePeer() }
                    received += count
                } catch {
                    Issue.record("\(error)")
                    return finish()
                }
                loop.schedule(after: .milliseconds(1), take)
            }
            loop.schedule(after: .zero) {
                sender.append(unsent)
                sender.transport.closeAfterSending {
                    receivedAtClose = received
                    finish()
                }
                #expect(receivedAtClose == nil)
                take()
            }
        }
        #expect(receivedAtClose == unsent)
    }

    @Test func `a close does not wait for ever for a peer that takes nothing`() throws {
        var isClosed = false
        try withLoop { loop, finish in
            let sender = try! Sender(on: loop)
            loop.schedule(after: .zero) {
                sender.append(4_194_304)
                sender.transport.closeAfterSending {
                    isClosed = sender.transport != nil
                    finish()
                }
            }
        }
        #expect(isClosed)
    }
}

/// A transport on one end of a pair of sockets; the test has the other.
private final class Sender: TransportDelegate {
    private(set) var transport: Transport!
    private var peer: FileDescriptor?
    private let onEnd: (TransportEnd) -> Void

    init(on loop: EventLoop, onEnd: @escaping (TransportEnd) -> Void = { _ in }) throws {
        self.onEnd = onEnd
        var ends: [CInt] = [0, 0]
        try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let near = FileDescriptor(owning: ends[0])
        let far = FileDescriptor(owning: ends[1])
        try near.setNonBlocking()
        try far.setNonBlocking()
        peer = consume far
        transport = try Transport(
            near, on: loop, scratch: Scratch(byteCount: 65_536),
            limits: UnsentLimits(full: 67_108_864, greatest: 67_108_864), delegate: self)
    }

    func closePeer() { peer = nil }

    func append(_ count: Int) {
        transport.extend(by: count).initializeMemory(as: UInt8.self, repeating: 7)
    }

    /// What is there for the peer now; nil: the other side has ended.
    func receive() throws -> Int? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var received = 0
        while true {
            switch try buffer.withUnsafeMutableBytes({ try peer?.read(into: $0) }) {
            case .bytes(let count): received += count
            case .end where received == 0: return nil
            case .wouldBlock, .end, nil: return received
            }
        }
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> Int { bytes.count }
    func wrote(isBlocked: Bool) {}
    func hasRoom() {}
    func ended(_ end: TransportEnd) {
        transport.close()
        onEnd(end)
    }
}

import Glibc
import Platform
import Testing

@testable import RPC

@Suite struct ServerLimitsTests {
    @Test(arguments: [(20, 1), (65, 1), (1_024, 960), (4_160, 4_096), (.max, 4_096)])
    func `there are no more connections than descriptors, and some of those are kept`(
        descriptors: Int, connections: Int
    ) {
        #expect(ServerLimits(descriptors: descriptors).connections == connections)
    }

    @Test func `connections that can't be accepted are logged once in a second`() throws {
        let log = try Pipe()
        let logger = Logger(role: "test", descriptor: log.writing.rawValue)
        let server = Server(loop: try EventLoop(), logger: logger)
        for _ in 0..<100 { server.acceptFailed(SystemError("accept", code: EMFILE)) }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        guard case .bytes(let count) = try buffer.withUnsafeMutableBytes({ try log.reading.read(into: $0) }) else {
            Issue.record("Nothing was logged")
            return
        }
        #expect(buffer[..<count].count { $0 == UInt8(ascii: "\n") } == 1)
    }
}

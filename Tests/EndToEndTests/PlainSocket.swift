import Glibc
import Platform

/// TCP without a protocol.
enum PlainSocket {
    /// Sends, and gives all that comes until the other side has closed.
    static func exchange(_ bytes: [UInt8], with address: String) async throws -> [UInt8] {
        let pool = BlockingPool(name: "socket", threads: 1)
        return try await pool.run { () throws in
            let descriptor = try connected(to: address)
            defer { close(descriptor) }
            _ = send(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL))
            var answer: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(descriptor, &block, block.count, 0)
                guard count > 0 else { return answer }
                answer += block[..<count]
            }
        }
    }

    private static func connected(to address: String) throws -> CInt {
        guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw TestFailure(text: "\(address) has no port")
        }
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        target.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw TestFailure(text: "can't connect to \(address)") }
        return descriptor
    }
}

import Glibc
import Platform

/// An IPv4 or IPv6 address with its port, as the system wants it.
package struct SocketAddress: Sendable, CustomStringConvertible {
    private var storage: sockaddr_storage
    private var length: socklen_t

    private init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
        storage = sockaddr_storage()
        self.length = length
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: min($0.count, Int(length))))
        }
    }

    /// What a system call fills in.
    init(filling fill: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> CInt) throws(SystemError) {
        storage = sockaddr_storage()
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var failure: CInt = 0
        withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                if fill(address, &length) < 0 { failure = errno }
            }
        }
        guard failure == 0 else { throw SystemError("getsockname", code: failure) }
    }

    /// An address that is written as such, or "localhost": asks nobody. Nil for every other name.
    package init?(numeric endpoint: Endpoint) {
        let host = endpoint.host == "localhost" ? "127.0.0.1" : endpoint.host
        let found = Self.lookUp(host, endpoint.port, flags: AI_NUMERICHOST)
        guard case .found(let addresses) = found, let first = addresses.first else { return nil }
        self = first
    }

    /// Asks the system's resolver, which blocks for as long as it likes: not on a loop, nor on the cooperative pool.
    static func resolve(_ endpoint: Endpoint) -> Resolution {
        if let numeric = SocketAddress(numeric: endpoint) { return .found([numeric]) }
        return lookUp(endpoint.host, endpoint.port, flags: AI_ADDRCONFIG)
    }

    enum Resolution: Sendable {
        /// At least one.
        case found([SocketAddress])
        case failed(String)
    }

    var family: CInt { CInt(storage.ss_family) }

    package var port: UInt16 {
        withUnsafeBytes(of: storage) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    }

    /// Only this machine can be at the other end.
    package var isLoopback: Bool {
        withUnsafeBytes(of: storage) { bytes in
            if family == AF_INET { return bytes[4] == 127 }
            let address = bytes[8..<24]
            let isMapped =
                address.prefix(10).allSatisfy { $0 == 0 } && address.dropFirst(10).prefix(2).allSatisfy { $0 == 0xFF }
            if isMapped { return bytes[20] == 127 }
            return address.dropLast().allSatisfy { $0 == 0 } && bytes[23] == 1
        }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    package var description: String {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = withPointer { getnameinfo($0, $1, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) }
        guard code == 0 else { return "an unknown address" }
        let text = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return Endpoint(host: text, port: port).description
    }

    private static func lookUp(_ host: String, _ port: UInt16, flags: CInt) -> Resolution {
        var hints = addrinfo()
        hints.ai_flags = flags | AI_NUMERICSERV
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { return .failed(String(cString: gai_strerror(code)).lowercased()) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            addresses.append(SocketAddress(copying: entry.ai_addr, length: entry.ai_addrlen))
            next = entry.ai_next
        }
        return addresses.isEmpty ? .failed("it has no address") : .found(addresses)
    }
}

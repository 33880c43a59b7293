import Glibc
import Platform

/// A socket that listens on loopback, on a port of its own; closed with its last owner.
final class ListeningSocket: Sendable {
    let descriptor: Int32
    let port: Int

    init() throws(SystemError) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let reason = errno
        guard descriptor >= 0 else { throw SystemError("socket", code: reason) }
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failure: Int32? = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let isListening =
                    bind(descriptor, address, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, address, &length) == 0
                return isListening ? nil : errno
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        if let failure { throw SystemError("listen", code: failure) }
    }

    deinit {
        close(descriptor)
    }
}

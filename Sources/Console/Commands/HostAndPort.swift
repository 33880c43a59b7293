/// A host, by name or by number, and a port. Not looked up.
package struct HostAndPort: Hashable, Sendable, CustomStringConvertible {
    /// Without brackets. 1 to 253 bytes.
    package let host: String
    package let port: UInt16

    /// The caller vouches for the host.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// "host:port", "[IPv6]:port", or the host alone when there is a default port. Nil for anything else.
    package init?(_ text: String, defaultPort: UInt16? = nil) {
        let host: Substring
        let rest: Substring
        if text.hasPrefix("[") {
            guard let bracket = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<bracket]
            rest = text[text.index(after: bracket)...]
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return nil
            }
        } else {
            let colon = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<colon]
            rest = text[colon...]
            guard host.utf8.allSatisfy(HostAndPort.isNameByte) else { return nil }
        }
        guard (1...253).contains(host.utf8.count), let port = HostAndPort.port(rest, default: defaultPort) else {
            return nil
        }
        self.init(host: String(host), port: port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func port(_ text: Substring, default defaultPort: UInt16?) -> UInt16? {
        if text.isEmpty { return defaultPort }
        let digits = text.dropFirst()
        guard text.first == ":", (1...5).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) else { return nil }
        return UInt16(digits)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}

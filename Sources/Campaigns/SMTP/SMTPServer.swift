/// Where and how to hand in mail.
package struct SMTPServer: Sendable {
    package enum Security: Hashable, Sendable {
        case none
        /// Connects in the clear, and goes no further without STARTTLS.
        case startTLS
        /// TLS from the first byte.
        case implicitTLS
    }

    package struct Timeouts: Sendable {
        /// Until the server is ready for mail.
        package var connect = Duration.seconds(30)
        /// For each reply, and for each progress in sending.
        package var reply = Duration.seconds(60)
        /// For the reply to a whole message, which the server may be storing or checking.
        package var content = Duration.seconds(300)

        package init() {}
    }

    package let host: String
    package let port: Int
    package internal(set) var security: Security
    package let credentials: SMTPCredentials?
    /// A PEM file of authorities to trust instead of the system's.
    package let authorities: String?
    package var timeouts = Timeouts()

    /// The ports for handing in mail (RFC 8314), where none is said. Port 25 is for servers among themselves.
    package static let defaultPort = 587
    package static let defaultPortWithTLS = 465

    /// `url` is `smtp://host`, `smtp://host:port` or `smtps://…`. `smtp` means STARTTLS,
    /// which must succeed; on loopback it means none. To give up TLS elsewhere takes `allowsPlaintext`; credentials are
    /// never sent without TLS to another machine.
    package init(
        url: String, credentials: SMTPCredentials? = nil, allowsPlaintext: Bool = false, authorities: String? = nil
    ) throws(SMTPError) {
        let (scheme, host, port) = try Self.parse(url)
        let isLoopback = Self.isLoopback(host)
        if scheme == "smtps" {
            security = .implicitTLS
        } else {
            security = isLoopback || allowsPlaintext ? .none : .startTLS
        }
        guard credentials == nil || security != .none || isLoopback else {
            throw Self.invalid(url, "credentials would go over the network in the clear: use TLS")
        }
        self.host = host
        self.port = port ?? (scheme == "smtps" ? Self.defaultPortWithTLS : Self.defaultPort)
        self.credentials = credentials
        self.authorities = authorities
    }

    /// With its port, also where the one that it was made from left that out.
    package var url: String { "\(scheme)://\(host):\(port)" }

    /// Equal for servers whose connections are as good as each other.
    struct Key: Hashable {
        let host: String
        let port: Int
        let security: Security
        let user: String?
        let password: String?
        let authorities: String?
    }

    var key: Key {
        Key(
            host: host, port: port, security: security, user: credentials?.user, password: credentials?.password,
            authorities: authorities)
    }

    var scheme: String { security == .implicitTLS ? "smtps" : "smtp" }

    /// Whether what is sent there stays on this machine, whatever the name service says.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil && $0.first != "+" }
    }

    private static func parse(_ url: String) throws(SMTPError) -> (scheme: String, host: String, port: Int?) {
        guard let scheme = ["smtp", "smtps"].first(where: { url.hasPrefix("\($0)://") }) else {
            throw invalid(url, "it must begin with smtp:// or smtps://")
        }
        var rest = url.dropFirst(scheme.count + 3)
        guard !rest.contains("@") else {
            // Not repeated in the message: there may be a password in it.
            throw invalid("The URL", "give user and password by file or environment, not in a URL")
        }
        if rest.last == "/" { rest.removeLast() }
        var port: Int?
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            guard let number = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(number) else {
                throw invalid(url, "its port must be a number from 1 to 65535")
            }
            port = number
            rest = rest[..<colon]
        }
        let isBracketed = rest.first == "[" && rest.last == "]"
        let name = isBracketed ? rest.dropFirst().dropLast() : rest
        guard !name.isEmpty, name.utf8.count <= 253, name.utf8.allSatisfy({ $0.mayStandInHost(isBracketed) }) else {
            throw invalid(url, "it names no valid host")
        }
        return (scheme, String(rest), port)
    }

    private static func invalid(_ url: String, _ reason: String) -> SMTPError {
        SMTPError(.configuration, isTransient: false, "\(url): \(reason). Example: smtp://mail.example.org:587")
    }
}

extension UInt8 {
    fileprivate func mayStandInHost(_ isBracketed: Bool) -> Bool {
        isASCIILetter || isASCIIDigit || self == .dot || self == .hyphen || isBracketed && self == UInt8(ascii: ":")
    }
}

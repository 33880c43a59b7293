/// What a peer did that ends its connection.
package enum WireError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The first bytes, at most 16, are not how this protocol begins.
    case notOurProtocol(found: [UInt8])
    /// The same of a server.
    case notOurServer(found: [UInt8])
    case frameTooLong(length: Int, limit: Int)
    case frameTooShort(length: Int)
    case unknownKind(UInt8)
    case malformed(FrameKind, String)
    /// A frame that this side never takes, or not now.
    case unexpected(FrameKind)
    /// A frame for a stream that was never opened.
    case unknownStream(UInt32)
    /// Streams are odd and ascend.
    case streamOutOfOrder(UInt32, after: UInt32)
    /// More was sent than the receiver had room for.
    case creditExceeded(stream: UInt32)
    /// More credit was given than a stream can hold.
    case creditOverflow(stream: UInt32)
    case messageAfterEnd(stream: UInt32)
    case version(UInt16)

    /// What the peer is told with its GOAWAY.
    package var code: StatusCode {
        switch self {
        case .frameTooLong, .creditExceeded: .resourceExhausted
        case .version: .failedPrecondition
        case .notOurProtocol, .notOurServer, .frameTooShort, .unknownKind, .malformed, .unexpected, .unknownStream,
            .streamOutOfOrder,
            .creditOverflow, .messageAfterEnd:
            .invalidArgument
        }
    }

    package var description: String {
        switch self {
        case .notOurProtocol(let found):
            "this port speaks Longhaul's protocol; what came is \(Self.describe(found))"
        case .notOurServer(let found):
            "what answers there is not Longhaul: it said \(Self.describe(found))"
        case .frameTooLong(let length, let limit):
            "a frame of \(length) bytes is over the limit of \(limit); send large data by reference"
        case .frameTooShort(let length): "a frame of \(length) bytes is shorter than its own head"
        case .unknownKind(let kind): "frame kind \(kind) does not exist in this version"
        case .malformed(let kind, let why): "a malformed \(kind) frame: \(why)"
        case .unexpected(let kind): "a \(kind) frame was not expected here"
        case .unknownStream(let stream): "stream \(stream) was never opened"
        case .streamOutOfOrder(let stream, let last):
            "stream \(stream) after stream \(last): numbers are odd and ascend"
        case .creditExceeded(let stream): "stream \(stream) sent more than its credit"
        case .creditOverflow(let stream): "stream \(stream) was given more credit than a stream can hold"
        case .messageAfterEnd(let stream): "stream \(stream) went on after its end"
        case .version(let version): "version \(version) was not offered"
        }
    }

    private static func describe(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0x16, 0x03]) { return "a TLS handshake; connect without TLS" }
        let isText = !bytes.isEmpty && bytes.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0D || $0 == 0x0A }
        if isText {
            return "\"" + String(decoding: bytes.prefix { $0 >= 0x20 }, as: UTF8.self) + "\""
        }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}

import Contract
import Platform
package import Wire

/// How a call ended: gRPC's code, words for a person, and when it may help to try again.
package struct Status: Error, Sendable, Hashable, CustomStringConvertible {
    package var code: StatusCode
    /// One sentence that says what is wrong, and what to do next where that is known.
    package var message: String
    package var retryAfter: Duration?

    package init(_ code: StatusCode, _ message: String = "", retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    package static let ok = Status(.ok)

    package var isOK: Bool { code == .ok }

    package var description: String {
        let retry = retryAfter.map { " (try again in \($0))" } ?? ""
        return message.isEmpty ? "\(code)\(retry)" : "\(code): \(message)\(retry)"
    }
}

extension Status {
    init(_ frame: StatusFrame) {
        let retry = frame.retryAfterMilliseconds
        self.init(frame.code, frame.text, retryAfter: retry > 0 ? .milliseconds(retry) : nil)
    }

    func frame(stream: UInt32, at position: Position) -> StatusFrame {
        StatusFrame(
            stream: stream, code: code,
            retryAfterMilliseconds: retryAfter.map { UInt32(clamping: $0.wholeMilliseconds) } ?? 0, position: position,
            text: message)
    }

    /// What a caller is told when this side can't encode its own answer or request.
    init(encoding error: CodecError) {
        self.init(error.code == .tooLarge ? .resourceExhausted : .internal, "can't send \(error)")
    }

    /// What a caller is told whose message is none.
    init(decoding error: CodecError) {
        self.init(.invalidArgument, "can't read \(error)")
    }
}

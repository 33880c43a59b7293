import Glibc

/// What the operating system refused, and in which call.
package struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// As in `errno`.
    package let code: CInt
    /// The system call, or the step, that failed.
    package let operation: String

    package init(_ operation: String, code: CInt) {
        self.operation = operation
        self.code = code
    }

    /// The system's words alone, in lower case as they stand in a sentence: "connection refused".
    package var reason: String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
        let words = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    package var description: String { "\(operation): \(reason) (errno \(code))" }
}

/// Runs a system call again for as long as signals interrupt it.
@inline(__always)
func retryingInterrupts<Result: SignedInteger>(_ call: () -> Result) -> (result: Result, code: CInt) {
    while true {
        let result = call()
        let code = result < 0 ? errno : 0
        if code != EINTR { return (result, code) }
    }
}

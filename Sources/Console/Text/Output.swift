import Glibc

/// One of the process's standard streams, written whole texts at a time, unbuffered: nothing is lost at an exit.
///
/// A write blocks its thread while the reader is slow; a terminal stopped with Ctrl-S stops what prints to it.
package struct Output: Sendable {
    /// For data.
    package static let standardOutput = Output(descriptor: 1)
    /// For progress and messages.
    package static let standardError = Output(descriptor: 2)

    package let descriptor: Int32

    /// The descriptor stays the caller's.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes all of it, or throws: then a part may have been written.
    package func write(_ text: String) throws(OutputError) {
        var text = text
        let error: OutputError? = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                let code = errno
                if written >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
                } else if code == EAGAIN {
                    waitUntilWritable()
                } else if code != EINTR {
                    return code == EPIPE ? .closed : .failed(errno: code)
                }
            }
            return nil
        }
        if let error { throw error }
    }

    /// The width to wrap texts for people to.
    func textWidth(_ environment: Environment) -> Int {
        Terminal(descriptor: descriptor, environment: environment).size.columns
    }

    /// Standard streams may have been made non-blocking by whoever shares them.
    private func waitUntilWritable() {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&entry, 1, -1)
    }
}

package enum OutputError: Error, Equatable, CustomStringConvertible {
    /// The reader went away. A command ends quietly.
    case closed
    case failed(errno: Int32)

    package var description: String {
        switch self {
        case .closed: "the reader of the output went away"
        case .failed(let code):
            "can't write the output: \(String(cString: strerror(code)))"
                + (code == ENOSPC ? "; is the disk full?" : "")
        }
    }
}

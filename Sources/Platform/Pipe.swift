import CLinux
import Glibc

/// The two ends of a pipe, both closed on exec; reading never waits.
package struct Pipe: ~Copyable {
    package let reading: FileDescriptor
    package let writing: FileDescriptor

    package init() throws(SystemError) {
        var ends: (CInt, CInt) = (-1, -1)
        let code: CInt = withUnsafeMutableBytes(of: &ends) { bytes in
            clinux_pipe(bytes.bindMemory(to: CInt.self).baseAddress) == 0 ? 0 : errno
        }
        guard code == 0 else { throw SystemError("pipe", code: code) }
        let reading = FileDescriptor(owning: ends.0)
        let writing = FileDescriptor(owning: ends.1)
        try reading.setNonBlocking()
        self.reading = reading
        self.writing = writing
    }

    /// The end to read from; the other one is closed.
    package consuming func takeReading() -> FileDescriptor { reading }
}

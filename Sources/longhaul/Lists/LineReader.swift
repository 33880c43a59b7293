import Console
import Glibc
import Platform

/// The lines of a file or of standard input, as they come. Who waits for the next ones can be cancelled.
final class LineReader {
    /// A line that is longer is refused: no item is.
    private static let longest = 65_536
    /// After which it is looked whether somebody still waits.
    private static let patience: CInt = 200

    let path: String
    private let descriptor: CInt
    private let pool = BlockingPool(name: "lines", threads: 1)
    /// Of the line that has not ended.
    private var rest: [UInt8] = []
    private var count = 0
    private var isAtEnd = false

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputFile.unreadable(path, errno) }
    }

    deinit {
        pool.stop()
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// At least one line, without its end, which is a line feed or both that and a carriage return; nil at the end. The
    /// last line needs no end.
    func next() async throws -> [[UInt8]]? {
        while !isAtEnd {
            let bytes = try await read()
            isAtEnd = bytes.isEmpty
            var lines = try split(bytes)
            if isAtEnd, !rest.isEmpty {
                lines.append(rest)
                rest = []
            }
            if !lines.isEmpty { return lines }
        }
        return nil
    }

    private func split(_ bytes: [UInt8]) throws(CommandFailure) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            rest += part
            guard rest.count <= Self.longest + 1 else { throw tooLong }
            lines.append(rest)
            rest = []
        }
        // What stands behind the last line feed has not ended.
        rest = lines.popLast() ?? []
        for place in lines.indices {
            count += 1
            if lines[place].last == UInt8(ascii: "\r") { lines[place].removeLast() }
            if lines[place].count > Self.longest { throw tooLong }
        }
        return lines
    }

    private var tooLong: CommandFailure {
        CommandFailure(
            .usage,
            "\(path), line \(count + 1) has more than \(Format.size(bytes: Self.longest)): put it into object storage, and "
                + "its location here")
    }

    /// Empty: there is no more.
    private func read() async throws -> [UInt8] {
        while true {
            try Task.checkCancellation()
            let (bytes, code) = await pool.run { [descriptor] in Self.read(descriptor) }
            if let bytes { return bytes }
            if code != EINTR, code != EAGAIN { throw InputFile.unreadable(path, code) }
        }
    }

    private static func read(_ descriptor: CInt) -> (bytes: [UInt8]?, code: CInt) {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard Glibc.poll(&poll, 1, patience) != 0 else { return (nil, EAGAIN) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        let code = errno
        return count < 0 ? (nil, code) : (Array(buffer[..<count]), 0)
    }
}

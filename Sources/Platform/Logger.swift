import Glibc

/// Lines for whoever runs the process: one event each, on standard error, in one write.
///
/// A line is at most 4,096 bytes (what a pipe takes whole) and is cut there. A write waits while a full pipe's reader
/// is away: that is the price of losing nothing. Never give it payloads or tokens.
package struct Logger: Sendable {
    package enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    package enum Format: Sendable {
        /// `2031-05-09T07:03:01.250Z INFO  scheduler Listening port=7600`
        case text
        /// An object a line, with `time`, `level`, `role`, `message` and the fields.
        case json
    }

    package typealias Fields = KeyValuePairs<String, any CustomStringConvertible>

    package static let longestLine = 4_096

    package var minimumLevel: Level
    package var format: Format
    /// Which process, or which part of it, is speaking.
    package var role: String
    /// Not owned.
    package var descriptor: CInt

    package init(role: String, minimumLevel: Level = .info, format: Format = .text, descriptor: CInt = 2) {
        self.role = role
        self.minimumLevel = minimumLevel
        self.format = format
        self.descriptor = descriptor
    }

    /// Nothing is evaluated when the level is below the minimum.
    package func log(_ level: Level, _ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        guard level >= minimumLevel else { return }
        var line = LogLine(limit: Self.longestLine)
        let time = WallClock.text(unixMilliseconds: WallClock.unixMilliseconds())
        switch format {
        case .text: line.appendText(time: time, level: level, role: role, message: message(), fields: fields())
        case .json: line.appendJSON(time: time, level: level, role: role, message: message(), fields: fields())
        }
        line.bytes.withUnsafeBytes(writeAll)
    }

    package func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        log(.debug, message(), fields())
    }

    package func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        log(.info, message(), fields())
    }

    package func warning(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        log(.warning, message(), fields())
    }

    package func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        log(.error, message(), fields())
    }

    private func writeAll(_ line: UnsafeRawBufferPointer) {
        var rest = line
        while !rest.isEmpty {
            let (count, _) = retryingInterrupts { write(descriptor, rest.baseAddress, rest.count) }
            // Nowhere is left to report that the log can't be written.
            guard count > 0 else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }
}

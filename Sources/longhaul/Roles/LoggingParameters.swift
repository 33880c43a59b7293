import Console
import Platform

/// The parameters of every role: what it writes to standard error.
struct LoggingParameters: ParameterGroup {
    enum Format: String, CaseIterable {
        case text, json
    }

    enum Level: String, CaseIterable {
        case debug, info, warning, error
    }

    let format = Option(
        "log-format", .choice, default: Format.text, environment: .derived, help: "lines for people, or for programs")
    let level = Option(
        "log-level", .choice, default: Level.info, environment: .derived, help: "leave out what matters less")

    func logger(role: String, _ arguments: Arguments) -> Logger {
        let format: Logger.Format =
            switch arguments[format] {
            case .text: .text
            case .json: .json
            }
        let level: Logger.Level =
            switch arguments[level] {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        return Logger(role: role, minimumLevel: level, format: format)
    }

    /// The same choices, for a process that this one starts.
    func words(_ arguments: Arguments) -> [String] {
        ["--log-format", arguments[format].rawValue, "--log-level", arguments[level].rawValue]
    }
}

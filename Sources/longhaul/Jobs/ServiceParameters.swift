import Console
import LonghaulClient

/// Where schedulers are: for the roles that work with one.
struct SchedulerParameter: ParameterGroup {
    let addresses = Option(
        repeated: "scheduler", .address(defaultPort: 7600), default: [HostAndPort(host: "127.0.0.1", port: 7600)],
        environment: .derived, help: "address of a scheduler; several are tried in turn")

    func texts(_ arguments: Arguments) -> [String] { arguments[addresses].map(\.description) }
}

/// Where status services are.
struct StatusParameter: ParameterGroup {
    let addresses = Option(
        repeated: "status", .address(defaultPort: 7601), default: [HostAndPort(host: "127.0.0.1", port: 7601)],
        environment: .derived, help: "address of a status service; several are tried in turn")

    func texts(_ arguments: Arguments) -> [String] { arguments[addresses].map(\.description) }
}

extension Client {
    /// Connects for as long as `body` runs.
    static func using<Value>(
        scheduler: SchedulerParameter? = nil, status: StatusParameter? = nil, _ arguments: Arguments,
        _ body: (Client) async throws -> Value
    ) async throws -> Value {
        var addresses = ClientAddresses()
        if let scheduler { addresses.schedulers = scheduler.texts(arguments) }
        if let status { addresses.statusServices = status.texts(arguments) }
        do {
            let client = try Client(addresses)
            defer { client.close() }
            return try await body(client)
        } catch let error as LonghaulError {
            throw CommandFailure(error)
        } catch let error as DeadLettersInterrupted {
            throw CommandFailure(error)
        }
    }
}

extension CommandFailure {
    /// What a service or the way to it objected to, as an exit code that a script can act on.
    init(_ error: LonghaulError) {
        let code: ExitCode =
            switch error.code {
            case .notFound: .notFound
            case .unavailable, .deadlineExceeded: .unavailable
            case .invalidArgument, .alreadyExists, .permissionDenied, .resourceExhausted, .failedPrecondition: .refused
            case .cancelled: .interrupted
            case .internal: .failed
            }
        var message = error.description
        if error.code == .deadlineExceeded {
            message += "; the service is there but waits itself: its log says for what"
        }
        if let pause = error.retryAfter { message += "; try again in \(Format.duration(pause))" }
        self.init(code, message)
    }

    /// What went wrong in the middle, and what was done before it: the ids of new jobs are told nowhere else.
    init(_ error: DeadLettersInterrupted) {
        let cause = CommandFailure(error.cause)
        self.init(cause.code, cause.message + error.progress)
    }
}

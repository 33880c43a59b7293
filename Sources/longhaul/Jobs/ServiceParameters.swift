import Console
import LonghaulClient

/// Where schedulers are: for the roles that work with one.
struct SchedulerParameter: ParameterGroup {
    let addresses = Option(
        repeated: "scheduler", .address(defaultPort: 7600), default: [HostAndPort(host: "127.0.0.1", port: 7600)],
        environment: .derived, help: "address of a scheduler; several are tried in turn")

    func texts(_ arguments: Arguments) -> [String] { arguments[addresses].map(\.description) }
}

import Glibc

/// How many descriptors this process may have open.
package enum DescriptorLimit {
    package static var current: Int { Int(clamping: limits().rlim_cur) }

    /// Takes all that the process may have without asking anybody: what it begins with is often 1,024, for the sake of
    /// programs that use `select`. For a service that uses none; what it starts inherits it.
    package static func raise() {
        var limits = limits()
        limits.rlim_cur = limits.rlim_max
        // Nobody is refused what is their own; else the service goes on with what it has.
        _ = setrlimit(.init(RLIMIT_NOFILE.rawValue), &limits)
    }

    private static func limits() -> rlimit {
        var limits = rlimit()
        let result = getrlimit(.init(RLIMIT_NOFILE.rawValue), &limits)
        precondition(result == 0, "every process can read its own limits")
        return limits
    }
}

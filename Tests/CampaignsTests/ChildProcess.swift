import Glibc

/// A program run for a test, its standard output read line by line; terminated with its last owner.
final class ChildProcess {
    private var process: pid_t = 0
    private let output: Int32
    private var pending: [UInt8] = []
    private var hasEnded = false

    /// Runs `arguments[0]`, found by PATH.
    init(_ arguments: [String]) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { fatalError("no pipe: \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        // The threads that tests run on block signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        let code = posix_spawnp(&process, arguments[0], &actions, &attributes, pointers, environ)
        for pointer in pointers { free(pointer) }
        posix_spawnattr_destroy(&attributes)
        posix_spawn_file_actions_destroy(&actions)
        close(ends[1])
        output = ends[0]
        guard code == 0 else { fatalError("cannot run \(arguments[0]): \(code)") }
    }

    deinit {
        if !hasEnded {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(output)
    }

    /// The next line that the program prints; nil at the end of its output.
    func readLine() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeSubrange(...end) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            var block = [UInt8](repeating: 0, count: 4_096)
            let count = read(output, &block, block.count)
            guard count > 0 else { return nil }
            pending += block[..<count]
        }
    }

    func terminate() { kill(process, SIGTERM) }

    /// Waits for its end; answers the exit code, or -1 after a signal.
    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        waitpid(process, &status, 0)
        hasEnded = true
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
    }

    /// Runs a program to its end; answers its exit code.
    static func run(_ arguments: [String]) -> Int32 {
        let child = ChildProcess(arguments)
        while child.readLine() != nil {}
        return child.wait()
    }
}

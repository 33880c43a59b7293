import Glibc
import Testing

@testable import Console

@Suite struct ProgramTests {
    let output = ScratchFile()
    let errors = ScratchFile()

    @Test func helpGoesToTheOutput() async {
        #expect(await run("--help") == .done)
        #expect(output.text.hasPrefix("Usage: haul COMMAND"))
        #expect(errors.text == "")
    }

    @Test func theVersionIsALine() async {
        #expect(await run("--version") == .done)
        #expect(output.text == "haul 1.2.3\n")
    }

    @Test(arguments: [[], ["dead"]])
    func aCommandThatIsNotNamedIsAMistake(words: [String]) async {
        #expect(await run(words) == .usage)
        #expect(output.text == "")
        #expect(errors.text.hasPrefix("Usage: haul"))
    }

    @Test func aMistakeIsOneLineOfErrors() async {
        #expect(await run("send") == .usage)
        #expect(output.text == "")
        #expect(errors.text == "haul send: --list is missing: expected a path; try 'haul send --help'\n")
    }

    @Test func theCommandsCodeIsTheProgramsCode() async {
        #expect(await run("dead", "list") == .notFound)
    }

    @Test func aFailureIsOneLineWithItsCode() async {
        let failure = CommandFailure(.unavailable, "no scheduler at 127.0.0.1:1\r\nis it \u{1B}running?")
        let program = Program(
            "haul", "moves", version: "1", environmentPrefix: "HAUL",
            sections: [.init("All", [.command(Sample.Watch(failure: failure))])])
        let code = await program.run(
            ["watch", "j", "1"], environment: Environment([:]), output: output.output, errors: errors.output)
        #expect(code == .unavailable)
        #expect(errors.text == "haul watch: no scheduler at 127.0.0.1:1 is it \u{FFFD}running?\n")
    }

    @Test func aReaderThatWentAwayEndsTheProgramQuietly() async {
        #expect(await run("dead", "requeue") == .outputClosed)
        #expect(errors.text == "")
    }

    @Test func everyExitCodeHasAMeaning() {
        #expect(Set(ExitCode.all.map(\.code)).count == ExitCode.all.count)
        #expect(ExitCode.timedOut.rawValue == 124)
        #expect(ExitCode.interrupted.rawValue == 130)
        #expect(ExitCode.stalled.meaning == "the job is stalled: what is left depends on a dead task")
    }

    private func run(_ words: String...) async -> ExitCode { await run(words) }

    private func run(_ words: [String]) async -> ExitCode {
        await Sample.program.run(
            words, environment: Environment([:]), output: output.output, errors: errors.output)
    }
}

@Suite struct OutputTests {
    @Test func aClosedPipeIsAnErrorOfItsOwn() throws {
        _ = signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        #expect(throws: OutputError.closed) { try Output(descriptor: ends[1]).write("x") }
    }

    @Test func aFullDiskIsReportedAsSuch() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let error = #expect(throws: OutputError.self) { try Output(descriptor: descriptor).write("x") }
        #expect(error?.description == "can't write the output: No space left on device; is the disk full?")
        #expect(OutputError.failed(errno: EBADF).description == "can't write the output: Bad file descriptor")
    }

    @Test func aReaderThatIsSlowOnANonBlockingPipeGetsEverything() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        // 0x800 is O_NONBLOCK: the pipe is full long before a megabyte is written.
        try #require(fcntl(ends[1], F_SETFL, 0x800) == 0)
        let reader = Drain(descriptor: ends[0], count: 1 << 20)
        try Output(descriptor: ends[1]).write(String(repeating: "x", count: 1 << 20))
        #expect(reader.join() == 1 << 20)
    }
}

/// A thread that reads a number of bytes from a pipe.
private final class Drain {
    private let thread: pthread_t
    private let result = UnsafeMutablePointer<(descriptor: Int32, wanted: Int, taken: Int)>.allocate(capacity: 1)

    init(descriptor: Int32, count: Int) {
        result.initialize(to: (descriptor, count, 0))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                let state = argument!.assumingMemoryBound(to: (descriptor: Int32, wanted: Int, taken: Int).self)
                var buffer = [UInt8](repeating: 0, count: 4096)
                while state.pointee.taken < state.pointee.wanted {
                    let count = read(state.pointee.descriptor, &buffer, buffer.count)
                    if count <= 0 { break }
                    state.pointee.taken += count
                }
                return nil
            }, result)
        precondition(status == 0, "no thread: error \(status)")
        self.thread = thread
    }

    /// The bytes that were read, once all of them were.
    func join() -> Int {
        pthread_join(thread, nil)
        return result.pointee.taken
    }

    deinit {
        result.deallocate()
    }
}

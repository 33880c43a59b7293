import Glibc
import LonghaulClient
import Platform
import Testing

/// `longhaul up`: all roles of one machine, kept running, and stopped together.
@Suite(.needsProgram)
struct UpTests {
    private let folder: TemporaryFolder
    private let binary: String

    init() throws {
        folder = try TemporaryFolder()
        binary = try #require(TestRun.binary)
    }

    @Test(.timeLimit(.minutes(5))) func stopsAllThatItStarted() async throws {
        let (up, addresses) = try await start(["--workers", "2"])
        #expect(addresses.schedulers.count == 1 && addresses.statusServices.count == 1)
        let client = try Client(addresses)
        var last: Job?
        for try await job in client.watch(
            try await client.submit(JobSpec([TaskSpec(kind: "noop", items: .count(1000))])))
        {
            last = job
        }
        #expect(last?.state == .succeeded)
        client.close()
        up.send(SIGTERM)
        #expect(await up.end().ending == .exited(0))
        let gone = try await TestProcess.run([binary, "jobs", "--scheduler", addresses.schedulers[0]], in: folder)
        #expect(gone.code == 5)
    }

    /// The scheduler comes back on its port, and the watch, the status service and the worker find it there.
    @Test(.timeLimit(.minutes(5))) func startsAgainWhatWasKilled() async throws {
        let (up, addresses) = try await start(["--workers", "1"])
        let client = try Client(addresses)
        defer { client.close() }
        // More than can end meanwhile.
        let task = TaskSpec(kind: "sleep", payload: Array("5ms".utf8), items: .count(1_000_000))
        let long = try await client.submit(JobSpec([task]))
        for try await job in client.watch(long) where job.tasks[0].done > 0 { break }
        kill(try process(of: "scheduler", in: up.errors), SIGKILL)

        let short = try await submit(JobSpec([TaskSpec(kind: "noop")]), client)
        var last: Job?
        for try await job in client.watch(short) { last = job }
        #expect(last?.state == .succeeded)
        let done = try await client.job(long).tasks[0].done
        #expect(done > 0)
        for try await job in client.watch(long) where job.tasks[0].done > done { break }
        #expect(up.errors.contains("A role died; starting it again"))
        up.send(SIGTERM)
        #expect(await up.end().ending == .exited(0))
    }

    /// A first signal says what it waits for; the second one ends all at once, with the shell's code for it.
    @Test(.timeLimit(.minutes(5)), arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(CInt, CInt)])
    func aStopThatTakesItsTimeSaysSo(signal: CInt, code: CInt) async throws {
        let (up, addresses) = try await start(["--workers", "1", "--drain-time", "1h"], by: TestProcess.aloud)
        let client = try Client(addresses)
        defer { client.close() }
        let job = try await client.submit(JobSpec([TaskSpec(kind: "sleep", payload: Array("1h".utf8))]))
        for try await job in client.watch(job) where job.tasks[0].leases > 0 { break }
        up.send(signal)
        while let line = await up.readLine() {
            guard line.contains(" up Stopping") else { continue }
            #expect(line.contains("waits for the worker to end the work under way, 1h00m at most; "))
            #expect(line.contains("Ctrl-C or SIGTERM again ends it at once"))
            break
        }
        up.send(signal)
        #expect(await up.end().ending == .exited(code))
    }

    /// A worker that somebody stops is started again, and nobody is alarmed.
    @Test(.timeLimit(.minutes(5))) func whatWasStoppedInGoodOrderIsNoError() async throws {
        let up = try TestProcess(TestProcess.aloud + words(["--workers", "1"]), in: folder)
        var log = ""
        while let line = await up.readLine(), line != "ready up" { log += line + "\n" }
        kill(try process(of: "worker", in: log), SIGTERM)
        while let line = await up.readLine(), !line.contains("A role was stopped; starting it again") {
            #expect(!line.contains("A role died"))
        }
        up.send(SIGTERM)
        #expect(await up.end().ending == .exited(0))
    }

    /// Also the worker, which has work for longer than anybody waits, and may take as long to stop.
    @Test(.timeLimit(.minutes(5))) func nothingOutlivesAKill() async throws {
        let (up, addresses) = try await start(
            ["--workers", "1", "--drain-time", "1h"], by: TestProcess.aloud)
        let client = try Client(addresses)
        defer { client.close() }
        let job = try await client.submit(JobSpec([TaskSpec(kind: "sleep", payload: Array("1h".utf8))]))
        for try await job in client.watch(job) where job.tasks[0].leases > 0 { break }
        up.send(SIGKILL)
        // Its output, which the log of each child goes to, ends when the last of them has.
        #expect(await up.end().ending == .killed(signal: SIGKILL))
    }

    @Test(.timeLimit(.minutes(5))) func endsWithTheCodeOfWhatCantBeStarted() async throws {
        let other = try await Role.scheduler(folder.file("other.db"), in: folder)
        let locked = try TestProcess(words(["--database", folder.file("other.db")]), in: folder)
        #expect(await locked.end().ending == .exited(75))
        let taken = try TestProcess(words(["--status-listen", other.name]), in: folder)
        #expect(await taken.end().ending == .exited(1))
        // Its own flag for that port is another one than the status service's.
        #expect(taken.errors.contains("can't listen on \(other.name)") && !taken.errors.contains("--listen"))
    }

    /// A row is damaged while it runs; the next start would find that again and again.
    @Test(.timeLimit(.minutes(5))) func endsWhereStartingAgainIsOfNoUse() async throws {
        let (up, addresses) = try await start([])
        let client = try Client(addresses)
        let mark = Array("a payload to be found again".utf8)
        _ = try await client.submit(JobSpec([TaskSpec(kind: "nobody", payload: mark)]))
        client.close()
        let log = folder.file("journal.db-wal")
        var bytes = TestFile.bytes(log)
        let place = try #require(bytes.firstRange(of: mark)?.lowerBound)
        bytes[place] ^= 1
        try TestFile.write(bytes, to: log, flags: 0)
        kill(try process(of: "scheduler", in: up.errors), SIGKILL)
        #expect(await up.end().ending == .exited(65))
        #expect(up.errors.contains("A role can't be started again role=scheduler ending=\"exit code 65\""))
    }

    @Test(.timeLimit(.minutes(5))) func saysThatItHasNoWorkers() async throws {
        let (up, _) = try await start([])
        #expect(up.errors.contains("'longhaul worker' starts one"))
        up.send(SIGTERM)
        #expect(await up.end().ending == .exited(0))
    }

    /// Of an option that is given twice, the one in `options` stands.
    private func words(_ options: [String]) -> [String] {
        var values = [
            "--database": folder.file("journal.db"), "--scheduler-listen": "127.0.0.1:0",
            "--status-listen": "127.0.0.1:0",
        ]
        for place in stride(from: 0, to: options.count, by: 2) { values[options[place]] = options[place + 1] }
        return [binary, "up"] + values.flatMap { [$0.key, $0.value] }
    }

    private func start(
        _ options: [String], by starter: [String] = []
    ) async throws -> (up: TestProcess, addresses: ClientAddresses) {
        let up = try TestProcess(starter + words(options), in: folder)
        var addresses = ClientAddresses(schedulers: [], statusServices: [])
        while let line = await up.readLine() {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "ready": return (up, addresses)
            case "scheduler": addresses.schedulers.append(words[1])
            case "status": addresses.statusServices.append(words[1])
            default: break
            }
        }
        throw TestFailure(text: up.errors)
    }

    /// As soon as there is a scheduler to take it.
    private func submit(_ job: JobSpec, _ client: Client) async throws -> JobID {
        while true {
            do { return try await client.submit(job) } catch {
                guard error.code == .unavailable else { throw error }
            }
        }
    }

    /// By its log: "Started role=scheduler process=4711".
    private func process(of role: String, in log: String) throws -> pid_t {
        let line = log.split(separator: "\n").last { $0.contains("Started") && $0.contains("role=\(role)") }
        return try #require(line?.split(separator: "=").last.flatMap { pid_t($0) })
    }
}

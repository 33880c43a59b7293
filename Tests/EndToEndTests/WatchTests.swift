import Glibc
import LonghaulClient
import Platform
import Testing

/// Following a job, and letting go of it.
@Suite(.needsProgram)
struct WatchTests {
    @Test(.timeLimit(.minutes(5))) func whatNobodyTakesIsTold() async throws {
        let system = try await LocalSystem()
        let submitted = try await system.run("submit", "--kind", "dance", "--queue", "ballroom")
        let watched = try await system.run("watch", submitted.line, "--timeout", "8s")
        #expect(watched.code == 124)
        #expect(watched.errors.contains("no worker takes 'dance' from queue 'ballroom': job \(submitted.line) waits"))
    }

    /// Nobody listens at the campaign's server. After a restart of the scheduler its worker says so again.
    @Test(.timeLimit(.minutes(5))) func whatDoesNotMoveSaysWhy() async throws {
        let system = try await LocalSystem()
        let campaign = try Campaign(in: system.folder, list: "email,name\na@example.org,Ada\n")
        let submitted = try await system.run(campaign.words)
        let id = try #require(JobID(submitted.line))
        let reason = "send: smtp-unreachable: \(campaign.server) cannot be reached"
        let client = try system.client()
        for try await job in client.watch(id) where job.tasks[1].note != nil { break }
        client.close()
        #expect(try await system.run("job", "\(id)").output.contains("\n\(reason)"))
        let watched = try await system.run("watch", "\(id)", "--timeout", "1s")
        #expect(watched.code == 124)
        #expect(watched.errors.split(separator: "\n").count { $0.hasPrefix(reason) } == 1, "\(watched.errors)")

        system.scheduler.kill()
        _ = await system.scheduler.end()
        let scheduler = try await Role.scheduler(
            system.folder.file("journal.db"), at: system.scheduler.name, in: system.folder)
        let status = try await Role.status(of: scheduler.name, in: system.folder)
        let again = try Client(ClientAddresses(schedulers: [scheduler.name], statusServices: [status.name]))
        for try await job in again.watch(id) where job.tasks[1].note != nil { break }
        #expect(try await again.job(id).tasks[1].note?.code == "smtp-unreachable")
        again.close()
    }

    @Test(.timeLimit(.minutes(5))) func anInterruptEndsTheWatchAndNotTheJob() async throws {
        let system = try await LocalSystem(workers: 0)
        let submitted = try await system.run("submit", "--kind", "noop")
        let watch = try system.start("watch", submitted.line, "--json")
        _ = try #require(await watch.readLine())
        watch.send(SIGINT)
        #expect(await watch.end().ending == .exited(130))
        #expect(
            watch.errors.contains("job \(submitted.line) goes on: 'longhaul watch \(submitted.line)' shows it again"))
        try await system.startWorker("late")
        let again = try await system.run("watch", submitted.line)
        #expect(again.code == 0)
        #expect(again.errors.contains("noop  100%  1/1  done"))
    }

    @Test(.timeLimit(.minutes(5))) func aCancelledJobIsOneAndItsBarStops() async throws {
        let system = try await LocalSystem()
        let submitted = try await system.run("submit", "--kind", "sleep", "--payload", "10ms", "--items", "100000")
        let client = try system.client()
        defer { client.close() }
        let id = try #require(JobID(submitted.line))
        for try await job in client.watch(id) where job.tasks.contains(where: { $0.done > 0 }) { break }
        #expect(try await system.run("cancel", "\(id)").code == 0)
        let watched = try await system.run("watch", "\(id)")
        #expect(watched.code == 1)
        #expect(watched.errors.contains("sleep  0%  ") && watched.errors.contains("job \(id) was cancelled"))
    }

    /// Which of the two comes first, its end or the watch, is not known.
    @Test(.timeLimit(.minutes(5))) func aJobThatIsNotKeptHasEnded() async throws {
        let system = try await LocalSystem()
        for _ in 0..<10 {
            let watched = try await system.run("submit", "--kind", "noop", "--retention", "0s", "--watch")
            #expect(watched.code == 0 || watched.code == 4)
            #expect(!watched.errors.contains("goes on"))
            if watched.code == 4 {
                #expect(watched.errors.contains("job \(watched.line) has ended, and nothing of it is kept"))
            }
        }
    }

    /// It stands still all the while, so that only what is said of the services is news.
    @Test(.timeLimit(.minutes(5)), arguments: ["status", "scheduler"])
    func whenItsSourceIsAwayAWatchSaysSo(role: String) async throws {
        let system = try await LocalSystem(workers: 0)
        let id = try await system.run("submit", "--kind", "nobody").line
        let watch = try system.startAloud("watch", id)
        try await watch.read(until: "nobody  0%")
        (role == "status" ? system.status : system.scheduler).kill()
        try await watch.read(until: "no word of job \(id) for now, waiting: ")
        let again =
            role == "status"
            ? try await Role.status(of: system.scheduler.name, at: system.status.name, in: system.folder)
            : try await Role.scheduler(
                system.folder.file("journal.db"), at: system.scheduler.name, in: system.folder)
        try await watch.read(until: "there is word of job \(id) again")
        watch.send(SIGINT)
        #expect(await watch.end().ending == .exited(130))
        again.terminate()
    }

    /// A status service that was never told of the job says nothing, and nobody is to wonder why.
    @Test(.timeLimit(.minutes(5))) func aWatchThatBeginsWithoutASchedulerSaysSo() async throws {
        let system = try await LocalSystem(workers: 0)
        let id = try await system.run("submit", "--kind", "nobody").line
        system.scheduler.kill()
        _ = await system.scheduler.end()
        let watch = try system.startAloud("watch", id)
        try await watch.read(until: "no word of job \(id) for now, waiting: the status service waits for its scheduler")
        #expect(await watch.end().ending == .exited(5))
    }
}

extension TestProcess {
    /// Reads lines of output up to one that contains `text`.
    fileprivate func read(until text: String) async throws {
        while let line = await readLine() { if line.contains(text) { return } }
        throw TestFailure(text: "its output ended before '\(text)'")
    }
}

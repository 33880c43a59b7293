import Glibc
import LonghaulWorker
import Platform
import Testing

@testable import Campaigns

@Suite(.timeLimit(.minutes(5)), .enabled(if: Sink.obstacle == nil)) struct MailServerTests {
    let folder = try! TemporaryFolder()

    private func server(_ url: String, connections: Int, log: String? = nil) throws -> MailServer {
        let descriptor = log.map { open($0, O_WRONLY | O_APPEND | O_CLOEXEC) } ?? 2
        var options = MailServer.Options()
        options.standing.patience = .milliseconds(300)
        options.standing.firstPause = .milliseconds(5)
        options.standing.longestReconnectPause = .milliseconds(10)
        let logger = Logger(role: "test", minimumLevel: log == nil ? .error : .info, descriptor: descriptor)
        return MailServer(
            try SMTPServer(url: url), connections: connections, options: options,
            pool: BlockingPool(name: "test", threads: 4), logger: logger)
    }

    /// Many failures in a row are one line, with their number in a later one.
    @Test func doesNotFillTheLog() async throws {
        let gone = Sink(in: folder)
        _ = gone.stop()
        let log = folder.write([], to: "log")
        let server = try server(gone.url, connections: 2, log: log)
        await #expect(throws: TaskFailure.self) { try await server.connection() }
        let lines = String(decoding: folder.read(log), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines.first?.contains("Mail server trouble") == true)
    }

    /// The connection goes to whoever waits, and there is never a second one.
    @Test func sharesAConnectionAmongMany() async throws {
        let sink = Sink(in: folder)
        let server = try server(sink.url, connections: 1)
        let inUse = Lock((now: 0, most: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    for _ in 0..<50 {
                        let connection = try await server.connection()
                        inUse.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                        await Task.yield()
                        inUse.withLock { $0.now -= 1 }
                        server.giveBack(connection)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(inUse.withLock { $0.most } == 1)
        #expect(sink.stop()["connections"] == 1)
    }

    @Test func forgetsServersThatNobodyUses() throws {
        let pool = BlockingPool(name: "test", threads: 1)
        let servers = MailServers(
            connections: 1, options: MailServer.Options(), pool: pool,
            logger: Logger(role: "test", minimumLevel: .error))
        func server(_ number: Int) throws -> MailServer { servers[try SMTPServer(url: "smtp://localhost:\(number)")] }
        let used = try server(1)
        weak let unused = try server(2)
        #expect(unused != nil, "it may be used again soon")
        for number in 3...65 { _ = try server(number) }
        #expect(unused == nil)
        #expect(try server(1) === used)
        pool.stop()
    }

    /// `554` sounds final, and of a server that has worked it may not be.
    @Test func isPatientWithAServerThatWorked() async throws {
        let answers = Lock([String?.none, "554 no mail here", "554 no mail here", nil])
        let listener = try ScriptedListener {
            ScriptedServer(pipelining: true, hello: answers.withLock { $0.removeFirst() })
        }
        let server = try server(listener.url, connections: 2)
        let first = try await server.connection()
        let second = try await server.connection()
        #expect(first !== second && listener.connections >= 3)
        listener.stop()
        for connection in [first, second] { connection.quit() }
    }

    @Test func isNotPatientWithAServerThatNeverWorked() async throws {
        let listener = try ScriptedListener { ScriptedServer(pipelining: true, hello: "554 no mail here") }
        let server = try server(listener.url, connections: 1)
        let failure = await #expect(throws: TaskFailure.self) { try await server.connection() }
        #expect(failure?.failure.code == "smtp-refused" && listener.connections == 1)
        listener.stop()
    }

    /// One asks, four wait for what comes of it; whoever comes later asks anew.
    @Test func isOutOfPatienceForAllWhoWait() async throws {
        let mayAnswer = Monitor(false)
        let listener = try ScriptedListener {
            mayAnswer.wait(until: { $0 }, then: { _ in })
            return ScriptedServer(pipelining: true, hello: "554 no mail here")
        }
        let server = try server(listener.url, connections: 1)
        let all = (0..<5).map { _ in Task { try await server.connection() } }
        while server.waiting < 4 { await Task.yield() }
        mayAnswer.withLock { $0 = true }
        mayAnswer.broadcast()
        for one in all {
            let failure = await #expect(throws: TaskFailure.self) { try await one.value }
            #expect(failure?.failure.code == "smtp-refused")
        }
        #expect(listener.connections == 1)
        await #expect(throws: TaskFailure.self) { try await server.connection() }
        #expect(listener.connections == 2)
        listener.stop()
    }

    @Test func stopsWaitingWhenCancelled() async throws {
        let sink = Sink(in: folder)
        let server = try server(sink.url, connections: 1)
        let connection = try await server.connection()
        let waiting = Task { try await server.connection() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        server.giveBack(connection)
        #expect(try await server.connection() === connection)
    }
}

import Glibc
import Platform
import Testing

@testable import Campaigns

private let columns = RecipientColumns(["email", "name"])!

@Suite(.enabled(if: Sink.obstacle == nil, "python3 is not installed"), .serialized)
struct SMTPConnectionTests {
    let folder = try! TemporaryFolder()

    private func messages(_ numbers: Range<UInt64>) throws -> [PreparedMessage] {
        let content = CampaignContent(
            from: "News <news@s.example>", subject: "Hello {{name}}", text: Array("Dear {{name}},\n.\nbye\n".utf8))
        var composer = try MessageComposer(campaign: "test", content: content, columns: columns)
        return try numbers.map { number in
            let recipient = Recipient(number: number, columns: columns, values: ["u\(number)@x.test", "N\(number)"])
            return try composer.compose(recipient, secondsSince1970: 1_700_000_000)
        }
    }

    /// Sends all, on as many connections as it takes, a message in doubt or deferred once more; answers the outcomes
    /// of each, in the order they came.
    private func sendAll(_ messages: [PreparedMessage], to server: SMTPServer) throws -> [UInt64: [DeliveryOutcome]] {
        var outcomes: [UInt64: [DeliveryOutcome]] = [:]
        var rest = messages
        while !rest.isEmpty {
            let connection = try SMTPConnection(to: server)
            do throws(SMTPError) {
                try connection.send(rest) { number, outcome in outcomes[number, default: []].append(outcome) }
                connection.quit()
            } catch {
                #expect(error.code == .connectionLost)
                #expect(!connection.isUsable)
            }
            rest = messages.filter { message in
                switch outcomes[message.number]?.last {
                case nil, .transient, .ambiguous: true
                case .accepted, .permanent: false
                }
            }
        }
        return outcomes
    }

    /// Every outcome agrees with the sink's record: nobody is called served who was not, nor the other way round.
    @Test(arguments: [[], ["--no-pipelining"]])
    func agreesWithTheSink(options: [String]) throws {
        let sink = Sink(
            in: folder,
            ["--seed", "7", "--reject-share", "0.05", "--defer-share", "0.1", "--drop-share", "0.02"] + options)
        let outcomes = try sendAll(try messages(0..<500), to: try SMTPServer(url: sink.url))

        var recorded: [String: Int] = [:]
        for record in sink.records() { recorded[record.recipient, default: 0] += 1 }
        var counts: [String: Int] = [:]
        for number in 0..<500 as Range<UInt64> {
            let delivered = recorded["u\(number)@x.test"] ?? 0
            let all = outcomes[number] ?? []
            let isAccepted = all.last.map { if case .accepted = $0 { true } else { false } } ?? false
            let doubts = all.count { if case .ambiguous = $0 { true } else { false } }
            #expect(isAccepted ? (1...1 + doubts).contains(delivered) : delivered == 0, "\(number): \(all)")
            for outcome in all {
                switch outcome {
                case .accepted(let reply):
                    #expect(reply == "250 2.0.0 taken")
                    counts["accepted", default: 0] += 1
                case .permanent(let failure):
                    #expect(failure == DeliveryFailure(code: "550 5.1.1", text: "no such user", stage: .recipient))
                    counts["rejected", default: 0] += 1
                case .transient(let failure):
                    #expect(failure.code == "450 4.2.1")
                    counts["deferred", default: 0] += 1
                case .ambiguous(let failure):
                    #expect(failure.code == "4.4.2")
                    counts["dropped", default: 0] += 1
                }
            }
        }
        let ids = Set(sink.records().map(\.messageID))
        let summary = sink.stop()
        #expect(summary["rejected"] == counts["rejected"])
        #expect(summary["deferred"] == counts["deferred"])
        #expect(summary["dropped"] == counts["dropped"])
        #expect(summary["distinct"] == counts["accepted"])
        #expect(summary["distinct"] == ids.count, "the Message-ID stays the same")
        #expect(summary["twice"] == recorded.values.reduce(0) { $0 + $1 - 1 })
        #expect((counts["rejected"] ?? 0) > 0 && (counts["deferred"] ?? 0) > 0 && (counts["dropped"] ?? 0) > 0)
    }

    @Test func recordsEachMessageOnce() throws {
        let sink = Sink(in: folder)
        let all = try messages(0..<200)
        let connection = try SMTPConnection(to: try SMTPServer(url: sink.url))
        #expect(connection.capabilities.pipelining)
        var numbers: [UInt64] = []
        try connection.send(all[..<100]) { number, _ in numbers.append(number) }
        try connection.send([]) { _, _ in Issue.record("an outcome of nothing") }
        try connection.send(all[100...]) { number, _ in numbers.append(number) }
        #expect(connection.isUsable)
        connection.quit()
        #expect(numbers == Array(0..<200))
        #expect(sink.records().map(\.recipient) == (0..<200).map { "u\($0)@x.test" })
        #expect(sink.records().map(\.messageID) == (0..<200).map { "<test.\($0)@s.example>" })
        #expect(
            sink.stop() == [
                "accepted": 200, "distinct": 200, "twice": 0, "rejected": 0, "deferred": 0, "dropped": 0,
                "throttled": 0,
                "connections": 1, "refused": 0, "quit": 1,
            ])
    }

    @Test func carriesLargeMessages() throws {
        let sink = Sink(in: folder)
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
        let large = (0..<3 as Range<UInt64>).map {
            PreparedMessage(
                number: $0, sender: Array("s@x.test".utf8), recipient: Array("u\($0)@x.test".utf8), content: body)
        }
        let tooLarge = PreparedMessage(
            number: 3, sender: Array("s@x.test".utf8), recipient: Array("u3@x.test".utf8),
            content: [UInt8](repeating: UInt8(ascii: "y"), count: 10_485_761))
        let connection = try SMTPConnection(to: try SMTPServer(url: sink.url))
        var outcomes: [DeliveryOutcome] = []
        try connection.send(large + [tooLarge] + large) { _, outcome in outcomes.append(outcome) }
        #expect(outcomes.count == 7)
        #expect(outcomes.count { if case .accepted = $0 { true } else { false } } == 6)
        guard case .permanent(let failure) = outcomes[3] else {
            Issue.record("\(outcomes[3])")
            return
        }
        #expect(failure.code == "5.3.4")
    }

    @Test func hearsThatItIsTooFast() throws {
        let sink = Sink(in: folder, ["--rate", "1"])
        let connection = try SMTPConnection(to: try SMTPServer(url: sink.url))
        var slow = 0
        try connection.send(try messages(0..<20)) { _, outcome in
            if case .transient(let failure) = outcome, failure.code == "451 4.7.1", failure.stage == .sender {
                slow += 1
            }
        }
        #expect(slow == sink.stop()["throttled"])
        #expect(slow > 0)
    }

    // MARK: Connections that come to nothing

    private func error(_ server: SMTPServer) -> SMTPError? {
        do throws(SMTPError) {
            _ = try SMTPConnection(to: server)
            return nil
        } catch {
            return error
        }
    }

    @Test func saysThatNobodyListens() throws {
        let sink = Sink(in: folder)
        let server = try SMTPServer(url: sink.url)
        _ = sink.stop()
        let found = try #require(error(server))
        #expect(found.code == .unreachable && found.isTransient)
        #expect(found.message.contains("127.0.0.1:\(sink.port)"))
    }

    @Test func saysThatTheHostIsUnknown() throws {
        let found = try #require(error(try SMTPServer(url: "smtp://nowhere.invalid:25", allowsPlaintext: true)))
        #expect(found.code == .hostNotFound)
    }

    @Test func isTurnedAwayBeyondTheLimit() throws {
        let sink = Sink(in: folder, ["--max-connections", "1"])
        let server = try SMTPServer(url: sink.url)
        let first = try SMTPConnection(to: server)
        let found = try #require(error(server))
        #expect(found.code == .turnedAway && found.isTransient, "\(found)")
        #expect(first.isUsable)
        first.quit()
    }

    @Test func givesUpASilentServer() throws {
        let sink = Sink(in: folder, ["--delay-ms", "60000"])
        var server = try SMTPServer(url: sink.url)
        server.timeouts.content = .milliseconds(50)
        let connection = try SMTPConnection(to: server)
        var outcomes: [DeliveryOutcome] = []
        do throws(SMTPError) {
            try connection.send(try! messages(0..<3)) { _, outcome in outcomes.append(outcome) }
            Issue.record("no error")
        } catch {
            #expect(error.code == .timedOut)
        }
        #expect(outcomes.count == 1)
        guard case .ambiguous = outcomes.first else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(!connection.isUsable)
    }

    // MARK: Interrupted

    /// What `body` threw when it was interrupted once it ran, and how long it took for it.
    private func interrupted(
        _ interrupt: SMTPInterrupt, _ body: @escaping @Sendable () throws(SMTPError) -> Void
    ) async -> (error: SMTPError?, time: Duration) {
        let pool = BlockingPool(name: "interrupted", threads: 1)
        let start = ContinuousClock.now
        async let result = pool.run { Result(catching: body) }
        interrupt.raise()
        let error: SMTPError? = if case .failure(let error) = await result { error } else { nil }
        pool.stop()
        return (error, .now - start)
    }

    @Test func givesUpConnectingWhenInterrupted() async throws {
        let silent = try SilentServer()
        let server = try SMTPServer(url: "smtp://127.0.0.1:\(silent.port)")
        let interrupt = SMTPInterrupt()
        let (error, time) = await interrupted(interrupt) { () throws(SMTPError) in
            _ = try SMTPConnection(to: server, interrupt: interrupt)
        }
        #expect(error?.code == .connectionLost)
        #expect(time < .seconds(15), "half of what a server may take to be ready")
    }

    @Test func givesUpWaitingForAnAnswerWhenInterrupted() async throws {
        let sink = Sink(in: folder, ["--delay-ms", "60000"])
        let connection = try SMTPConnection(to: try SMTPServer(url: sink.url))
        let messages = try messages(0..<3)
        let (error, time) = await interrupted(connection.interrupt) { () throws(SMTPError) in
            try connection.send(messages) { _, _ in }
        }
        #expect(error?.code == .connectionLost)
        #expect(time < .seconds(15))
        #expect(!connection.isUsable)
    }

    @Test func noticesThatTheServerClosedAnIdleConnection() throws {
        let sink = Sink(in: folder)
        let connection = try SMTPConnection(to: try SMTPServer(url: sink.url))
        #expect(connection.isUsable)
        _ = sink.stop()
        #expect(!connection.isUsable)
    }

    // MARK: TLS and login

    private func secured(_ server: SMTPServer) -> SMTPServer {
        var server = server
        server.security = .startTLS
        return server
    }

    /// A certificate for localhost and its key, made here.
    private func certificate() -> String {
        let path = folder.file("certificate.pem")
        let isMade = Sink.run([
            "/bin/sh", "-c",
            """
            exec openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -batch \
                -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout "$0" -out "$1" 2>/dev/null
            """, path, folder.file("certificate.pem.crt"),
        ])
        #expect(isMade, "openssl cannot make a certificate")
        _ = folder.write(folder.read(path) + folder.read(folder.file("certificate.pem.crt")), to: "certificate.pem")
        return path
    }

    @Test func sendsOverTLSAfterALogin() throws {
        let certificate = certificate()
        let secret = folder.write("ada\nlove lace\n".utf8, to: "secret", mode: 0o600)
        let sink = Sink(
            in: folder, ["--tls-certificate", certificate, "--credentials", secret, "--drop-share", "0.02"])
        let url = "smtp://localhost:\(sink.port)"
        let server = try secured(
            SMTPServer(
                url: url, credentials: try SMTPCredentials(user: "ada", password: "love lace"), authorities: certificate
            ))
        let outcomes = try sendAll(try messages(0..<100), to: server)
        #expect(outcomes.count == 100)
        #expect(sink.stop()["distinct"] == 100)
    }

    @Test func saysWhatIsWrongWithTLSOrLogin() throws {
        let certificate = certificate()
        let secret = folder.write("ada\nlovelace\n".utf8, to: "secret", mode: 0o600)
        let sink = Sink(in: folder, ["--tls-certificate", certificate, "--credentials", secret])
        let url = "smtp://localhost:\(sink.port)"
        let wrong = try SMTPCredentials(user: "ada", password: "byron")
        let denied = try #require(
            error(secured(try SMTPServer(url: url, credentials: wrong, authorities: certificate))))
        #expect(denied.code == .loginDenied && !denied.isTransient, "\(denied)")
        #expect(denied.message.contains("535") && !denied.message.contains("byron"))
        let untrusted = try #require(error(secured(try SMTPServer(url: url))))
        #expect(untrusted.code == .certificateUntrusted && !untrusted.isTransient, "\(untrusted)")
        let otherName = try #require(
            error(secured(try SMTPServer(url: "smtp://127.0.0.1:\(sink.port)", authorities: certificate))))
        #expect(otherName.code == .certificateUntrusted && !otherName.isTransient, "\(otherName)")
        let wrongPort = try #require(
            error(try SMTPServer(url: "smtps://localhost:\(sink.port)", authorities: certificate)))
        #expect(wrongPort.code == .tlsFailed && wrongPort.isTransient, "\(wrongPort)")
    }

    @Test func insistsOnTLS() throws {
        let sink = Sink(in: folder)
        let found = try #require(error(secured(try SMTPServer(url: sink.url))))
        #expect(found.code == .tlsFailed && !found.isTransient, "\(found)")
        #expect(found.message.contains("STARTTLS"))
    }

    @Test func waitsForTLSThatIsNotThereJustNow() async throws {
        let listener = try ScriptedListener { ScriptedServer(pipelining: true, startTLS: "454 4.7.0 not just now") }
        let pool = BlockingPool(name: "client", threads: 4)
        let server = secured(try SMTPServer(url: listener.url))
        let found = try #require(await pool.run { error(server) })
        #expect(found.code == .tlsFailed && found.isTransient, "\(found)")
        listener.stop()
        pool.stop()
    }
}

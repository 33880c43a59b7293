import Glibc
import Platform
import Testing

@testable import Campaigns

struct SMTPServerTests {
    @Test(arguments: [
        ("smtp://mail.example.org", "mail.example.org", 587, SMTPServer.Security.startTLS),
        ("smtp://mail.example.org:25/", "mail.example.org", 25, .startTLS),
        ("smtps://mail.example.org", "mail.example.org", 465, .implicitTLS),
        ("smtp://127.0.0.1:2525", "127.0.0.1", 2_525, .none), ("smtp://localhost:1", "localhost", 1, .none),
        ("smtp://[::1]:2525", "[::1]", 2_525, .none), ("smtp://[2001:db8::1]", "[2001:db8::1]", 587, .startTLS),
        ("smtps://127.0.0.1:65535", "127.0.0.1", 65_535, .implicitTLS),
    ])
    func reads(url: String, host: String, port: Int, security: SMTPServer.Security) throws {
        let server = try SMTPServer(url: url)
        #expect(server.host == host && server.port == port && server.security == security)
    }

    @Test(arguments: [
        "", "mail.example.org", "http://a.test", "smtp://", "smtp://:25", "smtp://a.test:0", "smtp://a.test:65536",
        "smtp://a.test:x", "smtp://a.test/path", "smtp://a b.test", "smtp://a:b:25", "smtp://a.test?x",
        "smtp://a\r\n.test",
    ])
    func refuses(url: String) {
        #expect(throws: SMTPError.self) { try SMTPServer(url: url) }
    }

    @Test func repeatsNoSecretOfAURL() {
        do throws(SMTPError) {
            _ = try SMTPServer(url: "smtp://ada:lovelace@a.test")
            Issue.record("accepted")
        } catch {
            #expect(error.code == .configuration && !error.description.contains("lovelace"))
        }
    }

    @Test func keepsCredentialsOutOfTheClear() throws {
        let credentials = try SMTPCredentials(user: "a", password: "b")
        #expect(throws: SMTPError.self) {
            try SMTPServer(url: "smtp://a.test", credentials: credentials, allowsPlaintext: true)
        }
        #expect(try SMTPServer(url: "smtp://a.test", allowsPlaintext: true).security == .none)
        #expect(try SMTPServer(url: "smtp://127.0.0.1", credentials: credentials).security == .none)
    }

    @Test(arguments: [
        "127.anything.example", "127.0.0.example", "127.0.0.1.example", "127.0.0.256", "127.0.0.", "localhost.example",
        "128.0.0.1",
    ])
    func takesNoOtherHostForThisMachine(host: String) throws {
        #expect(try SMTPServer(url: "smtp://\(host)").security == .startTLS)
    }

    @Test func sharesNoConnectionBetweenLogins() throws {
        func key(_ user: String?, _ password: String = "x", authorities: String? = nil) throws -> SMTPServer.Key {
            let credentials = try user.map { try SMTPCredentials(user: $0, password: password) }
            return try SMTPServer(url: "smtp://localhost:25", credentials: credentials, authorities: authorities).key
        }
        let different = [
            try key(nil), try key("ada"), try key("ada", "y"), try key("bob"), try key(nil, authorities: "a"),
            try SMTPServer(url: "smtps://localhost:25").key, try SMTPServer(url: "smtp://localhost:26").key,
        ]
        #expect(Set(different).count == different.count)
        #expect(try key("ada") == key("ada"))
    }
}

struct SMTPCredentialsTests {
    let folder = try! TemporaryFolder()

    @Test func readsAFileOfItsOwner() throws {
        let file = folder.write("Mail.Example.org\nada\nlove lace".utf8, to: "s", mode: 0o600)
        let credentials = try SMTPCredentials(file: file, for: "mail.example.org")
        #expect(credentials.user == "ada" && credentials.password == "love lace")
        #expect(!"\(credentials)".contains("lace") && !String(reflecting: credentials).contains("lace"))
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!dumped.contains("lace"))
    }

    @Test(
        arguments: [
            ("a.test\nb\nc\n", 0o640), ("a.test\nb\nc\n", 0o604), ("a.test\n", 0o600), ("a.test\nb\n", 0o600),
            ("b\nc\n", 0o600), ("a.test\nb\nc\nd\n", 0o600), ("", 0o600), ("b.test\nb\nc\n", 0o600),
            ("a.test.b.test\nb\nc\n", 0o600),
        ]
            as [(String, mode_t)])
    func refusesAFile(text: String, mode: mode_t) {
        #expect(throws: SMTPError.self) {
            try SMTPCredentials(file: folder.write(text.utf8, to: "s", mode: mode), for: "a.test")
        }
    }

    @Test(arguments: [4_095, 4_096, 4_097])
    func limitsTheFile(size: Int) {
        let path = folder.write(("h\na\n" + String(repeating: "b", count: size - 4)).utf8, to: "s", mode: 0o600)
        #expect((try? SMTPCredentials(file: path, for: "h")) == nil ? size > 4_096 : size <= 4_096)
    }

    /// A prefix of variables for one test, and what it sets.
    private func environment(_ prefix: String, host: String?, user: String?, password: String?) -> String {
        for (name, value) in [("HOST", host), ("USER", user), ("PASSWORD", password)] {
            if let value { setenv("\(prefix)_\(name)", value, 1) }
        }
        return prefix
    }

    @Test func takesTheEnvironmentForItsHostAlone() throws {
        let prefix = environment("LONGHAUL_TEST_ALL", host: "Mail.Example.org", user: "ada", password: "lovelace")
        let found = try SMTPCredentials.fromEnvironment(for: "mail.example.org", prefix: prefix)
        #expect(found?.user == "ada" && found?.password == "lovelace")
        #expect(try SMTPCredentials.fromEnvironment(for: "evil.example", prefix: prefix) == nil)
        #expect(try SMTPCredentials.fromEnvironment(for: "mail.example.org.evil.example", prefix: prefix) == nil)
    }

    @Test func wantsAllOfTheEnvironmentOrNothing() throws {
        let user = environment("LONGHAUL_TEST_1", host: nil, user: "ada", password: nil)
        let noHost = environment("LONGHAUL_TEST_2", host: nil, user: "ada", password: "lovelace")
        let noUser = environment("LONGHAUL_TEST_3", host: "a.test", user: nil, password: "lovelace")
        for prefix in [user, noHost, noUser] {
            #expect(throws: SMTPError.self) { try SMTPCredentials.fromEnvironment(for: "a.test", prefix: prefix) }
        }
        let onlyHost = environment("LONGHAUL_TEST_4", host: "a.test", user: nil, password: nil)
        #expect(try SMTPCredentials.fromEnvironment(for: "a.test", prefix: onlyHost) == nil)
    }
}

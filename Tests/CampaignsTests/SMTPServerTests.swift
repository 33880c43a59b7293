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
}

struct SMTPCredentialsTests {
    let folder = try! TemporaryFolder()

    @Test func readsAFileOfItsOwner() throws {
        let credentials = try SMTPCredentials(file: folder.write("ada\nlove lace".utf8, to: "s", mode: 0o600))
        #expect(credentials.user == "ada" && credentials.password == "love lace")
        #expect(!"\(credentials)".contains("lace") && !String(reflecting: credentials).contains("lace"))
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!dumped.contains("lace"))
    }

    @Test(
        arguments: [("a\nb\n", 0o640), ("a\nb\n", 0o604), ("a\n", 0o600), ("a\nb\nc\n", 0o600), ("", 0o600)]
            as [(String, mode_t)])
    func refusesAFile(text: String, mode: mode_t) {
        #expect(throws: SMTPError.self) { try SMTPCredentials(file: folder.write(text.utf8, to: "s", mode: mode)) }
    }

    @Test(arguments: [4_095, 4_096, 4_097])
    func limitsTheFile(size: Int) {
        let path = folder.write(("a\n" + String(repeating: "b", count: size - 2)).utf8, to: "s", mode: 0o600)
        #expect((try? SMTPCredentials(file: path)) == nil ? size > 4_096 : size <= 4_096)
    }

    @Test func readsTheEnvironment() throws {
        setenv("LONGHAUL_TEST_USER", "ada", 1)
        #expect(throws: SMTPError.self) {
            try SMTPCredentials.fromEnvironment(user: "LONGHAUL_TEST_USER", password: "LONGHAUL_TEST_NONE")
        }
        #expect(throws: SMTPError.self) {
            try SMTPCredentials.fromEnvironment(user: "LONGHAUL_TEST_NONE", password: "LONGHAUL_TEST_USER")
        }
        #expect(try SMTPCredentials.fromEnvironment(user: "LONGHAUL_TEST_NONE", password: "LONGHAUL_TEST_NONE") == nil)
        let found = try SMTPCredentials.fromEnvironment(user: "LONGHAUL_TEST_USER", password: "LONGHAUL_TEST_USER")
        #expect(found?.user == "ada")
    }
}

import Glibc
import Platform
import Testing

/// Whoever speaks something else to a port is told so; everybody else is served as before.
@Suite(.needsProgram)
struct StrangerTests {
    /// Of the table of frames in proto/README.md: a hello that any server accepts.
    private static let hello: [UInt8] = {
        let fields: [UInt8] =
            Array("LONGHAUL".utf8) + [0, 1, 0, 1] + [1, 0, 0, 0] + [0, 16, 0, 0] + [0, 4, 0, 0] + [0, 0, 0, 1] + [0x74]
        return [0, 0, 0, UInt8(8 + fields.count), 1, 0, 0, 0, 0, 0, 0, 0] + fields
    }()

    @Test(.timeLimit(.minutes(5))) func whoeverAsksAStrangerIsToldSo() async throws {
        let folder = try TemporaryFolder()
        let sink = try await Role.sink(["--port", "0"], in: folder)
        let binary = try #require(TestRun.binary)
        let outcome = try await TestProcess.run([binary, "jobs", "--scheduler", sink.name], in: folder)
        #expect(outcome.code == 5)
        #expect(outcome.errors.contains("what answers there is not Longhaul: it said \"220 sink"), "\(outcome.errors)")
        #expect(outcome.errors.contains("is --scheduler right?"))
        sink.terminate()
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            (Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), "this port speaks Longhaul's protocol"),
            ([0x16, 3, 1, 2, 0], "this port speaks Longhaul's protocol"),
            // One byte over the longest frame, told by its length alone.
            (hello + [0, 16, 0, 1], "1048577"),
            (Array(hello.dropLast()) + [0xFF], "its agent is not UTF-8"),
        ])
    func isToldWhyAndCut(bytes: [UInt8], reason: String) async throws {
        let system = try await LocalSystem(workers: 0)
        for role in [system.scheduler, system.status] {
            let answer = try await PlainSocket.exchange(bytes, with: role.name)
            #expect(String(decoding: answer, as: UTF8.self).contains(reason))
        }
        let submitted = try await system.run("submit", "--kind", "nobody")
        #expect(submitted.code == 0)
        #expect(try await system.run("watch", submitted.line, "--timeout", "1ms").code == 124)
    }
}

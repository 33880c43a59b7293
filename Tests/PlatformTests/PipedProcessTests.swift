import Glibc
import Platform
import Testing

struct PipedProcessTests {
    @Test func linesComeOneByOneAndThenTheEnding() throws {
        let process = try PipedProcess(["/bin/sh", "-c", "printf 'one\\n\\ntwo\\nrest'; exit 7"])
        #expect(process.readLine() == "one")
        #expect(process.readLine() == "")
        #expect(process.readLine() == "two")
        #expect(process.readLine() == nil)
        #expect(process.wait() == .exited(7))
        #expect(process.wait() == .exited(7))
        // Its number may be another's by now.
        process.send(SIGKILL)
    }

    @Test func aSignalIsAnEnding() throws {
        let process = try PipedProcess(["/bin/cat", "/dev/zero"])
        process.send(SIGTERM)
        #expect(process.wait() == .killed(signal: SIGTERM))
    }

    @Test func whatCantBeStartedEndsWithItsCode() throws {
        #expect(try PipedProcess(["/nowhere/program"]).wait() == .exited(127))
    }

    @Test func theLastOwnerTakesTheProcessAlong() throws {
        let id: CInt
        do {
            let process = try PipedProcess(["/bin/sh", "-c", "echo there; exec cat /dev/zero"])
            #expect(process.readLine() == "there")
            id = process.id
        }
        #expect(kill(id, 0) == -1)
    }

    /// A thread of a pool that is idle ends, and a child that was bound to it would end with it.
    @Test func theThreadThatAskedForItMayEnd() throws {
        let started = Lock<PipedProcess?>(nil)
        let thread = SystemThread(name: "short") {
            let process = try? PipedProcess(["/usr/bin/yes"])
            started.withLock { $0 = process }
        }
        thread.join()
        let process = try #require(started.withLock { $0 })
        // More than a pipe holds: it has to be there to write them.
        for _ in 0..<200_000 { try #require(process.readLine() == "y") }
    }
}

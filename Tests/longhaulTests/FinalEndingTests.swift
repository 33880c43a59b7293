import Platform
import Testing

@testable import longhaul

@Suite struct FinalEndingTests {
    @Test func `a role is started again unless a person has to do something first`() {
        let final: [ChildProcess.Ending] = [.exited(2), .exited(65), .exited(75)]
        let others: [ChildProcess.Ending] = [.exited(0), .exited(1), .exited(70), .exited(127), .killed(signal: 9)]
        #expect(final.map(\.isFinal) == [true, true, true])
        #expect(others.map(\.isFinal) == [false, false, false, false, false])
    }
}

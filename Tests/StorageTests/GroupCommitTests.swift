import Storage
import Testing

@Suite struct GroupCommitTests {
    @Test func oneBatchIsWrittenWhileTheNextOneFills() {
        var commit = GroupCommit(lastSequence: 7)
        #expect(commit.isIdle)
        #expect(commit.dependency(hasFacts: false) == 7)
        #expect(commit.dependency(hasFacts: true) == 8)

        #expect(commit.begin() == 8)
        #expect(!commit.isIdle)
        #expect(commit.begin() == nil)
        #expect(commit.dependency(hasFacts: false) == 8)
        #expect(commit.dependency(hasFacts: true) == 9)

        #expect(commit.durable() == 8)
        #expect(commit.isIdle)
        #expect(commit.dependency(hasFacts: false) == 8)
        #expect(commit.begin() == 9)
    }

    @Test func nothingBecomesDurableThatWasNotOffered() async {
        await #expect(processExitsWith: .failure) {
            var commit = GroupCommit(lastSequence: 0)
            _ = commit.durable()
        }
    }
}

import Glibc
import Platform
import Testing

@testable import Campaigns

/// What stands where a file should be. Each would hold a thread for ever, were it opened as a file is.
@Suite(.timeLimit(.minutes(5))) struct InputFileTests {
    let folder = try! TemporaryFolder()

    private func fifo() -> String {
        let path = folder.file("fifo")
        #expect(mkfifo(path, 0o600) == 0)
        return path
    }

    @Test func aFIFOIsNoTemplate() {
        let path = fifo()
        let failure = #expect(throws: (any Error).self) { try TemplateFile.read(path) }
        #expect("\(failure, default: "")".contains("not a regular file"))
    }

    @Test func aFIFOIsNoList() {
        let path = fifo()
        let failure = #expect(throws: RecipientListError.self) { try ListFile(reading: path).status() }
        #expect(failure?.code == .inputOutput)
    }

    @Test func aFIFOHoldsNoCredentials() {
        let path = fifo()
        let failure = #expect(throws: SMTPError.self) { try SMTPCredentials(file: path, for: "a.test") }
        #expect(failure?.message.contains("not a regular file") == true)
    }

    @Test(arguments: [(0o700, true), (0o755, true), (0o770, false), (0o707, false)] as [(mode_t, Bool)])
    func anIndexFolderThatOthersMayWriteToIsRefused(mode: mode_t, isUsable: Bool) {
        let path = folder.file("indexes")
        #expect(mkdir(path, 0o700) == 0 && chmod(path, mode) == 0)
        let list = ListIdentity(size: 1, hash: 1)
        let answer = Result { () throws(RecipientListError) in try IndexFolder(path).index(of: list) == nil }
        switch answer {
        case .success(let isMissing): #expect(isUsable && isMissing)
        case .failure(let error): #expect(!isUsable && error.code == .unusableFolder)
        }
    }
}

import Glibc
import Platform
import Testing

@testable import Campaigns

private func numbered(_ count: Int, lineEnd: String = "\n") -> String {
    "email,name,note\(lineEnd)"
        + (0..<count).map { "u\($0)@example.org,\"N, \($0)\",\"line\n\($0)\"\(lineEnd)" }.joined()
}

private func emails(_ list: RecipientList, _ range: Range<UInt64>) throws -> [String] {
    var rows = try list.rows(in: range)
    var found: [String] = []
    while let recipient = try rows.next() {
        #expect(recipient.number == range.lowerBound + UInt64(found.count))
        found.append(String(decoding: recipient.email, as: UTF8.self))
    }
    return found
}

private func error(_ body: () throws -> Void) -> RecipientListError? {
    do {
        try body()
        return nil
    } catch {
        return error as? RecipientListError
    }
}

struct RecipientListTests {
    let folder = try! TemporaryFolder()

    private func indexed(_ text: String) throws -> (list: RecipientList, summary: RecipientListSummary) {
        let path = folder.write(text.utf8, to: "list.csv")
        let index = folder.file("list.index")
        let summary = try RecipientList.buildIndex(of: path, at: index)
        return (try RecipientList.open(path, index: index), summary)
    }

    @Test(arguments: [1, 63, 64, 65, 128, 1_000], ["\n", "\r\n"])
    func readsAnyRange(count: Int, lineEnd: String) throws {
        let (list, summary) = try indexed(numbered(count, lineEnd: lineEnd))
        #expect(summary.recipients == UInt64(count))
        #expect(list.count == UInt64(count))
        let all = (0..<count).map { "u\($0)@example.org" }
        let bounds = [0, 1, 62, 63, 64, 65, 127, 128, 129, count - 1, count].filter { $0 <= count }
        for start in bounds {
            for end in bounds where end >= start {
                #expect(try emails(list, UInt64(start)..<UInt64(end)) == Array(all[start..<end]))
            }
        }
    }

    @Test func readsRowsLongerThanABlock() throws {
        let wide = String(repeating: "x", count: 60_000)
        let text = "email,note\n" + (0..<20).map { "u\($0)@example.org,\(wide)\n" }.joined()
        let (list, _) = try indexed(text)
        #expect(try emails(list, 0..<20).count == 20)
        #expect(try emails(list, 19..<20) == ["u19@example.org"])
    }

    @Test func readsAListWithMarkEmptyLinesAndNoLastLineEnd() throws {
        let (list, summary) = try indexed("\u{FEFF}Name,EMAIL\r\n\r\nAda,ada@example.org\r\n\nBob,bob@example.org")
        #expect(summary.columns.names == ["Name", "EMAIL"])
        #expect(list.columns.name == 0)
        var rows = try list.rows(in: 0..<2)
        let first = try #require(try rows.next())
        #expect(String(decoding: first[0], as: UTF8.self) == "Ada")
        #expect(try #require(try rows.next()).number == 1)
        #expect(try rows.next() == nil)
    }

    @Test func refusesARangeBeyondTheEnd() throws {
        let (list, _) = try indexed(numbered(10))
        #expect(error { _ = try list.rows(in: 5..<11) }?.code == .outOfRange)
        #expect(try emails(list, 10..<10) == [])
    }

    @Test func countsDuplicatesAndKeepsThem() throws {
        let (list, summary) = try indexed("email\na@x.test\nb@x.test\nA@X.test\n\na@x.test\n")
        #expect(summary.duplicates == 2)
        #expect(summary.duplicateLines == [4, 6])
        #expect(summary.description.contains("2 repeat an address (lines 4, 6)"))
        #expect(list.count == 4)
    }

    @Test func leavesNoTemporaryFile() throws {
        _ = try indexed(numbered(100))
        _ = try indexed(numbered(200))
        #expect(folder.names == ["list.csv", "list.index"])
    }

    // MARK: A list that is wrong

    @Test(
        arguments: [
            ("", nil, "The list is empty"),
            ("\n\n", nil, "The list is empty"),
            ("email,name\n", nil, "has a header and no recipients"),
            ("name,city\na,b\n", "1:1", "no column is called `email`"),
            ("email,Name,name\na@x.test,b,c\n", "1:12", "a second column `name`"),
            ("email,\na@x.test,b\n", "1:7", "a column has no name"),
            ("email,a\tb\na@x.test,b\n", "1:7", "control character"),
            ("email,name\na@x.test\n", "2:1", "the row has 1 fields, the header 2"),
            ("email,name\nx,y\na@x.test,b,c\n", "3:1", "the row has 3 fields"),
            ("email,name\na@x.test,Smith, Jr.\n", "2:1", "look for a comma to quote"),
            ("name,email\n\"x\ny\",nobody\n", "3:4", "has no @ (`nobody`)"),
            ("email\n\n\n \n", "4:1", "space around"),
            ("email,name\na@x.test,\"open\nb@x.test,c\n", "2:10", "never closed"),
            ("email\na@x.test\nb\0@x.test\n", "3:2", "NUL"),
        ] as [(String, String?, String)])
    func refusesAList(text: String, place: String?, message: String) throws {
        let found = try #require(error { _ = try indexed(text) })
        #expect(found.code == .invalidList)
        let all = found.description
        #expect(all.contains(message), "\(all)")
        if let place { #expect(found.problems.contains { "\($0.line):\($0.column)" == place }, "\(all)") }
        #expect(folder.names == ["list.csv"], "nothing may be written")
    }

    @Test(
        arguments: [
            [0xC3], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func refusesBytesThatAreNotUTF8(bytes: [UInt8]) throws {
        let text = Array("email,a,b\nx@y.test,é,".utf8) + bytes + Array("\n".utf8)
        let path = folder.write(text, to: "list.csv")
        let found = try #require(error { _ = try RecipientList.buildIndex(of: path, at: folder.file("i")) })
        #expect(
            found.problems.map(\.description) == ["line 2, column 13: column `b` is not UTF-8: save the file as UTF-8"])
    }

    @Test func noticesACharacterCutByAComma() throws {
        let text = Array("email,a,b\nx@y.test,".utf8) + [0xC3, 0x2C, 0xA9, 0x0A]
        let path = folder.write(text, to: "list.csv")
        let found = try #require(error { _ = try RecipientList.buildIndex(of: path, at: folder.file("i")) })
        #expect(found.problems.count == 1)
    }

    @Test(arguments: [19, 20, 21])
    func stopsAfterTwentyProblems(count: Int) throws {
        let text = "email\n" + String(repeating: "x\n", count: count)
        let found = try #require(error { _ = try indexed(text) })
        #expect(found.problems.count == min(count, 20))
        #expect(found.message.contains("or more") == (count >= 20))
        #expect(found.problems.last?.line == UInt64(min(count, 20) + 1))
    }

    @Test(arguments: [9, 10, 11])
    func limitsTheRecipients(count: Int) throws {
        var scanner = RecipientListScanner(recipientLimit: 10)
        scanner.consume(Array(("email\n" + (0..<count).map { "u\($0)@x.test\n" }.joined()).utf8).span)
        do {
            let result = try scanner.finish()
            #expect(count <= 10)
            #expect(result.summary.recipients == UInt64(count))
        } catch {
            #expect(count > 10)
            #expect(error.problems.map(\.line) == [12])
        }
    }

    // MARK: A list that changed

    @Test func noticesAnotherSize() throws {
        let path = folder.write(numbered(100).utf8, to: "list.csv")
        let index = folder.file("list.index")
        _ = try RecipientList.buildIndex(of: path, at: index)
        _ = folder.write(numbered(101).utf8, to: "list.csv")
        let found = try #require(error { _ = try RecipientList.open(path, index: index) })
        #expect(found.code == .listChanged)
        #expect(found.message.contains("bytes"))
    }

    @Test func acceptsACopyAndNoticesOtherContent() throws {
        let path = folder.write(numbered(100).utf8, to: "list.csv")
        let index = folder.file("list.index")
        folder.touch(path, at: 1_000)
        _ = try RecipientList.buildIndex(of: path, at: index)
        folder.touch(path, at: 2_000)
        #expect(try emails(try RecipientList.open(path, index: index), 0..<1) == ["u0@example.org"])
        _ = folder.write(numbered(100).replacing("u7@", with: "v7@").utf8, to: "list.csv")
        folder.touch(path, at: 3_000)
        let found = try #require(error { _ = try RecipientList.open(path, index: index) })
        #expect(found.code == .listChanged)
        #expect(found.message.contains("hash"))
    }

    @Test func noticesAWriteWhileOpen() throws {
        let (list, _) = try indexed(numbered(100))
        _ = try emails(list, 0..<100)
        _ = folder.write("email\n".utf8, to: "list.csv")
        #expect(error { _ = try list.rows(in: 0..<1) }?.code == .listChanged)
    }

    @Test func noticesOtherRowsBehindTheSameSizeAndTime() throws {
        let path = folder.write(numbered(200).utf8, to: "list.csv")
        let index = folder.file("list.index")
        folder.touch(path, at: 1_000)
        _ = try RecipientList.buildIndex(of: path, at: index)
        _ = folder.write(numbered(200).replacing(",", with: ".").utf8, to: "list.csv")
        folder.touch(path, at: 1_000)
        let list = try RecipientList.open(path, index: index)
        #expect(error { _ = try emails(list, 70..<90) }?.code == .listChanged)
    }

    // MARK: The index

    @Test func readsBackAnIndexAndNoOther() throws {
        let columns = try #require(RecipientColumns(["email", "Zoë"]))
        let identity = ListIdentity(size: 5_000, modified: -7, hash: .max)
        let index = RecipientIndex(identity: identity, columns: columns, recipients: 70, offsets: [11, 900])
        let bytes = index.encoded()
        #expect(try RecipientIndex(decoding: bytes) == index)
        for cut in 0..<bytes.count {
            #expect(error { _ = try RecipientIndex(decoding: Array(bytes[..<cut])) }?.code == .unusableIndex)
        }
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 0x10
            #expect(error { _ = try RecipientIndex(decoding: damaged) }?.code == .unusableIndex)
        }
        #expect(error { _ = try RecipientIndex(decoding: bytes + [0]) }?.code == .unusableIndex)
    }

    @Test func saysWhichFileIsMissing() throws {
        let found = try #require(error { _ = try RecipientList.open("/nowhere/l.csv", index: "/nowhere/l.index") })
        #expect(found.code == .inputOutput)
        #expect(found.message.contains("/nowhere/l.index"))
        #expect(error { _ = try RecipientList.buildIndex(of: folder.path, at: folder.file("i")) }?.code == .inputOutput)
    }
}

import Glibc
import Platform
import SeededRandom
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
    let cache = try! TemporaryFolder()

    private var indexes: IndexFolder { IndexFolder(cache.path) }
    private var path: String { folder.file("list.csv") }

    private func indexed(_ text: String) throws -> (list: RecipientList, summary: RecipientListSummary) {
        _ = folder.write(text.utf8, to: "list.csv")
        let summary = try RecipientList.buildIndex(of: path, in: indexes)
        return (try open(summary.identity), summary)
    }

    private func open(_ identity: ListIdentity) throws -> RecipientList {
        try RecipientList.open(path, identity: identity, indexes: indexes)
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

    @Test func leavesNothingBesideTheListAndNoTemporaryFile() throws {
        _ = try indexed(numbered(100))
        _ = try indexed(numbered(200))
        #expect(folder.names == ["list.csv"])
        #expect(cache.names.count == 2)
        #expect(cache.names.allSatisfy { $0.hasSuffix(".index") })
    }

    // MARK: A list that is wrong

    @Test(
        arguments: [
            ("", nil, "The list is empty"),
            ("\n\n", nil, "The list is empty"),
            ("email,name\n", nil, "has a header and no recipients"),
            ("name,city\na,b\n", "1:1", "no column is called `email`"),
            ("email;name\na@x.test;A\n", "1:1", "there are semicolons between the columns: save the list with commas"),
            ("email\tname\na@x.test\tA\n", "1:1", "there are tabs between the columns"),
            ("a@x.test,A\nb@x.test,B\n", "1:1", "the first line is a recipient already"),
            ("name, Email \nA,a@x.test\n", "1:1", "take the space away around ` Email `"),
            ("name,E-Mail\nA,a@x.test\n", "1:1", "is it `E-Mail`? Then call it so"),
            ("a,b,c,d,e,f\n", "1:1", "and names `a`, `b`, `c`, `d`, `e`, …"),
            ("\u{FEFF}name,city\na,b\n", "1:1", "no column is called `email`"),
            ("\u{FEFF}email,Name,name\na@x.test,b,c\n", "1:12", "a second column `name`"),
            ("email,Name,name\na@x.test,b,c\n", "1:12", "a second column `name`"),
            ("email,\na@x.test,b\n", "1:7", "a column has no name"),
            ("email,a\tb\na@x.test,b\n", "1:7", "control character"),
            ("email,name\na@x.test\n", "2:1", "the row has 1 field, the header 2: look for a missing comma"),
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
        #expect(cache.names == [], "nothing may be written")
    }

    @Test(
        arguments: [
            [0xC3], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func refusesBytesThatAreNotUTF8(bytes: [UInt8]) throws {
        let text = Array("email,a,b\nx@y.test,é,".utf8) + bytes + Array("\n".utf8)
        let path = folder.write(text, to: "list.csv")
        let found = try #require(error { _ = try RecipientList.buildIndex(of: path, in: indexes) })
        #expect(
            found.problems.map(\.description) == ["line 2, column 13: column `b` is not UTF-8: save the file as UTF-8"])
    }

    @Test func noticesACharacterCutByAComma() throws {
        let text = Array("email,a,b\nx@y.test,".utf8) + [0xC3, 0x2C, 0xA9, 0x0A]
        let path = folder.write(text, to: "list.csv")
        let found = try #require(error { _ = try RecipientList.buildIndex(of: path, in: indexes) })
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

    @Test func tellsHowManyProblemsDoNotFit() throws {
        let text = "email\n" + String(repeating: "x\n", count: 12)
        let found = try #require(error { _ = try indexed(text) })
        #expect(found.text(upTo: .max).hasSuffix("line 13, column 1: \(found.problems[11].message)"))
        let short = found.text(upTo: 400)
        #expect(short.utf8.count <= 400)
        let shown = short.split(separator: ";").count { $0.contains("line ") }
        #expect(shown > 0 && shown < 12)
        #expect(short.contains("12 problems") && short.hasSuffix("and \(12 - shown) more"))
    }

    @Test func readsNoLineWithoutAnEnd() throws {
        var scanner = RecipientListScanner()
        scanner.consume(Array("email\n".utf8).span)
        scanner.consume([UInt8](repeating: UInt8(ascii: "x"), count: 65_536).span)
        #expect(!scanner.hasStopped)
        scanner.consume([UInt8(ascii: "x")].span)
        #expect(scanner.hasStopped)
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
        let (_, summary) = try indexed(numbered(100))
        _ = folder.write(numbered(101).utf8, to: "list.csv")
        let found = try #require(error { _ = try open(summary.identity) })
        #expect(found.code == .listChanged)
        #expect(found.message.contains("bytes") && found.message.contains("requeue"))
    }

    /// Every part that is as it was can be read, and no other.
    @Test func readsWhatDidNotChange() throws {
        let text = numbered(3_000)
        let (_, summary) = try indexed(text)
        _ = folder.write(text.replacing("u1500@", with: "v1500@").utf8, to: "list.csv")
        let list = try open(summary.identity)
        #expect(try emails(list, 0..<10).first == "u0@example.org")
        #expect(try emails(list, 2_990..<3_000).last == "u2999@example.org")
        let found = try #require(error { _ = try emails(list, 1_490..<1_510) })
        #expect(found.code == .listChanged && found.message.contains("at byte"))
        _ = folder.write(text.utf8, to: "list.csv")
        #expect(try emails(list, 1_500..<1_501) == ["u1500@example.org"], "the original is back")
    }

    /// As when two campaigns use a path one after the other, and the first one is still at work.
    @Test func isNotTakenForALaterListOfTheSamePath() throws {
        let first = try indexed(numbered(500).replacing("u", with: "v"))
        let second = try indexed(numbered(500))
        #expect(error { _ = try emails(first.list, 0..<1) }?.code == .listChanged)
        #expect(error { _ = try emails(try open(first.summary.identity), 0..<1) }?.code == .listChanged)
        #expect(try emails(second.list, 0..<1) == ["u0@example.org"])
        _ = folder.write(numbered(500).replacing("u", with: "v").utf8, to: "list.csv")
        #expect(try emails(try open(first.summary.identity), 499..<500) == ["v499@example.org"])
    }

    @Test func isTheSameWhenTouchedMovedOrCopied() throws {
        let (_, summary) = try indexed(numbered(100))
        folder.touch(path, at: 2_000)
        #expect(try emails(try open(summary.identity), 0..<1) == ["u0@example.org"])
        let copy = folder.write(numbered(100).utf8, to: "copy.csv")
        #expect(try RecipientList.buildIndex(of: copy, in: indexes).identity == summary.identity)
    }

    @Test func readsTheListThatWasOpenedAlsoWhenItsNameIsAnothers() throws {
        let (list, _) = try indexed(numbered(100))
        rename(folder.write("email\n".utf8, to: "other.csv"), path)
        #expect(try emails(list, 0..<100).count == 100)
    }

    @Test func noticesAListThatWasCutShort() throws {
        let (list, _) = try indexed(numbered(100))
        _ = folder.write("email\n".utf8, to: "list.csv")
        #expect(error { _ = try emails(list, 0..<1) }?.code == .listChanged)
    }

    // MARK: The index

    @Test func readsBackAnIndexAndNoOther() throws {
        let columns = try #require(RecipientColumns(["email", "Zoë"]))
        let blocks = ListBlocks(size: 20_000, hashes: [.max, 3])
        let index = RecipientIndex(blocks: blocks, columns: columns, recipients: 70, offsets: [11, 900])
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
        let identity = ListIdentity(size: 1, hash: 1)
        let found = try #require(
            error { _ = try RecipientList.open("/nowhere/l.csv", identity: identity, indexes: indexes) })
        #expect(found.code == .inputOutput)
        #expect(found.message.contains("/nowhere/l.csv"))
        #expect(found.message.contains("Put it back and requeue") && !found.message.contains("Check the path"))
        #expect(error { _ = try RecipientList.buildIndex(of: folder.path, in: indexes) }?.code == .inputOutput)
    }

    @Test func buildsAnIndexThatIsMissingOrDamaged() throws {
        let (_, summary) = try indexed(numbered(100))
        let name = try #require(cache.names.first)
        _ = cache.write("no index".utf8, to: name)
        #expect(try emails(try open(summary.identity), 99..<100) == ["u99@example.org"])
        unlink(cache.file(name))
        #expect(try emails(try open(summary.identity), 99..<100) == ["u99@example.org"])
        #expect(cache.names == [name])
        unlink(cache.file(name))
        _ = folder.write(numbered(100).replacing("u7@", with: "v7@").utf8, to: "list.csv")
        #expect(error { _ = try open(summary.identity) }?.code == .listChanged)
        #expect(cache.names == [], "the index of a list that nobody asked for")
    }

    @Test func keepsNoMoreIndexesThanItsLimit() throws {
        for count in 1...7 {
            _ = folder.write(numbered(count).utf8, to: "list.csv")
            let summary = try RecipientList.buildIndex(of: path, in: IndexFolder(cache.path, limit: 4))
            for name in cache.names where name.contains("-\(summary.identity.size).") {
                cache.touch(cache.file(name), at: count)
            }
        }
        #expect(cache.names.count == 4)
        #expect(!cache.names.contains { $0.hasSuffix("-\(numbered(3).utf8.count).index") }, "the oldest went")
        #expect(cache.names.contains { $0.hasSuffix("-\(numbered(4).utf8.count).index") })
    }

    @Test func makesItsFolder() throws {
        let list = folder.write(numbered(10).utf8, to: "list.csv")
        let made = IndexFolder("\(cache.path)/a/b")
        _ = try RecipientList.buildIndex(of: list, in: made)
        var status = stat()
        #expect(stat(made.path, &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(Sink.run(["/bin/rm", "-r", "\(cache.path)/a"]))
    }

    @Test func saysWhatToDoAboutItsFolder() throws {
        let list = folder.write(numbered(10).utf8, to: "list.csv")
        let impossible = IndexFolder("\(list)/indexes")
        chmod(cache.path, 0o777)
        for folder in [impossible, indexes] {
            let found = try #require(error { _ = try RecipientList.buildIndex(of: list, in: folder) })
            #expect(found.code == .unusableFolder)
            #expect(found.message.contains("LONGHAUL_INDEX_DIR"))
        }
    }
}

struct ListBlocksTests {
    @Test(arguments: [0, 1, ListBlocks.length - 1, ListBlocks.length, ListBlocks.length + 1, 50_000])
    func areTheSameHoweverTheListIsCut(size: Int) {
        var generator = SplitMix64(seed: 5)
        let bytes = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        var whole = ListBlocksMaker()
        whole.update(bytes.span)
        var cut = ListBlocksMaker()
        var offset = 0
        while offset < size {
            let end = min(size, offset + Int.random(in: 1...20_000, using: &generator))
            cut.update(bytes.span.extracting(offset..<end))
            offset = end
        }
        #expect(cut.blocks == whole.blocks)
        #expect(UInt64(whole.blocks.hashes.count) == ListBlocks.count(size: UInt64(size)))
        for start in stride(from: 0, to: size, by: ListBlocks.length) {
            let range = whole.blocks.range(at: UInt64(start))
            #expect(range == UInt64(start)..<UInt64(min(size, start + ListBlocks.length)))
            let block = Array(bytes[start..<Int(range.upperBound)])
            let (isKnown, isLongerKnown) = (
                whole.blocks.contain(block.span, at: range.lowerBound),
                whole.blocks.contain((block + [0]).span, at: range.lowerBound)
            )
            #expect(isKnown && !isLongerKnown)
        }
    }
}
